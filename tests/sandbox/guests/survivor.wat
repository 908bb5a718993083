;; Goes on after every end that the host gives it, as often as it is given one, with `catch_all` of
;; the first exception proposal around each call: an exit, a trap of the host for a bad pointer, and
;; the use of all stack. With an argument count of 2 it begins with the trap, of 3 with the stack.
;; What it writes in between must never be seen.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\09\00\00\00")
  (data (i32.const 16) "survived\n")
  (func $survived
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
  (func $recurse (result i32) (i32.add (call $recurse) (call $random (i32.const 64) (i32.const 4))))
  (func $try_all
    (try (do (drop (call $random (i32.const -8) (i32.const 16)))) (catch_all (call $survived)))
    (call $survived)
    (try (do (call $exit (i32.const 4))) (catch_all (call $survived)))
    (call $survived))
  (func (export "_start")
    (drop (call $args (i32.const 32) (i32.const 36)))
    (try
      (do
        (if (i32.eq (i32.load (i32.const 32)) (i32.const 2)) (then (call $try_all)))
        (if (i32.eq (i32.load (i32.const 32)) (i32.const 3)) (then (drop (call $recurse))))
        (call $exit (i32.const 3)))
      (catch_all (call $survived)))
    (loop $again (call $survived) (call $try_all) (br $again))))
