/**
 * What the interfaces of WASI 0.2 work on.
 *
 * @module
 */

import type { Clocks } from "../../clocks/clock.ts";
import type { Directory } from "../../filesystem/directory.ts";
import type { InputStream, OutputStream } from "../../io/streams.ts";
import type { RandomSource } from "../../random/random.ts";
import type { OpenCount } from "./filesystem/open_count.ts";
import type { Interface } from "./interface.ts";
import type { Lifetime } from "./lifetime.ts";
import type { Refusal } from "./refusal.ts";
import type { Scratch } from "./scratch.ts";

/** One of the three streams that a guest begins with. */
export interface Standard<Stream> {
  /** Absent where the guest has been given none. */
  readonly stream: Stream | undefined;
  readonly isTerminal: boolean;
}

/** A directory that a guest begins with. It belongs to whoever gives it. */
export interface Preopen {
  /** The guest's name for it. */
  readonly name: string;
  readonly directory: Directory;
}

/** Provides an interface by its name, without the version. */
export type ProvideNamed = (name: string, context: Context) => Interface;

/** The state of one guest. */
export interface Context {
  readonly args: readonly string[];
  /** The environment, in pairs of name and value. */
  readonly environment: readonly (readonly [name: string, value: string])[];
  readonly stdin: Standard<InputStream>;
  readonly stdout: Standard<OutputStream>;
  readonly stderr: Standard<OutputStream>;
  readonly preopens: readonly Preopen[];
  /** What provides the interfaces of wasi:filesystem, for a guest that imports any. */
  readonly filesystem?: ProvideNamed | undefined;
  /** What provides those of wasi:sockets, likewise. */
  readonly sockets?: ProvideNamed | undefined;
  readonly clocks: () => Clocks;
  readonly random: RandomSource;
  /**
   * Whether others use the thread, those who fill and empty the guest's streams among them: they get
   * nothing done before the guest waits for something.
   */
  readonly shared: boolean;
  /**
   * Whether a directory may be changed where the one that it was opened in may, although it was opened
   * without `mutate-directory`: for what was built for preview1, whose adapters cannot ask for it.
   */
  readonly passesMutabilityOn: boolean;
  readonly open: OpenCount;
  readonly lifetime: Lifetime;
  readonly scratch: Scratch;
  /** What the guest was refused last for want of a grant, if anything was. */
  refused: Refusal | undefined;
}
