;; A memory where a function stands.
(module
  (import "wasi_snapshot_preview1" "fd_write" (memory 1))
  (export "memory" (memory 0))
  (func (export "_start") unreachable))
