;; Functions of all number types, for --invoke; neither a memory nor an `_initialize`.
(module
  (func (export "i32") (param i32) (result i32) (local.get 0))
  (func (export "i64") (param i64) (result i64) (local.get 0))
  (func (export "f32") (param f32) (result f32) (local.get 0))
  (func (export "f64") (param f64) (result f64) (local.get 0))
  (func (export "reversed") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
    (local.get 3) (local.get 2) (local.get 1) (local.get 0))
  (func (export "nothing"))
  (func (export "is negative") (param f64) (result i32)
    (i64.lt_s (i64.reinterpret_f64 (local.get 0)) (i64.const 0)))
  (func (export "takes a vector") (param v128))
  (func (export "gives a reference") (result externref) (ref.null extern))
  (global (export "number") i32 (i32.const 7)))
