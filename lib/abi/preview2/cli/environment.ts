/**
 * `wasi:cli/environment`.
 *
 * @module
 */

import type { Context } from "../context.ts";
import { type Interface, interfaceOf } from "../interface.ts";

/** The interface. A guest begins in no directory: it has those that it is granted. */
export function environment({ args, environment }: Context): Interface {
  return interfaceOf({
    "get-environment": ["func() -> list<tuple<string, string>>", () => environment],
    "get-arguments": ["func() -> list<string>", () => args],
    "initial-cwd": ["func() -> option<string>", () => undefined],
  });
}
