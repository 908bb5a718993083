;; A resource for the host, whose destructor waits.
(component
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
  (func (export "[constructor]thing") (param "what" u32) (result (own $thing))
    (canon lift (core func $new)))
)
