;; Imports that nothing provides, with a terminal's escape in a name.
(module
  (import "wasi_snapshot_preview1" "fd_teleport" (func (param i32) (result i32)))
  (import "env" "red\1b[31m" (func))
  (memory (export "memory") 1)
  (func (export "_start") unreachable))
