/**
 * Standard input, output and error.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { StreamNode } from "../../filesystem/node.ts";
import type { FileType, NewTime, Stat } from "../../filesystem/stat.ts";
import type { InputStream, OutputStream } from "../../io/streams.ts";
import { BlockingOutput } from "./blocking_stream.ts";
import { pumpedStdin } from "./pumped_stdin.ts";
import { StandardOutput } from "./standard_output.ts";

/**
 * An inherited stream. Deno tells whether it is a terminal and nothing more of it: the type of any
 * other is unknown, also that of a file, and it has neither a status nor a position.
 */
export class StandardStream implements StreamNode {
  readonly kind = "stream";
  readonly type: FileType;
  readonly input?: InputStream;
  readonly output?: OutputStream;
  readonly #number: 0 | 1 | 2;

  constructor(number: 0 | 1 | 2) {
    this.#number = number;
    const stream = number === 0 ? Deno.stdin : number === 1 ? Deno.stdout : Deno.stderr;
    this.type = stream.isTerminal() ? "character-device" : "unknown";
    if (number === 0) this.input = pumpedStdin;
    else if (number === 1) this.output = new StandardOutput(Deno.stdout);
    else this.output = new BlockingOutput(Deno.stderr);
  }

  stat(): Stat {
    return {
      device: 0,
      inode: this.#number + 1,
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

  /** As fsync(2) answers for a pipe and a terminal. */
  sync(): void {
    throw new WasiError("invalid");
  }

  syncData(): void {
    this.sync();
  }

  /** It belongs to the process. */
  [Symbol.dispose](): void {}
}
