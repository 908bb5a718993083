/**
 * What a trace says of an argument or a result: what JSON can hold, so that a record is its own text.
 *
 * @module
 */

import { isUtf8 } from "../../../filesystem/path.ts";

/** A decoded argument or result; `null` where the guest gave a pointer outside its memory. */
export type TraceValue =
  | null
  | boolean
  | string
  | number
  | readonly TraceValue[]
  | { readonly [name: string]: TraceValue };

/** More of a text than this is not told; a guest can pass gigabytes for a path. */
const LONGEST = 4096;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** An integer of 64 bits: a number where that is exact, else its digits. */
export function integer(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** Bytes as text; those that are not UTF-8 as `\xHH`, all but ASCII. */
export function textOf(bytes: Uint8Array): string {
  const part = bytes.subarray(0, LONGEST);
  const text = isUtf8(part) ? decoder.decode(part) : Array.from(part, byteText).join("");
  return part.length < bytes.length ? `${text}...` : text;
}

/** As much of a text as is told. */
export function beginningOf(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

function byteText(byte: number): string {
  return byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`;
}
