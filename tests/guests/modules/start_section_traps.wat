;; A start section that traps: the program ends before `_start`.
(module
  (memory (export "memory") 1)
  (func $first unreachable)
  (func (export "_start"))
  (start $first))
