/**
 * Local face of `@std/streams`: the code is the real one, the types are declared here.
 *
 * @module
 */
// deno-lint-ignore no-import-prefix
import * as real from "npm:deno-std@1.4.0/streams/mod.js";

/** What a text source may give: text, or the bytes of it. */
type TextStream = ReadableStream<string> | ReadableStream<Uint8Array>;

/** A transform that cuts text into lines. */
export const TextLineStream: new (options?: { readonly allowCR?: boolean }) => TransformStream<
  string,
  string
> = real.TextLineStream;
/** A transform that ends, or fails if `error` asks for it, before more than `size` bytes passed. */
export const LimitedBytesTransformStream: new (
  size: number,
  options?: { readonly error?: boolean },
) => TransformStream<Uint8Array, Uint8Array> = real.LimitedBytesTransformStream;
/** A stream of everything in the streams, one after the other. */
export const concatReadableStreams: <T>(
  ...streams: ReadableStream<T>[]
) => ReadableStream<T> = real.concatReadableStreams;
/** A stream of everything in the streams, as it comes. */
export const mergeReadableStreams: <T>(
  ...streams: ReadableStream<T>[]
) => ReadableStream<T> = real.mergeReadableStreams;
/** Everything in a stream, as one buffer. */
export const toArrayBuffer: (stream: ReadableStream<Uint8Array>) => Promise<ArrayBuffer> =
  real.toArrayBuffer;
/** Everything in a stream, as bytes. */
export const toBytes: (stream: ReadableStream<Uint8Array>) => Promise<Uint8Array<ArrayBuffer>> =
  real.toBytes;
/** Everything in a stream, parsed as JSON. */
export const toJson: (stream: TextStream) => Promise<unknown> = real.toJson;
/** Everything in a stream, as text. */
export const toText: (stream: TextStream) => Promise<string> = real.toText;
