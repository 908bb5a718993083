/**
 * Numbers for live objects. Knows nothing of what the objects are.
 *
 * @module
 */

import { WasiError } from "../errors.ts";

/**
 * A table of handles: small numbers, lowest free first, at most `capacity` at once.
 *
 * The table owns what it holds: closing a handle, replacing it and disposing the table dispose the
 * object.
 */
export class HandleTable<T extends Disposable> implements Disposable {
  readonly #entries: (T | undefined)[] = [];
  readonly #capacity: number;
  #size = 0;
  /** No free number lies below this one, so that an insert need not search from 0. */
  #lowestFree = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many handles are open. */
  get size(): number {
    return this.#size;
  }

  /** Whether no further handle can be inserted. */
  get full(): boolean {
    return this.#size >= this.#capacity;
  }

  /**
   * The object under `handle`, or undefined where there is none.
   *
   * Anything that is not a handle, negative numbers included, is undefined: a handle comes from the
   * guest.
   */
  get(handle: number): T | undefined {
    // The unsigned comparison keeps a negative index from becoming a property look-up by name.
    return (handle >>> 0) < this.#entries.length ? this.#entries[handle] : undefined;
  }

  /**
   * Puts `value` under the lowest free number.
   *
   * @throws WasiError `too-many-open-files` when the table is full; the caller still owns `value`
   */
  insert(value: T): number {
    if (this.full) throw new WasiError("too-many-open-files");
    let handle = this.#lowestFree;
    while (this.#entries[handle] !== undefined) handle++;
    this.#set(handle, value);
    this.#lowestFree = handle + 1;
    return handle;
  }

  /**
   * Takes the object from under `handle` without disposing it.
   *
   * @throws WasiError `bad-descriptor` when there is none
   */
  remove(handle: number): T {
    const value = this.get(handle);
    if (value === undefined) throw new WasiError("bad-descriptor");
    this.#entries[handle] = undefined;
    this.#size--;
    if (handle < this.#lowestFree) this.#lowestFree = handle;
    return value;
  }

  /**
   * Moves what is under `from` to `to`, disposing what was there, as dup2(2) and close(2) in one.
   *
   * Both must be open: a number that no insert gave out can never come into use, so the table
   * stays as small as the number of objects.
   *
   * @throws WasiError `bad-descriptor` when either is not open; nothing has changed then
   */
  renumber(from: number, to: number): void {
    if (this.get(from) === undefined || this.get(to) === undefined) {
      throw new WasiError("bad-descriptor");
    }
    if (from === to) return;
    const replaced = this.remove(to);
    this.#set(to, this.remove(from));
    replaced[Symbol.dispose]();
  }

  /**
   * Removes and disposes what is under `handle`, as close(2).
   *
   * @throws WasiError `bad-descriptor` when there is none
   */
  close(handle: number): void {
    this.remove(handle)[Symbol.dispose]();
  }

  /** The open handles, lowest first. */
  *entries(): Generator<[handle: number, value: T]> {
    for (const [handle, value] of this.#entries.entries()) {
      if (value !== undefined) yield [handle, value];
    }
  }

  /** Closes every handle; one that fails does not keep the others open. */
  [Symbol.dispose](): void {
    using stack = new DisposableStack();
    for (const [handle] of this.entries()) stack.defer(() => this.close(handle));
  }

  #set(handle: number, value: T): void {
    this.#entries[handle] = value;
    this.#size++;
  }
}
