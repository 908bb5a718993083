/**
 * `wasi:cli/stdin`, `stdout` and `stderr`.
 *
 * @module
 */

import { NullStream } from "../../../io/null_stream.ts";
import type { Context, Standard } from "../context.ts";
import { type Interface, interfaceOf } from "../interface.ts";
import { Flusher } from "../io/flushing.ts";
import { InputStream } from "../io/input_stream.ts";
import { OutputStream } from "../io/output_stream.ts";
import type { OutputStream as Output } from "../../../io/streams.ts";

/** `wasi:cli/stdin`. */
export function stdin(context: Context): Interface {
  const { stream = new NullStream() } = context.stdin;
  return interfaceOf({
    "get-stdin": ["func() -> own<input-stream>", () => new InputStream(context, stream)],
  }, { "input-stream": InputStream });
}

/** `wasi:cli/stdout`. */
export function stdout(context: Context): Interface {
  return outputOf("get-stdout", context, context.stdout);
}

/** `wasi:cli/stderr`. */
export function stderr(context: Context): Interface {
  return outputOf("get-stderr", context, context.stderr);
}

function outputOf(
  name: string,
  context: Context,
  { stream = new NullStream() }: Standard<Output>,
): Interface {
  const flusher = new Flusher(stream);
  return interfaceOf({
    [name]: [
      "func() -> own<output-stream>",
      () => new OutputStream(context, stream, undefined, flusher),
    ],
  }, { "output-stream": OutputStream });
}
