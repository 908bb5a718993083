;; Opens the file "f", and traps as it drops the file's stream before a pollable of that.
(component
  (import "wasi:io/poll@0.2.0" (instance $poll (export "pollable" (type (sub resource)))))
  (alias export $poll "pollable" (type $Pollable))
  (import "wasi:io/streams@0.2.0" (instance $streams
    (alias outer 1 $Pollable (type $Pollable))
    (export "pollable" (type $pollable (eq $Pollable)))
    (export "input-stream" (type $input (sub resource)))
    (export "[method]input-stream.subscribe"
      (func (param "self" (borrow $input)) (result (own $pollable))))))
  (alias export $streams "input-stream" (type $Input))
  (import "wasi:filesystem/types@0.2.0" (instance $types
    (alias outer 1 $Input (type $Input))
    (export "input-stream" (type $input (eq $Input)))
    (export "descriptor" (type $descriptor (sub resource)))
    (type $code (enum "access" "would-block" "already" "bad-descriptor" "busy" "deadlock" "quota"
      "exist" "file-too-large" "illegal-byte-sequence" "in-progress" "interrupted" "invalid" "io"
      "is-directory" "loop" "too-many-links" "message-size" "name-too-long" "no-device" "no-entry"
      "no-lock" "insufficient-memory" "insufficient-space" "not-directory" "not-empty"
      "not-recoverable" "unsupported" "no-tty" "no-such-device" "overflow" "not-permitted" "pipe"
      "read-only" "invalid-seek" "text-file-busy" "cross-device"))
    (export "error-code" (type $error-code (eq $code)))
    (type $f1 (flags "symlink-follow"))
    (export "path-flags" (type $path-flags (eq $f1)))
    (type $f2 (flags "create" "directory" "exclusive" "truncate"))
    (export "open-flags" (type $open-flags (eq $f2)))
    (type $f3 (flags "read" "write" "file-integrity-sync" "data-integrity-sync"
      "requested-write-sync" "mutate-directory"))
    (export "descriptor-flags" (type $descriptor-flags (eq $f3)))
    (export "[method]descriptor.open-at" (func (param "self" (borrow $descriptor))
      (param "path-flags" $path-flags) (param "path" string) (param "open-flags" $open-flags)
      (param "flags" $descriptor-flags) (result (result (own $descriptor) (error $error-code)))))
    (export "[method]descriptor.read-via-stream" (func (param "self" (borrow $descriptor))
      (param "offset" u64) (result (result (own $input) (error $error-code)))))))
  (alias export $types "descriptor" (type $Descriptor))
  (import "wasi:filesystem/preopens@0.2.0" (instance $preopens
    (alias outer 1 $Descriptor (type $Descriptor))
    (export "descriptor" (type $descriptor (eq $Descriptor)))
    (export "get-directories" (func (result (list (tuple (own $descriptor) string)))))))
  (core module $Memory
    (memory (export "memory") 2)
    (data (i32.const 64) "f")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (select (i32.const 2048) (i32.const 1024) (i32.eq (local.get 2) (i32.const 1)))))
  (core instance $memory (instantiate $Memory))
  (canon lower (func $preopens "get-directories") (memory (core memory $memory "memory"))
    (realloc (core func $memory "realloc")) (core func $get-directories))
  (canon lower (func $types "[method]descriptor.open-at") (memory (core memory $memory "memory")) (core func $open-at))
  (canon lower (func $types "[method]descriptor.read-via-stream") (memory (core memory $memory "memory")) (core func $read-via-stream))
  (canon lower (func $streams "[method]input-stream.subscribe") (core func $subscribe))
  (canon resource.drop $Input (core func $drop))
  (core module $Main
    (import "" "memory" (memory 1))
    (import "" "get-directories" (func $get-directories (param i32)))
    (import "" "open-at" (func $open-at (param i32 i32 i32 i32 i32 i32 i32)))
    (import "" "read-via-stream" (func $read-via-stream (param i32 i64 i32)))
    (import "" "subscribe" (func $subscribe (param i32) (result i32)))
    (import "" "drop" (func $drop (param i32)))
    (func (export "run") (result i32)
      (call $get-directories (i32.const 48))
      (call $open-at (i32.load (i32.load (i32.const 48))) (i32.const 0)
        (i32.const 64) (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 0))
      (if (i32.load8_u (i32.const 0)) (then (return (i32.const 1))))
      (call $read-via-stream (i32.load (i32.const 4)) (i64.const 0) (i32.const 0))
      (drop (call $subscribe (i32.load (i32.const 4))))
      (call $drop (i32.load (i32.const 4)))
      (i32.const 1)))
  (core instance $main (instantiate $Main (with "" (instance
    (export "memory" (memory $memory "memory"))
    (export "get-directories" (func $get-directories))
    (export "open-at" (func $open-at))
    (export "read-via-stream" (func $read-via-stream))
    (export "subscribe" (func $subscribe))
    (export "drop" (func $drop))))))
  (func $run (result (result)) (canon lift (core func $main "run")))
  (instance $command (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $command)))
