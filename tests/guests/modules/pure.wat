;; Needs nothing: no import, no memory.
(module
  (func (export "_start")))
