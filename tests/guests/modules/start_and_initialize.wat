;; A command and a reactor at once.
(module
  (memory (export "memory") 1)
  (func (export "_initialize"))
  (func (export "_start")))
