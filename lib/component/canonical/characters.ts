/**
 * Characters: Unicode scalar values as numbers and as strings.
 *
 * @module
 */

import { Trap } from "../../errors.ts";
import { wrongShape } from "./shape.ts";

/** The string of one scalar value. */
export function liftCharacter(code: number): string {
  code >>>= 0;
  if (code >= 0x11_0000 || isSurrogate(code)) throw new Trap("not a Unicode scalar value");
  return String.fromCodePoint(code);
}

/** The scalar value of a string that has one. */
export function lowerCharacter(value: unknown): number {
  if (typeof value !== "string") wrongShape("char", value);
  const code = value.codePointAt(0) ?? 0xd800;
  if (value.length !== (code > 0xffff ? 2 : 1) || isSurrogate(code)) wrongShape("char", value);
  return code;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
