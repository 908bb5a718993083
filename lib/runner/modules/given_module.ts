/**
 * Modules as a run is given them, with what they are called.
 *
 * @module
 */

/** A module that was made or fetched, and what it is called. */
export interface NamedModule {
  /** As the user wrote it, for messages. */
  readonly name: string;
  /** What argv[0] is by default. */
  readonly baseName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Where the bytes of a module come from: a path, `-` for standard input, or themselves. */
export type GivenModule = string | Uint8Array | NamedModule;

/** Something that takes time, and is shown until it is disposed. */
export interface Watched extends Disposable {
  /** Says how far it is, in bytes. */
  update(done: number, total: number | undefined): void;
}

/** Begins to show something that takes time. */
export type Watch = (what: string) => Promise<Watched>;

/** How a module is fetched or translated. */
export interface Preparing {
  /** Shows what takes time; nothing is shown without it. */
  readonly watch?: Watch | undefined;
  /** Gives up when it is aborted. */
  readonly over?: AbortSignal;
}

/** What a module is called in messages. */
export function nameOfGiven(given: GivenModule): string {
  if (typeof given === "string") return given === "-" ? "standard input" : given;
  return given instanceof Uint8Array ? "the module" : given.name;
}

/** What argv[0] is where nothing else is wanted. */
export function baseNameOfGiven(given: GivenModule): string {
  if (typeof given === "string") return given.slice(given.lastIndexOf("/") + 1);
  return given instanceof Uint8Array ? "" : given.baseName;
}
