/**
 * Addresses of buffers.
 *
 * @module
 */

import { bind, type Buffer, COLD_INT, ColdInt } from "./library.ts";

/** memset(3) of no bytes: answers the address of a buffer without a pointer object. */
const { memset } = bind({
  memset: { parameters: ["buffer", COLD_INT, "usize"], result: "u64" },
});

const ZERO = new ColdInt().of(0);

/**
 * Where a buffer lies. Works also when the permission to make pointers has been given back.
 *
 * @returns an exact number: addresses of a process have 47 bits, or 56 where it asks for more, which
 * Deno does not
 */
export function addressOf(buffer: Buffer): number {
  return Number(memset(buffer, ZERO, 0n));
}
