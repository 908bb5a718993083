;; Its core module waits in its start function.
(component
  (import "wait" (func $wait (param "what" u32) (result u32)))
  (canon lower (func $wait) (core func $wait'))
  (core module $M
    (import "" "wait" (func $wait (param i32) (result i32)))
    (global $answer (mut i32) (i32.const 0))
    (func $start (global.set $answer (call $wait (i32.const 3))))
    (start $start)
    (func (export "answer") (result i32) (global.get $answer)))
  (core instance $m (instantiate $M (with "" (instance (export "wait" (func $wait'))))))
  (func (export "answer") (result u32) (canon lift (core func $m "answer")))
)
