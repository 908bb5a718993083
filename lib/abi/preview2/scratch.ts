/**
 * Where bytes lie between a stream and the guest's memory.
 *
 * @module
 */

/** The most bytes that one call moves. */
export const MAX_PIECE = 65_536;

/** A buffer that every read of a guest uses: what is in it has been copied before the next one begins. */
export class Scratch {
  #buffer: Uint8Array<ArrayBuffer> | undefined;
  #view: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  /** The first bytes of it; for as many as the last time, the same view, as making one costs 60 ns. */
  first(length: number): Uint8Array<ArrayBuffer> {
    if (this.#view.length !== length) {
      this.#buffer ??= new Uint8Array(MAX_PIECE);
      this.#view = this.#buffer.subarray(0, length);
    }
    return this.#view;
  }
}

/** As many bytes as a guest asks for and a call moves. */
export function pieceOf(length: bigint): number {
  return length < MAX_PIECE ? Number(length) : MAX_PIECE;
}
