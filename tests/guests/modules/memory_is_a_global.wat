;; What is exported as `memory` is something else.
(module
  (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
  (memory 1)
  (global (export "memory") i32 (i32.const 65536))
  (func (export "_start")))
