;; Calls itself without end, across two components and through the host's side, catching whatever can
;; be caught on the way back and calling on.
(component
  (import "call" (func $call (param "n" u32) (result u32)))
  (component $Inner
    (import "call" (func $call (param "n" u32) (result u32)))
    (canon lower (func $call) (core func $call'))
    (core module $M
      (import "" "call" (func $call (param i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 64))
      (func (export "text") (param i32 i32) (result i32)
        (i32.add (call $call (i32.const 1)) (local.get 1))))
    (core instance $m (instantiate $M (with "" (instance (export "call" (func $call'))))))
    (func (export "text") (param "text" string) (result u32)
      (canon lift (core func $m "text") (memory (core memory $m "memory"))
        (realloc (core func $m "realloc")))))
  (instance $inner (instantiate $Inner (with "call" (func $call))))
  (core module $Memory (memory (export "memory") 1) (data (i32.const 16) "abc"))
  (core instance $memory (instantiate $Memory))
  (canon lower (func $call) (core func $call'))
  (canon lower (func $inner "text") (memory (core memory $memory "memory")) (core func $text))
  (core module $M
    (import "" "call" (func $call (param i32) (result i32)))
    (import "" "text" (func $text (param i32 i32) (result i32)))
    (func $deep (export "host") (param i32) (result i32)
      (drop (call $call (i32.const 1)))
      (block $caught
        (try_table (catch_all $caught) (return (call $deep (local.get 0)))))
      (call $call (i32.const 2)))
    (func $guest (export "guest") (param i32) (result i32)
      (drop (call $text (i32.const 16) (i32.const 3)))
      (block $caught
        (try_table (catch_all $caught) (return (call $guest (local.get 0)))))
      (call $text (i32.const 16) (i32.const 2))))
  (core instance $m (instantiate $M (with "" (instance
    (export "call" (func $call'))
    (export "text" (func $text))))))
  (func (export "host") (param "n" u32) (result u32) (canon lift (core func $m "host")))
  (func (export "guest") (param "n" u32) (result u32) (canon lift (core func $m "guest")))
)
