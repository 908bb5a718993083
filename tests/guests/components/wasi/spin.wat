;; Waits for standard input, and never comes back from where it allocates what was read.
(component
  (import "wasi:io/streams@0.2.0" (instance $streams
    (export "error" (type $error (sub resource)))
    (type $failure (variant (case "last-operation-failed" (own $error)) (case "closed")))
    (export "stream-error" (type $stream-error (eq $failure)))
    (export "input-stream" (type $input (sub resource)))
    (export "[method]input-stream.blocking-read"
      (func (param "self" (borrow $input)) (param "len" u64) (result (result (list u8) (error $stream-error)))))))
  (alias export $streams "input-stream" (type $Input))
  (import "wasi:cli/stdin@0.2.0" (instance $stdin
    (alias outer 1 $Input (type $Input))
    (export "input-stream" (type $input (eq $Input)))
    (export "get-stdin" (func (result (own $input))))))
  (core module $Memory
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (loop $for-ever (br $for-ever)) (unreachable)))
  (core instance $memory (instantiate $Memory))
  (canon lower (func $stdin "get-stdin") (core func $get-stdin))
  (canon lower (func $streams "[method]input-stream.blocking-read") (memory (core memory $memory "memory"))
    (realloc (core func $memory "realloc")) (core func $blocking-read))
  (core module $Main
    (import "" "get-stdin" (func $get-stdin (result i32)))
    (import "" "blocking-read" (func $blocking-read (param i32 i64 i32)))
    (func (export "run") (result i32)
      (call $blocking-read (call $get-stdin) (i64.const 16) (i32.const 0))
      (i32.const 0)))
  (core instance $main (instantiate $Main (with "" (instance
    (export "get-stdin" (func $get-stdin))
    (export "blocking-read" (func $blocking-read))))))
  (func $run (result (result)) (canon lift (core func $main "run")))
  (instance $command (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $command)))
