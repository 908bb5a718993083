;; A reactor that ends in its initialisation with status 3; its function must not be called then.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_initialize") (call $exit (i32.const 3)))
  (func (export "value") (result i32) (i32.const 7)))
