;; Writes a line: see ../preview1/hello.wat.
(component
  (import "wasi:io/error@0.2.0" (instance $errors (export "error" (type (sub resource)))))
  (alias export $errors "error" (type $Error))
  (import "wasi:io/streams@0.2.0" (instance $streams
    (alias outer 1 $Error (type $outer-error))
    (export "error" (type $error (eq $outer-error)))
    (type $failure (variant (case "last-operation-failed" (own $error)) (case "closed")))
    (export "stream-error" (type $stream-error (eq $failure)))
    (export "output-stream" (type $output (sub resource)))
    (export "[method]output-stream.blocking-write-and-flush"
      (func (param "self" (borrow $output)) (param "contents" (list u8)) (result (result (error $stream-error)))))))
  (alias export $streams "output-stream" (type $Output))
  (import "wasi:cli/stdout@0.2.0" (instance $stdout
    (alias outer 1 $Output (type $Output))
    (export "output-stream" (type $stream (eq $Output)))
    (export "get-stdout" (func (result (own $stream))))))
  (core module $Memory
    (memory (export "memory") 1)
    (data (i32.const 16) "hello, world\n")
    (global $next (mut i32) (i32.const 1024))
    ;; Gives memory out and never takes any back.
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
      (global.set $next (i32.add (local.get $at) (local.get 3)))
      (local.get $at)))
  (core instance $memory (instantiate $Memory))
  (canon lower (func $stdout "get-stdout") (core func $get-stdout))
  (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory (core memory $memory "memory"))
    (realloc (core func $memory "realloc")) (core func $blocking-write-and-flush))
  (core module $Main
    (import "" "memory" (memory 1))
    (import "" "get-stdout" (func $get-stdout (result i32)))
    (import "" "blocking-write-and-flush" (func $blocking-write-and-flush (param i32 i32 i32 i32)))
    (func (export "run") (result i32)
      (call $blocking-write-and-flush (call $get-stdout) (i32.const 16) (i32.const 13) (i32.const 0))
      (i32.load8_u (i32.const 0))))
  (core instance $main (instantiate $Main (with "" (instance
    (export "memory" (memory $memory "memory"))
    (export "get-stdout" (func $get-stdout))
    (export "blocking-write-and-flush" (func $blocking-write-and-flush))))))
  (func $run (result (result)) (canon lift (core func $main "run")))
  (instance $command (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $command)))
