/**
 * One variable of the environment, for Sluice itself.
 *
 * @module
 */

import { isGranted } from "./permission.ts";

/** The value; undefined where it is not set, or there is no permission to see it. */
export function variable(name: string): string | undefined {
  return isGranted({ name: "env", variable: name }) ? Deno.env.get(name) : undefined;
}
