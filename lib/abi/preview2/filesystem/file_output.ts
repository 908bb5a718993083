/**
 * Files as output streams.
 *
 * @module
 */

import type { File } from "../../../filesystem/node.ts";
import { advance, type Offset } from "../../../io/offset.ts";
import { ALWAYS_READY, type Pollable } from "../../../io/pollable.ts";
import { eachBuffer, type OutputStream } from "../../../io/streams.ts";
import type { SharedNode } from "./shared_node.ts";

/**
 * Writes from an offset on, or always to the end: several of each kind can be at work on one file, which
 * is told before each write which of them it serves.
 */
export class FileOutput implements OutputStream {
  readonly #file: SharedNode<File>;
  #position: Offset | "end";

  constructor(file: SharedNode<File>, position: Offset | "end") {
    this.#file = file;
    this.#position = position;
  }

  write(from: Uint8Array): number {
    const position = this.#position;
    this.#file.setAppending(position === "end");
    if (position === "end") return this.#file.node.append(from);
    const count = this.#file.node.writeAt(from, position);
    this.#position = advance(position, count);
    return count;
  }

  writev(from: readonly Uint8Array[]): number {
    return eachBuffer(from, (buffer) => this.write(buffer));
  }

  subscribe(): Pollable {
    return ALWAYS_READY;
  }
}
