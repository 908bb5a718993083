/**
 * Going past the parts of an instruction, quickly: a large module has tens of millions of them.
 *
 * @module
 */

import { MalformedModule } from "./binary_reader.ts";

/** A position in code, moved forwards and never beyond `end`. */
export class CodeReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  /** Where the next byte is read. */
  position: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.position = start;
    this.#end = end;
  }

  /** Whether all has been read. */
  get done(): boolean {
    return this.position >= this.#end;
  }

  /** @throws MalformedModule at the end */
  byte(): number {
    if (this.position >= this.#end) {
      throw new MalformedModule(`unexpected end at byte ${this.#end}`);
    }
    return this.#bytes[this.position++]!;
  }

  /** Goes past so many bytes. */
  skip(count: number): void {
    if (count > this.#end - this.position) {
      throw new MalformedModule(`unexpected end at byte ${this.#end}`);
    }
    this.position += count;
  }

  /** A reader of the next `length` bytes, which are gone past. */
  section(length: number): CodeReader {
    const { position } = this;
    this.skip(length);
    return new CodeReader(this.#bytes, position, this.position);
  }

  /** Goes past a LEB128 number of at most 64 bits. */
  skipNumber(): void {
    for (let count = 0; count < 10; count++) if (this.byte() < 0x80) return;
    throw this.#tooLarge();
  }

  /** Goes past several numbers. */
  skipNumbers(count: number): void {
    for (let i = 0; i < count; i++) this.skipNumber();
  }

  /** An unsigned LEB128 of at most 32 bits. */
  u32(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 28; factor *= 2 ** 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte >= 0x80) continue;
      if (value >= 2 ** 32) break;
      return value;
    }
    throw this.#tooLarge();
  }

  /** A signed LEB128 of at most 33 bits, as block types and heap types are. */
  s33(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 28; factor *= 2 ** 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte >= 0x80) continue;
      return (byte & 0x40) === 0 ? value : value - factor * 2 ** 7;
    }
    throw this.#tooLarge();
  }

  #tooLarge(): MalformedModule {
    return new MalformedModule(`a number before byte ${this.position} is too large`);
  }
}
