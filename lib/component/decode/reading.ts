/**
 * What every part of the format is read with.
 *
 * @module
 */

import { type BinaryReader, MalformedModule } from "../../wasm/binary_reader.ts";
import { MalformedComponent } from "./errors.ts";

/** A byte that has no meaning where it stands: the one that has just been read. */
export function unknownByte(reader: BinaryReader, byte: number, what: string): never {
  const at = reader.position - 1;
  throw new MalformedComponent(
    `0x${byte.toString(16).padStart(2, "0")} is no ${what} at byte ${at}`,
  );
}

/** Reads a byte that can only be this one. */
export function expectByte(reader: BinaryReader, expected: number, what: string): void {
  const byte = reader.byte();
  if (byte !== expected) unknownByte(reader, byte, what);
}

/** Reads as many items as the number in front of them says. */
export function list<T>(reader: BinaryReader, read: () => T): T[] {
  const items: T[] = [];
  // The number is not believed: each item takes at least a byte of those that are there.
  for (let count = reader.u32(); count > 0; count--) items.push(read());
  return items;
}

/** Reads what a byte in front of it says is there or not. */
export function optional<T>(reader: BinaryReader, what: string, read: () => T): T | undefined {
  const byte = reader.byte();
  if (byte > 1) unknownByte(reader, byte, what);
  return byte === 1 ? read() : undefined;
}

/** Where the numbers of one byte become negative. */
const FIRST_NEGATIVE = 0x40;

/** Reads an index of 32 bits that shares its place with negative codes. */
export function indexOrCode(reader: BinaryReader): number {
  const start = reader.position;
  const first = reader.byte();
  if (first < FIRST_NEGATIVE) return first;
  reader.position = start;
  const index = reader.signed();
  if (index < 0n || index > 0xffff_ffffn || reader.position - start > 5) {
    throw new MalformedModule(`malformed index at byte ${start}`);
  }
  return Number(index);
}

const INSTANTIATION = 0x00;
const INLINE = 0x01;

/** Reads an instance in the form that its first byte tells: of a module or component, or of items. */
export function readForm<T, U>(
  reader: BinaryReader,
  what: string,
  forms: { readonly instantiation: () => T; readonly inline: () => U },
): T | U {
  const byte = reader.byte();
  switch (byte) {
    case INSTANTIATION:
      return forms.instantiation();
    case INLINE:
      return forms.inline();
    default:
      return unknownByte(reader, byte, what);
  }
}
