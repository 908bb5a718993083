/**
 * Strings in guest memory, in three encodings.
 *
 * Each lowering asks the guest's allocator as the specification says for the encodings of both sides, as
 * a guest can see that.
 *
 * @module
 */

import { Trap } from "../../errors.ts";
import type { StringEncoding } from "../component.ts";
import type { Allowance } from "./allowance.ts";
import { MAX_BYTES } from "./layout.ts";
import type { Memory } from "./memory.ts";
import { wrongShape } from "./shape.ts";

/** The bit of a length that says UTF-16, where Latin-1 is possible too. */
const UTF16_TAG = 0x8000_0000;

/** Up to here a loop is faster than the decoder, whose call costs 300 ns. */
const SHORT = 48;

/** As many arguments as `String.fromCharCode` is given at once. */
const CHUNK = 0x2000;

/** Where a string begins, and its length as the encoding counts it. */
export type StringPlace = readonly [pointer: number, length: number];

/** Lifts the string of this length at a pointer, neither of them checked. */
export type LiftString = (pointer: number, length: number) => string;

/** Lowers a string into new memory of the guest. */
export type LowerString = (value: unknown) => StringPlace;

/** What lifts strings of this encoding from `memory`. */
export function liftingStrings(
  encoding: StringEncoding,
  memory: Memory,
  allowance: Allowance,
): LiftString {
  const place = (pointer: number, length: number, unit: number, alignment: number): number => {
    if (length * unit > MAX_BYTES) throw new Trap("a string is too long");
    const at = memory.check(pointer, length * unit, alignment);
    allowance.spend(2 * length);
    return at;
  };
  if (encoding === "utf8") {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return (pointer, length) => {
      length >>>= 0;
      const at = place(pointer, length, 1, 1);
      return ascii(memory.bytes, at, length) ?? decoded(decoder, memory.slice(at, length));
    };
  }
  const decoder = new TextDecoder("utf-16le", { fatal: true, ignoreBOM: true });
  const liftUtf16 = (pointer: number, length: number): string => {
    length >>>= 0;
    const at = place(pointer, length, 2, 2);
    return decoded(decoder, memory.slice(at, 2 * length));
  };
  if (encoding === "utf16") return liftUtf16;
  return (pointer, length) =>
    length >>> 0 >= UTF16_TAG
      ? liftUtf16(pointer, length ^ UTF16_TAG)
      : latin1(memory.slice(place(pointer, length, 1, 2), length));
}

/**
 * What lowers strings to this encoding in `memory`.
 *
 * @param source the encoding from which they were lifted; for the host's own the same as `encoding`
 */
export function loweringStrings(
  encoding: StringEncoding,
  memory: Memory,
  source: StringEncoding,
): LowerString {
  const lower = encoding === "utf8"
    ? loweringUtf8(memory, source)
    : encoding === "utf16"
    ? loweringUtf16(memory, source)
    : loweringLatin1OrUtf16(memory, source);
  return (value) => {
    if (typeof value !== "string") wrongShape("string", value);
    if (value.length > MAX_BYTES) throw new Trap("a string is too long");
    return lower(value);
  };
}

function loweringUtf8(memory: Memory, source: StringEncoding): (value: string) => StringPlace {
  const encoder = new TextEncoder();
  const write = (value: string, pointer: number, size: number) => {
    if (size <= SHORT && writeAscii(memory.bytes, pointer, value)) return value.length;
    return encoder.encodeInto(value, memory.bytes.subarray(pointer, pointer + size)).read;
  };
  if (source === "utf8") {
    return (value) => {
      const size = utf8Length(value);
      const pointer = memory.allocate(size, 1);
      write(value, pointer, size);
      return [pointer, size];
    };
  }
  return (value) => {
    const units = value.length;
    const pointer = memory.allocate(units, 1);
    if (write(value, pointer, units) === units) return [pointer, units];
    const worst = units * (source === "utf16" || !isLatin1(value) ? 3 : 2);
    const size = utf8Length(value);
    let moved = memory.reallocate(pointer, units, 1, worst);
    write(value, moved, size);
    if (size < worst) moved = memory.reallocate(moved, worst, 1, size);
    return [moved, size];
  };
}

function loweringUtf16(memory: Memory, source: StringEncoding): (value: string) => StringPlace {
  return (value) => {
    const units = value.length;
    const worst = 2 * (source === "utf8" ? utf8Length(value) : units);
    let pointer = memory.allocate(worst, 2);
    writeUtf16(memory, pointer, value);
    if (2 * units < worst) pointer = memory.reallocate(pointer, worst, 2, 2 * units);
    return [pointer, units];
  };
}

function loweringLatin1OrUtf16(
  memory: Memory,
  source: StringEncoding,
): (value: string) => StringPlace {
  const exact = (value: string): StringPlace => {
    const units = value.length;
    if (isLatin1(value)) {
      const pointer = memory.allocate(units, 2);
      writeLatin1(memory.bytes, pointer, value);
      return [pointer, units];
    }
    const pointer = memory.allocate(2 * units, 2);
    writeUtf16(memory, pointer, value);
    return [pointer, units | UTF16_TAG];
  };
  if (source === "latin1+utf16") return exact;
  return (value) => {
    const units = source === "utf8" ? utf8Length(value) : value.length;
    let pointer = memory.allocate(units, 2);
    if (isLatin1(value)) {
      writeLatin1(memory.bytes, pointer, value);
      if (value.length < units) pointer = memory.reallocate(pointer, units, 2, value.length);
      return [pointer, value.length];
    }
    const size = 2 * value.length;
    pointer = memory.reallocate(pointer, units, 2, 2 * units);
    writeUtf16(memory, pointer, value);
    if (size < 2 * units) pointer = memory.reallocate(pointer, 2 * units, 2, size);
    return [pointer, value.length | UTF16_TAG];
  };
}

function decoded(decoder: TextDecoder, bytes: Uint8Array<ArrayBuffer>): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Trap("a string is not well-formed");
  }
}

/** A short string of ASCII alone; undefined for any other. */
function ascii(bytes: Uint8Array, at: number, length: number): string | undefined {
  if (length > SHORT) return undefined;
  let all = "";
  for (const end = at + length; at < end; at++) {
    const byte = bytes[at]!;
    if (byte > 0x7f) return undefined;
    all += String.fromCharCode(byte);
  }
  return all;
}

/** TextDecoder's Latin-1 is windows-1252, which has other characters from 0x80 to 0x9f. */
function latin1(bytes: Uint8Array): string {
  let all = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    all += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return all;
}

function isLatin1(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    if (value.charCodeAt(i) > 0xff) return false;
  }
  return true;
}

/** Bytes in UTF-8, where half a surrogate pair becomes U+FFFD as TextEncoder has it. */
function utf8Length(value: string): number {
  let length = value.length;
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (unit < 0x80) continue;
    length += unit < 0x800 ? 1 : 2;
    if ((unit & 0xfc00) === 0xd800 && (value.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
  }
  return length;
}

/** Writes a string of ASCII alone; answers false for any other. */
function writeAscii(bytes: Uint8Array, at: number, value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (unit > 0x7f) return false;
    bytes[at + i] = unit;
  }
  return true;
}

function writeLatin1(bytes: Uint8Array, at: number, value: string): void {
  for (let i = 0; i < value.length; i++) bytes[at + i] = value.charCodeAt(i);
}

function writeUtf16({ view }: Memory, at: number, value: string): void {
  const whole = value.toWellFormed();
  for (let i = 0; i < whole.length; i++) view.setUint16(at + 2 * i, whole.charCodeAt(i), true);
}
