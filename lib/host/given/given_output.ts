/**
 * What an embedding program handed over to be written, as a stream.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { PumpedOutput } from "../../io/pumped_output.ts";
import type { OutputStream } from "../../io/streams.ts";
import { BlockingOutput, type Sink } from "../portable/blocking_stream.ts";
import type { ByteSink, ByteWriterSync } from "./byte_source.ts";
import { givenFailure } from "./given_failure.ts";
import { isRegularFile } from "./regular_file.ts";
import { WritableWriter } from "./writable_writer.ts";

/** A stream, and what becomes of its sink when it is written no more. */
export interface GivenOutput {
  readonly stream: OutputStream;
  /** Resolves when all that was written has arrived, or never will. */
  close(): Promise<void>;
  /** Gives up what has not arrived. */
  abort(): void;
}

/**
 * The stream of a sink; undefined for what cannot be written.
 *
 * @throws SluiceError status 2 for a stream that is locked
 */
export function givenOutput(sink: ByteSink | object): GivenOutput | undefined {
  if ("getWriter" in sink) return intoWritable(sink, false);
  if ("write" in sink && !isRegularFile(sink)) {
    const stream = new PumpedOutput(sink, givenFailure);
    return { stream, close: () => stream.flush(), abort: () => {} };
  }
  if ("writeSync" in sink) {
    const stream = new BlockingOutput(checked(sink));
    return { stream, close: () => Promise.resolve(), abort: () => {} };
  }
  if ("writable" in sink) return intoWritable(sink.writable, sink.preventClose ?? false);
  return undefined;
}

function intoWritable(sink: WritableStream<Uint8Array>, preventClose: boolean): GivenOutput {
  const writer = new WritableWriter(sink);
  const stream = new PumpedOutput(writer);
  return {
    stream,
    async close() {
      await stream.flush();
      await (preventClose ? writer.release() : writer.close());
    },
    abort: () => preventClose ? writer.letGo() : writer.abort(),
  };
}

/** What does not keep to the contract must not look like our own answers, which are below 0. */
function checked(writer: ByteWriterSync): Sink {
  return {
    writeSync(from) {
      try {
        const count = writer.writeSync(from as Uint8Array<ArrayBuffer>);
        if ((count > 0 || from.length === 0) && count <= from.length) return count;
      } catch (error) {
        if (error instanceof Deno.errors.WouldBlock) throw error;
        throw givenFailure(error);
      }
      throw new WasiError("io");
    },
  };
}
