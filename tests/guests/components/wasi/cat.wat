;; Moves everything from standard input to standard output.
(component
  (import "wasi:io/streams@0.2.0" (instance $streams
    (export "error" (type $error (sub resource)))
    (type $failure (variant (case "last-operation-failed" (own $error)) (case "closed")))
    (export "stream-error" (type $stream-error (eq $failure)))
    (export "input-stream" (type $input (sub resource)))
    (export "output-stream" (type $output (sub resource)))
    (export "[method]output-stream.blocking-splice"
      (func (param "self" (borrow $output)) (param "src" (borrow $input)) (param "len" u64) (result (result u64 (error $stream-error)))))))
  (alias export $streams "input-stream" (type $Input))
  (alias export $streams "output-stream" (type $Output))
  (import "wasi:cli/stdin@0.2.0" (instance $stdin
    (alias outer 1 $Input (type $Input))
    (export "input-stream" (type $stream (eq $Input)))
    (export "get-stdin" (func (result (own $stream))))))
  (import "wasi:cli/stdout@0.2.0" (instance $stdout
    (alias outer 1 $Output (type $Output))
    (export "output-stream" (type $stream (eq $Output)))
    (export "get-stdout" (func (result (own $stream))))))
  (core module $Memory
    (memory (export "memory") 1)
    (global $next (mut i32) (i32.const 1024))
    ;; Gives memory out and never takes any back.
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
      (global.set $next (i32.add (local.get $at) (local.get 3)))
      (local.get $at)))
  (core instance $memory (instantiate $Memory))
  (canon lower (func $stdin "get-stdin") (core func $get-stdin))
  (canon lower (func $stdout "get-stdout") (core func $get-stdout))
  (canon lower (func $streams "[method]output-stream.blocking-splice") (memory (core memory $memory "memory"))
    (realloc (core func $memory "realloc")) (core func $blocking-splice))
  (core module $Main
    (import "" "memory" (memory 1))
    (import "" "get-stdin" (func $get-stdin (result i32)))
    (import "" "get-stdout" (func $get-stdout (result i32)))
    (import "" "blocking-splice" (func $blocking-splice (param i32 i32 i64 i32)))
    (func (export "run") (result i32)
      (local $in i32) (local $out i32)
      (local.set $in (call $get-stdin))
      (local.set $out (call $get-stdout))
      (loop $more
        (call $blocking-splice (local.get $out) (local.get $in) (i64.const -1) (i32.const 0))
        (br_if $more (i32.eqz (i32.load8_u (i32.const 0)))))
      ;; It ends well where the input is closed.
      (i32.ne (i32.load8_u (i32.const 8)) (i32.const 1))))
  (core instance $main (instantiate $Main (with "" (instance
    (export "memory" (memory $memory "memory"))
    (export "get-stdin" (func $get-stdin))
    (export "get-stdout" (func $get-stdout))
    (export "blocking-splice" (func $blocking-splice))))))
  (func $run (result (result)) (canon lift (core func $main "run")))
  (instance $command (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $command)))
