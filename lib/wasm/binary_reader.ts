/**
 * Reading the primitives of the WebAssembly binary format.
 *
 * @module
 */

/** A module that breaks off or breaks the rules of the format. */
export class MalformedModule extends Error {
  override name = "MalformedModule";
}

/** Bytes that are passed as so many arguments: the stack has room for some ten thousand. */
const SHORT = 1000;

/** A position in a binary, read forwards and never beyond `end`. */
export class BinaryReader {
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

  byte(): number {
    if (this.done) throw new MalformedModule(`unexpected end at byte ${this.position}`);
    return this.#bytes[this.position++]!;
  }

  /** An unsigned LEB128 of at most 32 bits. */
  u32(): number {
    // Nearly every number of a module fits one byte, and a large module has a hundred thousand.
    const first = this.byte();
    if (first < 0x80) return first;
    this.position--;
    return Number(this.#leb(32));
  }

  /** An unsigned LEB128 of at most 64 bits. */
  u64(): bigint {
    return this.#leb(64);
  }

  /** A signed LEB128 of at most 64 bits. */
  signed(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(Math.min(64, Number(shift) + 7), value);
    }
    throw new MalformedModule(`a number before byte ${this.position} is too large`);
  }

  /** A name: its length and UTF-8. */
  name(): string {
    const length = this.u32();
    const bytes = this.take(length);
    if (length <= SHORT && bytes.every((byte) => byte < 0x80)) {
      return String.fromCharCode(...bytes);
    }
    try {
      // Made only for the rare name that needs it: the first decoder of a process costs 0.3 ms.
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new MalformedModule(`a name before byte ${this.position} is not UTF-8`);
    }
  }

  /** The next `length` bytes. */
  take(length: number): Uint8Array {
    if (length > this.#end - this.position) {
      throw new MalformedModule(`unexpected end at byte ${this.#end}`);
    }
    return this.#bytes.subarray(this.position, this.position += length);
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.take(this.#end - this.position);
  }

  /** What has been read since `position`. */
  since(position: number): Uint8Array {
    return this.#bytes.subarray(position, this.position);
  }

  /** A reader of the next `length` bytes. */
  section(length: number): BinaryReader {
    const { position } = this;
    this.take(length);
    return new BinaryReader(this.#bytes, position, position + length);
  }

  #leb(bits: number): bigint {
    let value = 0n;
    for (let shift = 0n; shift < bits; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (value >= 1n << BigInt(bits)) break;
        return value;
      }
    }
    throw new MalformedModule(`a number before byte ${this.position} is too large`);
  }
}
