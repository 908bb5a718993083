;; Takes what WASI answers as a u64 for a u32.
(component
  (import "wasi:random/random@0.2.0" (instance $random
    (export "get-random-u64" (func (result u32)))))
  (canon lower (func $random "get-random-u64") (core func $get))
  (core module $Main
    (import "" "get" (func $get (result i32)))
    (func (export "get") (result i32) (call $get)))
  (core instance $main (instantiate $Main (with "" (instance (export "get" (func $get))))))
  (func (export "get") (result u32) (canon lift (core func $main "get"))))
