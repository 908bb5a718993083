/**
 * `args_*` and `environ_*`.
 *
 * @module
 */

import type { Context, Functions } from "./context.ts";
import { SUCCESS } from "./errno.ts";
import type { GuestMemory } from "./guest_memory.ts";

/** The functions of this family. */
export function argsEnviron({ memory, args, environ }: Context): Functions {
  return {
    /**
     * Copies the arguments, as the argv of main.
     *
     * ```text
     * pointers   0 u32 | 4 u32 | ...      each points into
     * strings    "argv0\0arg1\0..."
     * ```
     */
    args_get: (pointers: number, strings: number) => put(memory, args, pointers, strings),
    /** The number of arguments, and the bytes that they need. */
    args_sizes_get: (count: number, size: number) => putSizes(memory, args, count, size),
    /** Copies the environment, as environ(7); laid out as by args_get. */
    environ_get: (pointers: number, strings: number) => put(memory, environ, pointers, strings),
    /** The number of variables, and the bytes that they need. */
    environ_sizes_get: (count: number, size: number) => putSizes(memory, environ, count, size),
  };
}

function put(
  memory: GuestMemory,
  values: readonly Uint8Array[],
  pointers: number,
  strings: number,
): number {
  memory.check(pointers, 4 * values.length, 4);
  const target = memory.bytes(strings, sizeOf(values));
  let at = 0;
  for (const [i, value] of values.entries()) {
    target.set(value, at);
    memory.setU32(pointers + 4 * i, (strings >>> 0) + at);
    at += value.length;
  }
  return SUCCESS;
}

function putSizes(
  memory: GuestMemory,
  values: readonly Uint8Array[],
  count: number,
  size: number,
): number {
  memory.check(count, 4, 4);
  memory.check(size, 4, 4);
  memory.setU32(count, values.length);
  memory.setU32(size, sizeOf(values));
  return SUCCESS;
}

function sizeOf(values: readonly Uint8Array[]): number {
  return values.reduce((sum, value) => sum + value.length, 0);
}
