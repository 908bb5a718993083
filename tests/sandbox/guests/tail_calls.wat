;; Ten million calls in tail position, which use no stack; then an exception that is caught, over
;; frames of its own; then an exit with 5.
(module
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (tag $own (param i32))
  (memory (export "memory") 1)
  (func $down (param i32)
    (if (i32.eqz (local.get 0)) (then (return)))
    (return_call $down (i32.sub (local.get 0) (i32.const 1))))
  (func $deep (param i32)
    (drop (call $yield))
    (if (i32.eqz (local.get 0)) (then (throw $own (i32.const 5))))
    (call $deep (i32.sub (local.get 0) (i32.const 1))))
  (func (export "_start")
    (call $down (i32.const 10000000))
    (try
      (do (call $deep (i32.const 1000)))
      (catch $own (call $proc_exit)))))
