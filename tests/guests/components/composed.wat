;; Two components: the outer one calls the inner one, which waits in an import and in a destructor.
(component
  (import "wait" (func $wait (param "what" u32) (result u32)))
  (component $Inner
    (import "wait" (func $wait (param "what" u32) (result u32)))
    (canon lower (func $wait) (core func $wait'))
    (core module $Destructor
      (import "" "wait" (func $wait (param i32) (result i32)))
      (func (export "destroy") (param i32) (drop (call $wait (local.get 0)))))
    (core instance $destructor (instantiate $Destructor
      (with "" (instance (export "wait" (func $wait'))))))
    (type $thing' (resource (rep i32) (dtor (core func $destructor "destroy"))))
    (export $thing "thing" (type $thing'))
    (canon resource.new $thing' (core func $new))
    (core module $M
      (import "" "wait" (func $wait (param i32) (result i32)))
      (import "" "new" (func $new (param i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
      (func (export "make") (param i32) (result i32) (call $new (local.get 0)))
      (func (export "use") (param $rep i32) (param $text i32) (param $length i32) (result i32)
        (i32.add
          (call $wait (i32.add (local.get $rep) (local.get $length)))
          (i32.load8_u (local.get $text)))))
    (core instance $m (instantiate $M (with "" (instance
      (export "wait" (func $wait'))
      (export "new" (func $new))))))
    (func (export "make") (param "rep" u32) (result (own $thing)) (canon lift (core func $m "make")))
    (func (export "use") (param "thing" (borrow $thing)) (param "text" string) (result u32)
      (canon lift (core func $m "use") (memory (core memory $m "memory"))
        (realloc (core func $m "realloc")))))
  (component $Outer
    (import "inner" (instance $inner
      (export "thing" (type $thing (sub resource)))
      (export "make" (func (param "rep" u32) (result (own $thing))))
      (export "use" (func (param "thing" (borrow $thing)) (param "text" string) (result u32)))))
    (core module $Memory (memory (export "memory") 1) (data (i32.const 64) "A\00B\00"))
    (core instance $memory (instantiate $Memory))
    (alias export $inner "thing" (type $thing))
    (canon resource.drop $thing (core func $drop))
    (canon lower (func $inner "make") (core func $make))
    (canon lower (func $inner "use") (memory (core memory $memory "memory"))
      string-encoding=utf16 (core func $use))
    (core module $M
      (import "" "make" (func $make (param i32) (result i32)))
      (import "" "use" (func $use (param i32 i32 i32) (result i32)))
      (import "" "drop" (func $drop (param i32)))
      (func (export "run") (result i32)
        (local $thing i32) (local $result i32)
        (local.set $thing (call $make (i32.const 10)))
        (local.set $result (call $use (local.get $thing) (i32.const 64) (i32.const 2)))
        (call $drop (local.get $thing))
        (local.get $result))
      (func (export "churn") (param $times i32)
        (loop $again
          (call $drop (call $make (i32.const 0)))
          (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))))
    (core instance $m (instantiate $M (with "" (instance
      (export "make" (func $make)) (export "use" (func $use)) (export "drop" (func $drop))))))
    (func (export "run") (result u32) (canon lift (core func $m "run")))
    (func (export "churn") (param "times" u32) (canon lift (core func $m "churn"))))
  (instance $inner (instantiate $Inner (with "wait" (func $wait))))
  (instance $outer (instantiate $Outer (with "inner" (instance $inner))))
  (export "run" (func $outer "run"))
  (export "churn" (func $outer "churn"))
)
