/**
 * Standard input, output and error.
 *
 * @module
 */

import { AnonymousNode } from "../../filesystem/anonymous_node.ts";
import type { StreamNode } from "../../filesystem/node.ts";
import type { InputStream, OutputStream } from "../../io/streams.ts";
import { BlockingOutput } from "./blocking_stream.ts";
import { pumpedStdin } from "./pumped_stdin.ts";
import { StandardOutput } from "./standard_output.ts";

/**
 * An inherited stream, which belongs to the process. Deno tells whether it is a terminal and nothing more
 * of it: the type of any other is unknown, also that of a file, and it has neither a status nor a position.
 */
export class StandardStream extends AnonymousNode implements StreamNode {
  readonly kind = "stream";
  readonly input?: InputStream;
  readonly output?: OutputStream;

  constructor(number: 0 | 1 | 2) {
    const stream = number === 0 ? Deno.stdin : number === 1 ? Deno.stdout : Deno.stderr;
    super(stream.isTerminal() ? "character-device" : "unknown", number + 1);
    if (number === 0) this.input = pumpedStdin;
    else if (number === 1) this.output = new StandardOutput(Deno.stdout);
    else this.output = new BlockingOutput(Deno.stderr);
  }
}
