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
    // The comparison is written out: a large module has tens of millions of bytes.
    if (this.position >= this.#end) throw brokenOff(this.#end);
    return this.#bytes[this.position++]!;
  }

  /** Goes past so many bytes. */
  advance(count: number): void {
    if (count > this.#end - this.position) throw brokenOff(this.#end);
    this.position += count;
  }

  /** Goes past a LEB128 number of at most 64 bits. */
  skipNumber(): void {
    for (let count = 0; count < 10; count++) if (this.byte() < 0x80) return;
    throw tooLarge(this);
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
    throw tooLarge(this);
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
    throw tooLarge(this);
  }

  /** An unsigned LEB128 of at most 64 bits. */
  u64(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      if (value >= 1n << 64n) break;
      return value;
    }
    throw tooLarge(this);
  }

  /** A signed LEB128 of at most 64 bits. */
  signed(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(Math.min(64, Number(shift) + 7), value);
    }
    throw tooLarge(this);
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
    const { position } = this;
    this.advance(length);
    return this.#bytes.subarray(position, this.position);
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.take(this.#end - this.position);
  }

  /** What has been read since `position`. */
  since(position: number): Uint8Array {
    return this.#bytes.subarray(position, this.position);
  }

  /** A reader of the next `length` bytes, which are gone past. */
  section(length: number): BinaryReader {
    const { position } = this;
    this.advance(length);
    return new BinaryReader(this.#bytes, position, this.position);
  }
}

function brokenOff(end: number): MalformedModule {
  return new MalformedModule(`unexpected end at byte ${end}`);
}

function tooLarge({ position }: BinaryReader): MalformedModule {
  return new MalformedModule(`a number before byte ${position} is too large`);
}
