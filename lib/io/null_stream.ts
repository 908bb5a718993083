/**
 * A stream with nothing behind it.
 *
 * @module
 */

import { ALWAYS_READY, type Pollable } from "./pollable.ts";
import { END, type InputStream, type OutputStream } from "./streams.ts";

/** Ends at once when read, and takes whatever is written, as `/dev/null`. */
export class NullStream implements InputStream, OutputStream {
  read(into: Uint8Array): number {
    return into.length === 0 ? 0 : END;
  }

  readv(into: readonly Uint8Array[]): number {
    return into.some((buffer) => buffer.length > 0) ? END : 0;
  }

  write(from: Uint8Array): number {
    return from.length;
  }

  writev(from: readonly Uint8Array[]): number {
    return from.reduce((sum, buffer) => sum + buffer.length, 0);
  }

  subscribe(): Pollable {
    return ALWAYS_READY;
  }
}
