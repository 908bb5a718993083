/**
 * Grants as the words of a command line that gives them.
 *
 * @module
 */

import type { DirectoryGrant, Grant, Rights, StreamGrant } from "./grant.ts";
import { formatNetworkGrant } from "./network_text.ts";

/** What no shell gives a meaning to, wherever it stands. */
const PLAIN = /^[\w@%+:,./-][\w@%+=:,./-]*$/;

/** The options that give a grant; one of environment variables has one for each of them. */
export function optionsOf(grant: Exclude<Grant, StreamGrant>): readonly (readonly string[])[] {
  switch (grant.kind) {
    case "directory":
      return [directoryWords(grant)];
    case "environment":
      return Object.entries(grant.variables).map(([name, value]) => ["--env", `${name}=${value}`]);
    case "inherited-environment":
      return grant.names === "all"
        ? [["--inherit-env"]]
        : grant.names.map((name) => ["--env", name]);
    case "outbound":
    case "inbound":
    case "resolve":
      return [[`--allow-${grant.kind}`, formatNetworkGrant(grant)]];
  }
}

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
