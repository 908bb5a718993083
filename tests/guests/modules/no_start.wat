;; Neither a command nor a reactor.
(module
  (memory (export "memory") 1)
  (func (export "main")))
