;; Writes the names in each directory that is granted, a line each.
(component
  (import "wasi:io/streams@0.2.0" (instance $streams
    (export "error" (type $error (sub resource)))
    (type $failure (variant (case "last-operation-failed" (own $error)) (case "closed")))
    (export "stream-error" (type $stream-error (eq $failure)))
    (export "output-stream" (type $output (sub resource)))
    (export "[method]output-stream.blocking-write-and-flush"
      (func (param "self" (borrow $output)) (param "contents" (list u8)) (result (result (error $stream-error)))))))
  (alias export $streams "output-stream" (type $Output))
  (import "wasi:cli/stdout@0.2.0" (instance $stdout
    (alias outer 1 $Output (type $Output))
    (export "output-stream" (type $stream (eq $Output)))
    (export "get-stdout" (func (result (own $stream))))))
  (import "wasi:filesystem/types@0.2.0" (instance $types
    (export "descriptor" (type $descriptor (sub resource)))
    (type $code (enum "access" "would-block" "already" "bad-descriptor" "busy" "deadlock" "quota"
      "exist" "file-too-large" "illegal-byte-sequence" "in-progress" "interrupted" "invalid" "io"
      "is-directory" "loop" "too-many-links" "message-size" "name-too-long" "no-device" "no-entry"
      "no-lock" "insufficient-memory" "insufficient-space" "not-directory" "not-empty"
      "not-recoverable" "unsupported" "no-tty" "no-such-device" "overflow" "not-permitted" "pipe"
      "read-only" "invalid-seek" "text-file-busy" "cross-device"))
    (export "error-code" (type $error-code (eq $code)))
    (export "directory-entry-stream" (type $entries (sub resource)))
    (type $kind (enum "unknown" "block-device" "character-device" "directory" "fifo"
      "symbolic-link" "regular-file" "socket"))
    (export "descriptor-type" (type $descriptor-type (eq $kind)))
    (type $entry (record (field "type" $descriptor-type) (field "name" string)))
    (export "directory-entry" (type $directory-entry (eq $entry)))
    (export "[method]descriptor.read-directory" (func (param "self" (borrow $descriptor))
      (result (result (own $entries) (error $error-code)))))
    (export "[method]directory-entry-stream.read-directory-entry" (func
      (param "self" (borrow $entries))
      (result (result (option $directory-entry) (error $error-code)))))))
  (alias export $types "descriptor" (type $Descriptor))
  (import "wasi:filesystem/preopens@0.2.0" (instance $preopens
    (alias outer 1 $Descriptor (type $Descriptor))
    (export "descriptor" (type $descriptor (eq $Descriptor)))
    (export "get-directories" (func (result (list (tuple (own $descriptor) string)))))))
  (core module $Memory
    (memory (export "memory") 1)
    (data (i32.const 64) "\n")
    (global $next (mut i32) (i32.const 1024))
    ;; Gives memory out and never takes any back.
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
      (global.set $next (i32.add (local.get $at) (local.get 3)))
      (local.get $at)))
  (core instance $memory (instantiate $Memory))
  (canon lower (func $stdout "get-stdout") (core func $get-stdout))
  (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory (core memory $memory "memory")) (core func $blocking-write-and-flush))
  (canon lower (func $preopens "get-directories") (memory (core memory $memory "memory"))
    (realloc (core func $memory "realloc")) (core func $get-directories))
  (canon lower (func $types "[method]descriptor.read-directory") (memory (core memory $memory "memory")) (core func $read-directory))
  (canon lower (func $types "[method]directory-entry-stream.read-directory-entry") (memory (core memory $memory "memory"))
    (realloc (core func $memory "realloc")) (core func $read-directory-entry))
  (core module $Main
    (import "" "memory" (memory 1))
    (import "" "get-stdout" (func $get-stdout (result i32)))
    (import "" "blocking-write-and-flush" (func $blocking-write-and-flush (param i32 i32 i32 i32)))
    (import "" "get-directories" (func $get-directories (param i32)))
    (import "" "read-directory" (func $read-directory (param i32 i32)))
    (import "" "read-directory-entry" (func $read-directory-entry (param i32 i32)))
    (func $write (param $out i32) (param $text i32) (param $length i32)
      (call $blocking-write-and-flush
        (local.get $out) (local.get $text) (local.get $length) (i32.const 0))
      (if (i32.load8_u (i32.const 0)) (then unreachable)))
    (func $list (param $out i32) (param $directory i32)
      (local $entries i32)
      (call $read-directory (local.get $directory) (i32.const 0))
      (if (i32.load8_u (i32.const 0)) (then unreachable))
      (local.set $entries (i32.load (i32.const 4)))
      (block $end
        (loop $more
          (call $read-directory-entry (local.get $entries) (i32.const 0))
          (if (i32.load8_u (i32.const 0)) (then unreachable))
          (br_if $end (i32.eqz (i32.load8_u (i32.const 4))))
          (call $write (local.get $out) (i32.load (i32.const 12)) (i32.load (i32.const 16)))
          (call $write (local.get $out) (i32.const 64) (i32.const 1))
          (br $more))))
    (func (export "run") (result i32)
      (local $out i32) (local $at i32) (local $end i32)
      (local.set $out (call $get-stdout))
      (call $get-directories (i32.const 32))
      (local.set $at (i32.load (i32.const 32)))
      (local.set $end
        (i32.add (local.get $at) (i32.mul (i32.load (i32.const 36)) (i32.const 12))))
      (block $done
        (loop $next
          (br_if $done (i32.eq (local.get $at) (local.get $end)))
          (call $list (local.get $out) (i32.load (local.get $at)))
          (local.set $at (i32.add (local.get $at) (i32.const 12)))
          (br $next)))
      (i32.const 0)))
  (core instance $main (instantiate $Main (with "" (instance
    (export "memory" (memory $memory "memory"))
    (export "get-stdout" (func $get-stdout))
    (export "blocking-write-and-flush" (func $blocking-write-and-flush))
    (export "get-directories" (func $get-directories))
    (export "read-directory" (func $read-directory))
    (export "read-directory-entry" (func $read-directory-entry))))))
  (func $run (result (result)) (canon lift (core func $main "run")))
  (instance $command (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $command)))
