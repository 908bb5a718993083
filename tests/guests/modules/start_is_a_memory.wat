;; A `_start` that is no function.
(module
  (memory (export "memory") (export "_start") 1))
