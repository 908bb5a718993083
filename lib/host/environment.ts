/**
 * environ(7).
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { requirePermission } from "./permission.ts";

/** See {@linkcode Host.environment}. */
export function environment(names: readonly string[] | "all"): Record<string, string> {
  if (names === "all") {
    requirePermission({ name: "env" });
    return utf8("the environment has a variable that is not UTF-8", () => Deno.env.toObject());
  }
  return Object.fromEntries(names.flatMap((name) => {
    requirePermission({ name: "env", variable: name });
    const value = utf8(
      `the environment variable ${name} is not UTF-8`,
      () => Deno.env.get(name),
    );
    return value === undefined ? [] : [[name, value]];
  }));
}

/** Deno hands out no part of what it cannot read as text. */
function utf8<T>(message: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Deno.errors.InvalidData) throw new SluiceError(2, message);
    throw error;
  }
}
