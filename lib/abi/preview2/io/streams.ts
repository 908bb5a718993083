/**
 * `wasi:io/streams`.
 *
 * @module
 */

import { type Interface, interfaceOf } from "../interface.ts";
import { IoError } from "./error.ts";
import { InputStream } from "./input_stream.ts";
import { OutputStream } from "./output_stream.ts";
import { Pollable } from "./poll.ts";

const WAITING = [
  "[method]input-stream.read",
  "[method]input-stream.blocking-read",
  "[method]input-stream.skip",
  "[method]input-stream.blocking-skip",
  "[method]output-stream.check-write",
  "[method]output-stream.write",
  "[method]output-stream.blocking-write-and-flush",
  "[method]output-stream.blocking-flush",
  "[method]output-stream.write-zeroes",
  "[method]output-stream.blocking-write-zeroes-and-flush",
  "[method]output-stream.splice",
  "[method]output-stream.blocking-splice",
];

/** The interface. */
export function streams(): Interface {
  return interfaceOf({
    "[method]input-stream.read": [
      "func(borrow<input-stream>, u64) -> result<list<u8>, stream-error>",
      (self: InputStream, length: bigint) => self.read(length),
    ],
    "[method]input-stream.blocking-read": [
      "func(borrow<input-stream>, u64) -> result<list<u8>, stream-error>",
      (self: InputStream, length: bigint) => self.blockingRead(length),
    ],
    "[method]input-stream.skip": [
      "func(borrow<input-stream>, u64) -> result<u64, stream-error>",
      (self: InputStream, length: bigint) => self.skip(length),
    ],
    "[method]input-stream.blocking-skip": [
      "func(borrow<input-stream>, u64) -> result<u64, stream-error>",
      (self: InputStream, length: bigint) => self.blockingSkip(length),
    ],
    "[method]input-stream.subscribe": [
      "func(borrow<input-stream>) -> own<pollable>",
      (self: InputStream) => self.subscribe(),
    ],
    "[method]output-stream.check-write": [
      "func(borrow<output-stream>) -> result<u64, stream-error>",
      (self: OutputStream) => self.checkWrite(),
    ],
    "[method]output-stream.write": [
      "func(borrow<output-stream>, list<u8>) -> result<_, stream-error>",
      (self: OutputStream, contents: Uint8Array) => self.write(contents),
    ],
    "[method]output-stream.blocking-write-and-flush": [
      "func(borrow<output-stream>, list<u8>) -> result<_, stream-error>",
      (self: OutputStream, contents: Uint8Array) => self.blockingWriteAndFlush(contents),
    ],
    "[method]output-stream.flush": [
      "func(borrow<output-stream>) -> result<_, stream-error>",
      (self: OutputStream) => self.flush(),
    ],
    "[method]output-stream.blocking-flush": [
      "func(borrow<output-stream>) -> result<_, stream-error>",
      (self: OutputStream) => self.blockingFlush(),
    ],
    "[method]output-stream.subscribe": [
      "func(borrow<output-stream>) -> own<pollable>",
      (self: OutputStream) => self.subscribe(),
    ],
    "[method]output-stream.write-zeroes": [
      "func(borrow<output-stream>, u64) -> result<_, stream-error>",
      (self: OutputStream, length: bigint) => self.writeZeroes(length),
    ],
    "[method]output-stream.blocking-write-zeroes-and-flush": [
      "func(borrow<output-stream>, u64) -> result<_, stream-error>",
      (self: OutputStream, length: bigint) => self.blockingWriteZeroesAndFlush(length),
    ],
    "[method]output-stream.splice": [
      "func(borrow<output-stream>, borrow<input-stream>, u64) -> result<u64, stream-error>",
      (self: OutputStream, from: InputStream, length: bigint) => self.splice(from, length),
    ],
    "[method]output-stream.blocking-splice": [
      "func(borrow<output-stream>, borrow<input-stream>, u64) -> result<u64, stream-error>",
      (self: OutputStream, from: InputStream, length: bigint) => self.blockingSplice(from, length),
    ],
  }, {
    "error": IoError,
    "input-stream": InputStream,
    "output-stream": OutputStream,
    "pollable": Pollable,
  }, WAITING);
}
