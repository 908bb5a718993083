/**
 * What is in no file system, with the status that a descriptor must have.
 *
 * @module
 */

import { WasiError } from "../errors.ts";
import type { U64 } from "../io/offset.ts";
import type { Node } from "./node.ts";
import type { FileType, NewTime, Stat } from "./stat.ts";

/** Such a node. It holds nothing that must be closed. */
export abstract class AnonymousNode implements Node {
  readonly type: FileType;
  readonly #inode: U64;

  /** @param inode tells it from the other such nodes of the same guest */
  constructor(type: FileType, inode: U64) {
    this.type = type;
    this.#inode = inode;
  }

  stat(): Stat {
    return {
      device: 0,
      inode: this.#inode,
      type: this.type,
      links: 1,
      size: 0,
      accessed: 0n,
      modified: 0n,
      changed: 0n,
    };
  }

  setTimes(_accessed: NewTime, _modified: NewTime): void {
    throw new WasiError("not-permitted");
  }

  /** As fsync(2) answers for a pipe, a terminal and a socket. */
  sync(): void {
    throw new WasiError("invalid");
  }

  syncData(): void {
    this.sync();
  }

  [Symbol.dispose](): void {}
}
