/**
 * Characters and strings in WAVE, with their escapes.
 *
 * @module
 */

import type { Cursor } from "./cursor.ts";
import type { Output } from "./output.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  "\\": "\\",
  t: "\t",
  n: "\n",
  r: "\r",
};

const PRINTED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};

const CODE = /^\{[0-9a-fA-F]{1,6}\}$/;

/** Characters of the longest code with its braces. */
const LONGEST_CODE = 8;

/** What a terminal acts on instead of showing it. */
const CONTROL = /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]$/u;

/** Reads a character in its quotes. */
export function parseCharacter(cursor: Cursor): string {
  const start = cursor.position;
  cursor.expect("'");
  const character = readCharacter(cursor, "'");
  if (character === undefined) return cursor.fail("there is no character in the quotes", start);
  if (cursor.character() !== "'") return cursor.fail("there is more than one character", start);
  return character;
}

/** Reads a string in its quotes. */
export function parseString(cursor: Cursor): string {
  cursor.expect('"');
  const parts: string[] = [];
  for (;;) {
    const character = readCharacter(cursor, '"');
    if (character === undefined) return parts.join("");
    parts.push(character);
  }
}

/** Writes a character or a string in quotes. */
export function printQuoted(text: string, quote: "'" | '"', output: Output): void {
  output.write(quote);
  for (const one of text) output.write(one === quote ? `\\${quote}` : printed(one));
  output.write(quote);
}

function printed(one: string): string {
  return PRINTED[one] ?? (CONTROL.test(one) ? `\\u{${one.codePointAt(0)!.toString(16)}}` : one);
}

/** @returns undefined at the quote that ends it */
function readCharacter(cursor: Cursor, quote: string): string | undefined {
  const character = cursor.character();
  switch (character) {
    case undefined:
      return cursor.fail(`${quote} is missing`);
    case quote:
      return undefined;
    case "\\":
      return readEscape(cursor);
    case "\n":
    case "\r":
      return cursor.fail(`${quote} is missing before the end of the line`);
    default:
      return character;
  }
}

function readEscape(cursor: Cursor): string {
  const kind = cursor.character() ?? "";
  const plain = ESCAPES[kind];
  if (plain !== undefined) return plain;
  const code = kind === "u" ? readCode(cursor) : "";
  if (!CODE.test(code)) return cursor.fail(`\\${kind}${code} is no escape`);
  const value = parseInt(code.slice(1, -1), 16);
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
    return cursor.fail(`\\u${code} is no character`);
  }
  return String.fromCodePoint(value);
}

function readCode(cursor: Cursor): string {
  let code = "";
  while (code.length < LONGEST_CODE && !code.endsWith("}")) code += cursor.character() ?? "}";
  return code;
}
