/**
 * The streams that the embedding program hands over to one run.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import type { StreamNode } from "../../filesystem/node.ts";
import { PlainStream } from "../../filesystem/plain_stream.ts";
import { type Direction, type GivenStream, givenStream } from "../../host/given/given_stream.ts";
import { BytesInput } from "../../io/bytes_input.ts";
import { CollectedOutput } from "../../io/collected_output.ts";
import { NullStream } from "../../io/null_stream.ts";
import { type Given, isGiven, type NamedStream, type RunOptions } from "../options.ts";
import { PipeEnd } from "./pipe.ts";
import type { RunEnd } from "../run_end.ts";

const STANDARD = [["stdin", "read"], ["stdout", "write"], ["stderr", "write"]] as const;

/** Inodes of these streams; those of all others of a guest lie below. */
const FIRST_INODE = 0x1_0000;

/** The streams of one run, each of which is taken once. Disposing closes those that nobody took. */
export class GivenStreams implements Disposable {
  readonly #untaken = new Map<string, StreamNode>();
  readonly #named: readonly string[];
  readonly #handedOver: GivenStream[] = [];
  readonly #captured = new Map<string, CollectedOutput>();
  readonly #most: number | undefined;
  #count = 0;

  /**
   * Takes over what is handed over; web streams are locked from now on.
   *
   * @throws SluiceError status 2 when something cannot be read or written as it should, or is locked
   */
  constructor(options: RunOptions) {
    using building = new DisposableStack();
    building.use(this);
    this.#most = options.limits?.maxMemory;
    for (const [name, direction] of STANDARD) {
      const given = options[name];
      if (isGiven(given)) this.#untaken.set(name, this.#open(given, direction, name));
    }
    const named = Object.entries(options.streams ?? {});
    this.#named = named.map(([name]) => name);
    for (const [name, stream] of named) {
      this.#untaken.set(placeOf(name), this.#make(stream, name));
    }
    building.move();
  }

  /** What was given as a standard stream; undefined where nothing was. It belongs to the caller. */
  takeStandard(name: "stdin" | "stdout" | "stderr"): StreamNode | undefined {
    return this.#take(name);
  }

  /** How many further handles there are. */
  get count(): number {
    return this.#named.length;
  }

  /** The further handles, in their order. They belong to the caller. */
  takeNamed(): StreamNode[] {
    return this.#named.map((name) => this.#take(placeOf(name))!);
  }

  /** What was captured of further handles, by name; undefined where none was to be. */
  captured(): Record<string, Uint8Array<ArrayBuffer>> | undefined {
    if (this.#captured.size === 0) return undefined;
    return Object.fromEntries([...this.#captured].map(([name, output]) => [name, output.bytes()]));
  }

  /**
   * Waits, when all handles are closed, until everything that was written has arrived.
   *
   * @param end gives up what has not arrived when it comes
   */
  async arrived(end: RunEnd | undefined): Promise<void> {
    const arrived = Promise.all(this.#handedOver.map((stream) => stream.arrived()));
    await new Promise<void>((resolve) => {
      const unwatch = end?.watch(() => {
        for (const stream of this.#handedOver) stream.abort();
        resolve();
      });
      void arrived.then(() => {
        unwatch?.();
        resolve();
      });
    });
  }

  [Symbol.dispose](): void {
    for (const node of this.#untaken.values()) node[Symbol.dispose]();
    this.#untaken.clear();
  }

  #take(place: string): StreamNode | undefined {
    const node = this.#untaken.get(place);
    this.#untaken.delete(place);
    return node;
  }

  #open(given: Given, direction: Direction, name: string): StreamNode {
    if (given instanceof PipeEnd) {
      if (direction === "both" || given.end === direction) return given.open(this.#inode());
      throw new SluiceError(2, `what is given as ${name} is the wrong end of a pipe`);
    }
    const stream = givenStream(given, direction, name, this.#inode());
    this.#handedOver.push(stream);
    return stream;
  }

  #make(stream: NamedStream, name: string): StreamNode {
    if (isGiven(stream)) return this.#open(stream, "both", name);
    if (stream instanceof Uint8Array) {
      return new PlainStream({ input: new BytesInput(stream) }, this.#inode());
    }
    switch (stream) {
      case "null": {
        const nothing = new NullStream();
        return new PlainStream({ input: nothing, output: nothing }, this.#inode());
      }
      case "capture": {
        const output = new CollectedOutput(this.#most);
        this.#captured.set(name, output);
        return new PlainStream({ output }, this.#inode());
      }
      default:
        // Options are plain data, which no type need have checked.
        throw new SluiceError(2, `what is given as ${name} is no stream`);
    }
  }

  #inode(): bigint {
    return BigInt(FIRST_INODE + this.#count++);
  }
}

/** The place of a further handle, whatever its name is. */
function placeOf(name: string): string {
  return `stream ${name}`;
}
