/**
 * A stream that no operating system knows of.
 *
 * @module
 */

import type { U64 } from "../io/offset.ts";
import type { InputStream, OutputStream } from "../io/streams.ts";
import { AnonymousNode } from "./anonymous_node.ts";
import type { StreamNode } from "./node.ts";
import type { FileType } from "./stat.ts";

/** The streams of which a {@linkcode PlainStream} consists. */
export interface StreamEnds {
  readonly input?: InputStream;
  readonly output?: OutputStream;
}

/** Such a stream. */
export class PlainStream extends AnonymousNode implements StreamNode {
  readonly kind = "stream";
  readonly input?: InputStream;
  readonly output?: OutputStream;

  constructor(ends: StreamEnds, inode: U64, type: FileType = "unknown") {
    super(type, inode);
    if (ends.input !== undefined) this.input = ends.input;
    if (ends.output !== undefined) this.output = ends.output;
  }
}
