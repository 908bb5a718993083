/**
 * A stream that no operating system knows of, with the status that a descriptor must have.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import type { InputStream, OutputStream } from "../io/streams.ts";
import type { StreamNode } from "./node.ts";
import type { FileType, NewTime, Stat } from "./stat.ts";

/** The streams of which a {@linkcode PlainStream} consists. */
export interface StreamEnds {
  readonly input?: InputStream;
  readonly output?: OutputStream;
}

/** Such a stream. It holds nothing that must be closed. */
export class PlainStream implements StreamNode {
  readonly kind = "stream";
  readonly type: FileType;
  readonly input?: InputStream;
  readonly output?: OutputStream;
  readonly #inode: bigint;

  /**
   * @param inode tells it from the other streams of the same guest
   */
  constructor(ends: StreamEnds, inode: bigint, type: FileType = "unknown") {
    this.type = type;
    if (ends.input !== undefined) this.input = ends.input;
    if (ends.output !== undefined) this.output = ends.output;
    this.#inode = inode;
  }

  stat(): Stat {
    return {
      device: 0n,
      inode: this.#inode,
      type: this.type,
      links: 1n,
      size: 0n,
      accessed: 0n,
      modified: 0n,
      changed: 0n,
    };
  }

  setTimes(_accessed: NewTime, _modified: NewTime): void {
    throw new WasiError("not-permitted");
  }

  sync(): void {
    throw new WasiError("invalid");
  }

  syncData(): void {
    throw new WasiError("invalid");
  }

  [Symbol.dispose](): void {}
}
