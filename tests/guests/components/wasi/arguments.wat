;; Writes its arguments and its environment, a line each, and ends with their number.
(component
  (import "wasi:io/streams@0.2.0" (instance $streams
    (export "error" (type $error (sub resource)))
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
  (import "wasi:cli/environment@0.2.12" (instance $environment
    (export "get-environment" (func (result (list (tuple string string)))))
    (export "get-arguments" (func (result (list string))))))
  (import "wasi:cli/exit@0.2.12" (instance $exit
    (export "exit-with-code" (func (param "status-code" u8)))))
  (core module $Memory
    (memory (export "memory") 1)
    (data (i32.const 64) "\n=")
    (global $next (mut i32) (i32.const 1024))
    ;; Gives memory out and never takes any back.
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
      (global.set $next (i32.add (local.get $at) (local.get 3)))
      (local.get $at)))
  (core instance $memory (instantiate $Memory))
  (canon lower (func $stdout "get-stdout") (core func $get-stdout))
  (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory (core memory $memory "memory")) (core func $blocking-write-and-flush))
  (canon lower (func $environment "get-environment") (memory (core memory $memory "memory"))
    (realloc (core func $memory "realloc")) (core func $get-environment))
  (canon lower (func $environment "get-arguments") (memory (core memory $memory "memory"))
    (realloc (core func $memory "realloc")) (core func $get-arguments))
  (canon lower (func $exit "exit-with-code") (core func $exit-with-code))
  (core module $Main
    (import "" "memory" (memory 1))
    (import "" "get-stdout" (func $get-stdout (result i32)))
    (import "" "blocking-write-and-flush" (func $blocking-write-and-flush (param i32 i32 i32 i32)))
    (import "" "get-environment" (func $get-environment (param i32)))
    (import "" "get-arguments" (func $get-arguments (param i32)))
    (import "" "exit-with-code" (func $exit-with-code (param i32)))
    (global $out (mut i32) (i32.const 0))
    (func $write (param $text i32) (param $length i32)
      (call $blocking-write-and-flush
        (global.get $out) (local.get $text) (local.get $length) (i32.const 0)))
    ;; Writes lists of one or two strings each.
    (func $lines (param $at i32) (param $count i32) (param $strings i32)
      (block $done
        (loop $next
          (br_if $done (i32.eqz (local.get $count)))
          (call $write (i32.load (local.get $at)) (i32.load offset=4 (local.get $at)))
          (if (i32.eq (local.get $strings) (i32.const 2)) (then
            (call $write (i32.const 65) (i32.const 1))
            (call $write (i32.load offset=8 (local.get $at)) (i32.load offset=12 (local.get $at)))))
          (call $write (i32.const 64) (i32.const 1))
          (local.set $at
            (i32.add (local.get $at) (i32.mul (local.get $strings) (i32.const 8))))
          (local.set $count (i32.sub (local.get $count) (i32.const 1)))
          (br $next))))
    (func (export "run") (result i32)
      (global.set $out (call $get-stdout))
      (call $get-arguments (i32.const 32))
      (call $get-environment (i32.const 40))
      (call $lines (i32.load (i32.const 32)) (i32.load (i32.const 36)) (i32.const 1))
      (call $lines (i32.load (i32.const 40)) (i32.load (i32.const 44)) (i32.const 2))
      (call $exit-with-code
        (i32.add (i32.load (i32.const 36)) (i32.load (i32.const 44))))
      unreachable))
  (core instance $main (instantiate $Main (with "" (instance
    (export "memory" (memory $memory "memory"))
    (export "get-stdout" (func $get-stdout))
    (export "blocking-write-and-flush" (func $blocking-write-and-flush))
    (export "get-environment" (func $get-environment))
    (export "get-arguments" (func $get-arguments))
    (export "exit-with-code" (func $exit-with-code))))))
  (func $run (result (result)) (canon lift (core func $main "run")))
  (instance $command (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $command)))
