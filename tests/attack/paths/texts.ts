/**
 * Paths and link texts for the fuzzer, one character a byte.
 *
 * @module
 */

import { type ErrorCode, WasiError } from "../../../lib/errors.ts";
import type { Chance } from "../chance.ts";

/** Names that the tree begins with or that operations give. */
const NAMES = [
  "a",
  "b",
  "c",
  "d",
  "f",
  "out",
  "up",
  "abs",
  "self",
  "loop",
  "deep",
  "slash",
  "gone",
];

const MORE_NAMES = ["leak", "chain0", "chain1", "secret", "outside", "grant", "g", "h"];

const bytesOf = (text: string) => String.fromCharCode(...new TextEncoder().encode(text));

/** Names and paths that somebody has once taken for something else. */
const ODD: readonly string[] = [
  "",
  "/",
  "//",
  "...",
  ".. ",
  "a\\b",
  "..\\secret",
  "%2e%2e/secret",
  "file:///etc/passwd",
  "a\0b",
  "\0",
  "a/../../secret\0",
  "\xff\xfe",
  "\xc0\xaf",
  "\xc0\xae\xc0\xae/secret",
  "\xed\xa0\x80",
  "a/\x80",
  bytesOf("\ufffd"),
  bytesOf("\u00e9"),
  bytesOf("e\u0301"),
  bytesOf("\u202e"),
  "a\nb",
  "x".repeat(255),
  "x".repeat(256),
  `a/${"x".repeat(256)}/b`,
  "./".repeat(2000) + "a",
  "a/../".repeat(300) + "f",
  "self/".repeat(40) + "a",
  "self/".repeat(41) + "a",
  "y/".repeat(2047) + "y",
  "y/".repeat(2048),
  "z".repeat(4095),
  "z".repeat(4096),
];

const TEXTS: readonly string[] = [
  "a",
  "b/c",
  "../a",
  "../f",
  ".",
  "..",
  "./d",
  "c/",
  "gone",
  "../..",
  "../../secret",
  "../outside/secret",
  "../outside",
  "self/../a",
  "chain0",
  "/etc/passwd",
  "/",
];

/** Any path. */
export function somePath(chance: Chance): string {
  const way = chance.below(100);
  if (way < 3) return chance.of(ODD);
  let path = way < 5 ? "/" : "";
  const length = way < 50 ? 1 : way < 80 ? 2 : 3 + chance.below(3);
  for (let i = 0; i < length; i++) {
    if (i > 0) path += chance.below(20) === 0 ? "//" : "/";
    path += someName(chance);
  }
  return chance.below(12) === 0 ? `${path}/` : path;
}

function someName(chance: Chance): string {
  const way = chance.below(20);
  if (way < 3) return "..";
  if (way < 4) return ".";
  return chance.of(way < 17 ? NAMES : MORE_NAMES);
}

/** What a link is to say. */
export function someText(chance: Chance): string {
  return chance.below(3) === 0 ? somePath(chance) : chance.of(TEXTS);
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Refuses what is no path at all.
 *
 * @throws WasiError
 */
export function checkText(text: string): void {
  const refuse = (code: ErrorCode): never => {
    throw new WasiError(code);
  };
  if (text === "") refuse("no-entry");
  if (text.length > 4095) refuse("name-too-long");
  if (text.includes("\0")) refuse("invalid");
  // deno-lint-ignore no-control-regex
  if (/^[\x01-\x7f]*$/.test(text)) return;
  try {
    strict.decode(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  } catch {
    refuse("illegal-byte-sequence");
  }
}
