;; Takes standard input for a pollable.
(component
  (import "wasi:io/poll@0.2.0" (instance $poll
    (export "pollable" (type $pollable (sub resource)))))
  (alias export $poll "pollable" (type $Pollable))
  (import "wasi:cli/stdin@0.2.0" (instance $stdin
    (alias outer 1 $Pollable (type $Pollable))
    (export "input-stream" (type $stream (eq $Pollable)))
    (export "get-stdin" (func (result (own $stream))))))
  (canon lower (func $stdin "get-stdin") (core func $get))
  (core module $Main
    (import "" "get" (func $get (result i32)))
    (func (export "get") (result i32) (call $get)))
  (core instance $main (instantiate $Main (with "" (instance (export "get" (func $get))))))
  (func (export "get") (result u32) (canon lift (core func $main "get"))))
