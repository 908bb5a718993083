;; Throws an exception of its own that nothing catches.
(module
  (tag $own (param i32))
  (memory (export "memory") 1)
  (func (export "_start")
    (throw $own (i32.const 7))))
