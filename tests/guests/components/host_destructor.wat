;; A resource whose destructor is a function of the host's, with no code of the guest's around it.
(component
  (import "gone" (func $gone (param "rep" u32)))
  (canon lower (func $gone) (core func $gone'))
  (type $thing' (resource (rep i32) (dtor (core func $gone'))))
  (export $thing "thing" (type $thing'))
  (canon resource.new $thing' (core func $new))
  (func (export "[constructor]thing") (param "n" u32) (result (own $thing))
    (canon lift (core func $new))))
