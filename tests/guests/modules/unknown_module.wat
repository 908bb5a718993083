;; An interface that is not served.
(module
  (import "wasix_32v1" "thread_spawn_v2" (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start") unreachable))
