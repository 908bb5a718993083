/**
 * Where values are written in WAVE.
 *
 * @module
 */

/** Pieces that are joined at a time, so that they are not all kept. */
const PIECES = 10_000;

/** What is written has become too long. */
export class TooLong extends Error {}

/** A text of bounded length, in pieces: a guest can answer more than a string can hold. */
export class Output {
  readonly #most: number;
  #length = 0;
  #text = "";
  #pieces: string[] = [];

  /** @param most characters */
  constructor(most: number) {
    this.#most = most;
  }

  /** @throws TooLong when there is no room for all of `piece` */
  write(piece: string): void {
    this.#length += piece.length;
    if (this.#length > this.#most) throw new TooLong();
    if (this.#pieces.push(piece) >= PIECES) this.#join();
  }

  /** What has been written. */
  text(): string {
    this.#join();
    return this.#text;
  }

  #join(): void {
    this.#text += this.#pieces.join("");
    this.#pieces = [];
  }
}
