;; One of each definition and type that the decoder reads; it is not meant to be run.
(component
  ;; types of values, each under a name
  (type $point' (record (field "x" s8) (field "y" u16)))
  (import "point" (type $point (eq $point')))
  (type $shape' (variant (case "circle" f32) (case "square" $point) (case "none")))
  (import "shape" (type $shape (eq $shape')))
  (type $colour' (enum "red" "deep-blue"))
  (import "colour" (type $colour (eq $colour')))
  (type $access' (flags "read" "write"))
  (import "access" (type $access (eq $access')))
  (type $bytes (list u8))
  (type $pair (tuple char string))
  (type $maybe (option $pair))
  (type $outcome (result $bytes (error $colour)))

  ;; an interface with a resource, and one that uses it
  (import "test:things/store@1.2.3-rc.1+build" (instance $store
    (export "item" (type $item (sub resource)))
    (export "again" (type (eq $item)))
    (type $error' (variant (case "gone") (case "other" string)))
    (export "error" (type $error (eq $error')))
    (export "[constructor]item" (func (param "name" string) (result (own $item))))
    (export "[method]item.read" (func (param "self" (borrow $item)) (param "at" u64)
      (result (result (list u8) (error $error)))))
    (export "[static]item.merge" (func (param "a" (own $item)) (param "b" (own $item))))
  ))
  (alias export $store "item" (type $item))
  (alias export $store "error" (type $store-error))
  (import "test:things/user" (instance $user
    (export "item" (type $i (eq $item)))
    (export "error" (type $e (eq $store-error)))
    (export "take" (func (param "item" (own $i)) (result (option $e))))
  ))
  (import "plain" (instance (export "f" (func (param "a" bool) (param "b" s16)))))
  (import "give" (func $give (param "shape" $shape) (param "access" $access) (result $outcome)))
  (import "late" (func $late (result (tuple s32 s64 f64))))

  ;; core types, and a module that is imported by one
  (core type $unary (func (param i32) (result i32)))
  (core type $module-type (module
    (alias outer 1 $unary (type $u))
    (import "env" "f" (func (type $u)))
    (import "env" "t" (table 1 2 funcref))
    (import "env" "g" (global (mut i64)))
    (export "m" (memory 1))
  ))
  (import "given" (core module $given (type $module-type)))

  ;; core modules and instances
  (core module $libc
    (memory (export "memory") 1)
    (table (export "table") 1 2 funcref)
    (global (export "global") (mut i64) (i64.const 0))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) unreachable)
    (func (export "f") (param i32) (result i32) local.get 0)
    (func (export "after") (param i32))
    (func (export "drop") (param i32))
  )
  (core instance $libc (instantiate $libc))
  (alias core export $libc "memory" (core memory $memory))
  (alias core export $libc "realloc" (core func $realloc))
  (alias core export $libc "f" (core func $f))
  (alias core export $libc "drop" (core func $drop))
  (core instance $env (export "f" (func $f))
    (export "t" (table $libc "table")) (export "g" (global $libc "global")))
  (core instance (instantiate $given (with "env" (instance $env))))

  ;; resources, and functions lifted and lowered
  (type $own-kind (resource (rep i32) (dtor (core func $drop))))
  (core func $new (canon resource.new $own-kind))
  (core func $rep (canon resource.rep $own-kind))
  (core func $let-go (canon resource.drop $item))
  (core func $lowered (canon lower (func $give)
    (memory (core memory $memory)) (realloc (core func $realloc)) string-encoding=utf16))
  (core func $lowered-late (canon lower (func $late) (memory (core memory $memory))))
  (export $kind "kind" (type $own-kind))
  (func $self (param "self" (borrow $kind)) (result u32) (canon lift (core func $f)))
  (func $text (param "flag" u32) (result string)
    (canon lift (core func $f) (memory (core memory $memory)) (realloc (core func $realloc))
      (post-return (core func $libc "after")) string-encoding=latin1+utf16))
  (export "[method]kind.measure" (func $self)
    (func (param "self" (borrow $kind)) (result u32)))

  ;; nested components, instances and aliases outwards
  (component $inner
    (alias outer 1 $bytes (type $b))
    (alias outer 1 $libc (core module $again))
    (core instance (instantiate $again))
    (import "item" (type $it (sub resource)))
    (import "make" (func $make (param "name" string) (result (own $it))))
    (import "sub" (component $sub (import "x" (func)) (export "y" (instance))))
    (type (component (alias outer 2 $pair (type $p)) (export "p" (type (eq $p)))))
    (export "made" (type $it))
    (export "make" (func $make))
  )
  (component $sub (import "x" (func)) (instance $none) (export "y" (instance $none)))
  (alias export $store "[constructor]item" (func $make))
  (instance $inner (instantiate $inner
    (with "item" (type $item)) (with "make" (func $make)) (with "sub" (component $sub))))
  (instance $bag (export "text" (func $text)) (export "nested" (instance $inner)))

  ;; exports, with and without a type
  (export "bag" (instance $bag))
  (export "test:things/out@0.1.0" (instance $bag) (instance (export "text"
    (func (param "flag" u32) (result string)))))
  (export "text" (func $text))
  (export "sub" (component $sub))
  (export "libc" (core module $libc))
  (export "maybe" (type $maybe))
)
