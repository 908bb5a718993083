/**
 * environ(7).
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { wordsNotUtf8 } from "./not_utf8.ts";
import { requirePermission } from "./permission.ts";

const EQUALS = 0x3d;

/** See {@linkcode Host.environment}. */
export function environment(names: readonly string[] | "all"): Record<string, string> {
  requirePermission({ name: "env" });
  refuseNotUtf8(names);
  const all = Deno.env.toObject();
  if (names === "all") return all;
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(all, name)).map((name) => [name, all[name]!]),
  );
}

/** Deno leaves out what is not UTF-8; a guest must not think that it is not set. */
function refuseNotUtf8(names: readonly string[] | "all"): void {
  const decoder = new TextDecoder();
  for (const word of wordsNotUtf8("environ")) {
    const name = decoder.decode(word.subarray(0, word.indexOf(EQUALS)));
    if (names === "all" || names.includes(name)) {
      throw new SluiceError(2, `the environment variable ${name} is not UTF-8`);
    }
  }
}
