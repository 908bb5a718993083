;; Imports a call that needs memory and exports none.
(module
  (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
  (memory 1)
  (func (export "_start")))
