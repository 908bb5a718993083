;; A reactor that traps when it is initialised twice.
(module
  (global $calls (mut i32) (i32.const 0))
  (func (export "_initialize")
    (if (global.get $calls) (then unreachable))
    (global.set $calls (i32.const 1)))
  (func (export "calls") (result i32) (global.get $calls)))
