/**
 * How a host provides what a component imports.
 *
 * @module
 */

/**
 * What a host provides: the world of a component, or one interface of it.
 *
 * ```ts ignore
 * const world: HostInterface = {
 *   interfaces: {
 *     "wasi:io/streams@0.2.0": {
 *       resources: { "output-stream": OutputStream },
 *       functions: {
 *         "[method]output-stream.check-write": (self: OutputStream) => self.checkWrite(),
 *       },
 *     },
 *   },
 * };
 * ```
 */
export interface HostInterface {
  /** Functions by their names in WIT: `now`, `[constructor]fields`, `[method]fields.get`. */
  readonly functions?: Readonly<Record<string, HostFunction>>;
  /**
   * The names of the functions that may answer a {@linkcode Suspend}; without it all may, which each
   * call pays for where guests are suspended.
   */
  readonly waiting?: readonly string[];
  /**
   * The types of functions, as {@linkcode ./wit/structure.ts structureOf} writes them: a component that
   * imports one by another type is refused. A function that is not here is taken to be of whatever type
   * it is imported by, and has to look at what it is given.
   */
  readonly signatures?: Readonly<Record<string, string>>;
  /** Types of resources by their names in WIT, of which no two in a world are the same. */
  readonly resources?: Readonly<Record<string, HostResource>>;
  /** Interfaces by the names under which they are imported, with version. */
  readonly interfaces?: Readonly<Record<string, HostInterface>>;
}

/**
 * A function over values in the shapes of {@linkcode ./values.ts}.
 *
 * Answers its result, or a {@linkcode Suspend} if it has to wait, and is among those that may. It may end the guest by throwing
 * ProcExit or Trap; anything else that it throws is a bug of the host.
 */
export type HostFunction = (...args: never[]) => unknown;

/**
 * The class of the objects that stand for a resource. An object given to a guest as `own` belongs to the
 * guest and is disposed when the guest drops it, or at the latest when the guest ends. The same class
 * under two names is the same type.
 */
export type HostResource = abstract new (...args: never[]) => object;

/**
 * The answer of a host function that has to wait: for `wait`, and then try again.
 *
 * No view of guest memory lives that long: what `retry` needs of a list it was given has been copied.
 *
 * @typeParam Wait what is waited for; the engine hands it on to whoever waits
 */
export class Suspend<Wait = unknown> {
  /** What to wait for. */
  readonly wait: Wait;
  /** Goes on when that may have come; answers the result, or that it has to wait once more. */
  readonly retry: () => unknown;

  /** An answer that comes later. */
  constructor(wait: Wait, retry: () => unknown) {
    this.wait = wait;
    this.retry = retry;
  }
}
