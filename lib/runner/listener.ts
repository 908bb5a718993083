/**
 * Telling somebody of a run who must not end it.
 *
 * @module
 */

/** A function that records are told to, until it fails. */
export class Listener<T> {
  readonly #listen: (record: T) => void;
  #failure: { readonly error: unknown } | undefined;

  constructor(listen: (record: T) => void) {
    this.#listen = listen;
  }

  /** Tells of a record. A failure is kept: the guest has done nothing to deserve it. */
  readonly tell = (record: T): void => {
    if (this.#failure !== undefined) return;
    try {
      this.#listen(record);
    } catch (error) {
      this.#failure = { error };
    }
  };

  /** Throws what the function has thrown, if it has. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
