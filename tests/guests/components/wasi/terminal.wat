;; Ends with 1 where standard input is a terminal, 2 standard output, 4 standard error, or their sum.
(component
  (import "wasi:cli/terminal-stdin@0.2.0" (instance $terminal-stdin
    (export "terminal-input" (type $terminal (sub resource)))
    (export "get-terminal-stdin" (func (result (option (own $terminal)))))))
  (import "wasi:cli/terminal-stdout@0.2.0" (instance $terminal-stdout
    (export "terminal-output" (type $terminal (sub resource)))
    (export "get-terminal-stdout" (func (result (option (own $terminal)))))))
  (import "wasi:cli/terminal-stderr@0.2.0" (instance $terminal-stderr
    (export "terminal-output" (type $terminal (sub resource)))
    (export "get-terminal-stderr" (func (result (option (own $terminal)))))))
  (import "wasi:cli/exit@0.2.12" (instance $exit
    (export "exit-with-code" (func (param "status-code" u8)))))
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
  (canon lower (func $terminal-stdin "get-terminal-stdin") (memory (core memory $memory "memory")) (core func $get-terminal-stdin))
  (canon lower (func $terminal-stdout "get-terminal-stdout") (memory (core memory $memory "memory")) (core func $get-terminal-stdout))
  (canon lower (func $terminal-stderr "get-terminal-stderr") (memory (core memory $memory "memory")) (core func $get-terminal-stderr))
  (canon lower (func $exit "exit-with-code") (core func $exit-with-code))
  (core module $Main
    (import "" "memory" (memory 1))
    (import "" "get-terminal-stdin" (func $get-terminal-stdin (param i32)))
    (import "" "get-terminal-stdout" (func $get-terminal-stdout (param i32)))
    (import "" "get-terminal-stderr" (func $get-terminal-stderr (param i32)))
    (import "" "exit-with-code" (func $exit-with-code (param i32)))
    (func (export "run") (result i32)
      (call $get-terminal-stdin (i32.const 0))
      (call $get-terminal-stdout (i32.const 8))
      (call $get-terminal-stderr (i32.const 16))
      (call $exit-with-code
        (i32.or
          (i32.load8_u (i32.const 0))
          (i32.or
            (i32.shl (i32.load8_u (i32.const 8)) (i32.const 1))
            (i32.shl (i32.load8_u (i32.const 16)) (i32.const 2)))))
      unreachable))
  (core instance $main (instantiate $Main (with "" (instance
    (export "memory" (memory $memory "memory"))
    (export "get-terminal-stdin" (func $get-terminal-stdin))
    (export "get-terminal-stdout" (func $get-terminal-stdout))
    (export "get-terminal-stderr" (func $get-terminal-stderr))
    (export "exit-with-code" (func $exit-with-code))))))
  (func $run (result (result)) (canon lift (core func $main "run")))
  (instance $command (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $command)))
