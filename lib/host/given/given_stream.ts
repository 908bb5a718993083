/**
 * What an embedding program handed over, with the status that a descriptor must have.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import { PlainStream } from "../../filesystem/plain_stream.ts";
import type { FileType } from "../../filesystem/stat.ts";
import type { ByteSink, ByteSource } from "./byte_source.ts";
import { type GivenInput, givenInput } from "./given_input.ts";
import { type GivenOutput, givenOutput } from "./given_output.ts";

/** Which ways a stream goes. */
export type Direction = "read" | "write" | "both";

/** A stream of the embedding program's. Disposing it lets go of what was handed over. */
export class GivenStream extends PlainStream {
  readonly #input: GivenInput | undefined;
  readonly #output: GivenOutput | undefined;
  #closing: Promise<void> | undefined;

  constructor(
    input: GivenInput | undefined,
    output: GivenOutput | undefined,
    inode: bigint,
    type: FileType,
  ) {
    super(
      {
        ...(input !== undefined && { input: input.stream }),
        ...(output !== undefined && { output: output.stream }),
      },
      inode,
      type,
    );
    this.#input = input;
    this.#output = output;
  }

  /** Resolves when it has been disposed and all that was written to it has arrived, or never will. */
  async arrived(): Promise<void> {
    await this.#closing;
  }

  /** Gives up what has not arrived. */
  abort(): void {
    this.#output?.abort();
  }

  override [Symbol.dispose](): void {
    if (this.#closing !== undefined) return;
    this.#input?.close();
    this.#closing = this.#output?.close() ?? Promise.resolve();
  }
}

/**
 * Takes over what was handed over.
 *
 * @param direction what of it is used; both is what there is
 * @param name what it was handed over as
 * @throws SluiceError status 2 when it cannot be used so
 */
export function givenStream(
  given: ByteSource | ByteSink | object,
  direction: Direction,
  name: string,
  inode: bigint,
): GivenStream {
  // When the second fails the first must not stay locked.
  using building = new DisposableStack();
  const input = direction === "write" ? undefined : givenInput(given);
  building.defer(() => input?.close());
  const output = direction === "read" ? undefined : givenOutput(given);
  building.move();
  if (input === undefined && output === undefined) {
    const use = { read: "read", write: "written", both: "read or written" }[direction];
    throw new SluiceError(2, `what is given as ${name} cannot be ${use}`);
  }
  return new GivenStream(input, output, inode, typeOf(given));
}

function typeOf(given: object): FileType {
  const { isTerminal } = given as Partial<Deno.FsFile>;
  if (typeof isTerminal === "function" && isTerminal.call(given)) return "character-device";
  return "remoteAddr" in given ? "socket" : "unknown";
}
