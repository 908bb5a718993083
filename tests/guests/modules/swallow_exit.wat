;; Tries to survive its own exit, or with an argument a host call that traps, with `catch_all` of
;; the first exception proposal. Then it writes `swallowed`; the host must not let it come that far.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\0a\00\00\00")
  (data (i32.const 16) "swallowed\n")
  (func $swallowed
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
  (func (export "_start")
    (drop (call $args (i32.const 32) (i32.const 36)))
    ;; With an argument the host traps at a bad pointer, without one the program exits with 3.
    (try
      (do
        (if (i32.gt_u (i32.load (i32.const 32)) (i32.const 1))
          (then (drop (call $clock (i32.const 0) (i64.const 0) (i32.const -8))))
          (else (call $exit (i32.const 3)))))
      (catch_all (call $swallowed)))
    (call $swallowed)))
