;; Exports what it imports, through no core module: what is lifted is no function of wasm.
(component
  (import "wasi:random/random@0.2.0" (instance $random
    (export "get-random-u64" (func (result u64)))))
  (canon lower (func $random "get-random-u64") (core func $get))
  (func (export "get") (result u64) (canon lift (core func $get)))
  (export "import" (func $random "get-random-u64")))
