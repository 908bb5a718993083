/**
 * What an embedding program handed over to be read, as a stream.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { PumpedInput } from "../../io/pumped_input.ts";
import type { InputStream } from "../../io/streams.ts";
import { BlockingInput, type Source } from "../portable/blocking_stream.ts";
import type { ByteReaderSync, ByteSource } from "./byte_source.ts";
import { givenFailure } from "./given_failure.ts";
import { isRegularFile } from "./regular_file.ts";
import { ReadableReader } from "./readable_reader.ts";

/** A stream, and what becomes of its source when it is read no more. */
export interface GivenInput {
  readonly stream: InputStream;
  close(): void;
}

/**
 * The stream of a source; undefined for what cannot be read.
 *
 * @throws SluiceError status 2 for a stream that is locked
 */
export function givenInput(source: ByteSource | object): GivenInput | undefined {
  if ("getReader" in source) return fromReadable(source, false);
  if ("read" in source && !isRegularFile(source)) {
    return { stream: new PumpedInput(source, givenFailure), close: () => {} };
  }
  if ("readSync" in source) {
    return { stream: new BlockingInput(checked(source)), close: () => {} };
  }
  if ("readable" in source) return fromReadable(source.readable, source.preventCancel ?? false);
  return undefined;
}

function fromReadable(stream: ReadableStream<Uint8Array>, preventCancel: boolean): GivenInput {
  const reader = new ReadableReader(stream);
  return {
    stream: new PumpedInput(reader),
    close: () => preventCancel ? reader.release() : reader.cancel(),
  };
}

/** What does not keep to the contract must not look like our own answers, which are below 0. */
function checked(reader: ByteReaderSync): Source {
  return {
    readSync(into) {
      try {
        const count = reader.readSync(into as Uint8Array<ArrayBuffer>);
        if (count === null || (count > 0 && count <= into.length) || into.length === 0) {
          return count;
        }
      } catch (error) {
        if (error instanceof Deno.errors.WouldBlock) throw error;
        throw givenFailure(error);
      }
      throw new WasiError("io");
    },
  };
}
