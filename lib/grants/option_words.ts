/**
 * The words of a command line that gives a directory, and words in one line.
 *
 * @module
 */

import type { DirectoryGrant, Rights } from "./grant.ts";

/** What no shell gives a meaning to, wherever it stands. */
const PLAIN = /^[\w@%+:,./-][\w@%+=:,./-]*$/;

/** The option that grants a directory, in its shortest form. */
export function directoryWords({ host, guest, rights }: Omit<DirectoryGrant, "kind">): string[] {
  const parts = rights === "rw"
    ? guest === host ? [host] : [host, guest]
    : [host, guest, rightsText(rights)];
  return ["--dir", parts.join("::")];
}

/** Rights as the command line has them. */
export function rightsText(rights: Rights): string {
  return typeof rights === "string" ? rights : rights.join("+");
}

/** The words in one line, each as sh(1) takes it literally. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => PLAIN.test(word) ? word : quoted(word)).join(" ");
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
