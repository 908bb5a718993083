;; Calls a function that it has lifted itself, whose allocator grows the memory that the arguments are in.
(component
  (core module $M
    (memory (export "near") 1)
    (memory (export "far") 1)
    (data (memory 0) (i32.const 8) "\01\00\02\00\03\00")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (drop (memory.grow 0 (i32.const 1)))
      (i32.const 16))
    (func (export "sum") (param $at i32) (param $length i32) (result i32)
      (i32.add (i32.load16_u 1 (local.get $at))
        (i32.mul (i32.load16_u 1 offset=4 (local.get $at)) (local.get $length)))))
  (core instance $m (instantiate $M))
  (alias core export $m "near" (core memory $near))
  (alias core export $m "far" (core memory $far))
  (func $sum (param "values" (list u16)) (result u32)
    (canon lift (core func $m "sum") (memory $far) (realloc (core func $m "realloc"))))
  (canon lower (func $sum) (memory $near) (core func $sum'))
  (core module $Caller
    (import "" "sum" (func $sum (param i32 i32) (result i32)))
    (func (export "run") (result i32) (call $sum (i32.const 8) (i32.const 3))))
  (core instance $caller (instantiate $Caller (with "" (instance (export "sum" (func $sum'))))))
  (func (export "run") (result u32) (canon lift (core func $caller "run"))))
