/**
 * `wasi:random`.
 *
 * @module
 */

import { Trap } from "../../errors.ts";
import type { RandomSource } from "../../random/random.ts";
import type { Context } from "./context.ts";
import { type Interface, interfaceOf } from "./interface.ts";
import { MAX_PIECE } from "./scratch.ts";

/** The most bytes that a guest gets at once; it must get as many as it asks for. */
const MOST = 1n << 24n;

/** `wasi:random/random`. */
export function random(context: Context): Interface {
  return interfaceOf({
    "get-random-bytes": ["func(u64) -> list<u8>", (length: bigint) => bytes(context, length)],
    "get-random-u64": ["func() -> u64", () => word(context.random)],
  });
}

/** `wasi:random/insecure`, from the same source. */
export function insecure(context: Context): Interface {
  return interfaceOf({
    "get-insecure-random-bytes": [
      "func(u64) -> list<u8>",
      (length: bigint) => bytes(context, length),
    ],
    "get-insecure-random-u64": ["func() -> u64", () => word(context.random)],
  });
}

/** `wasi:random/insecure-seed`, from the same source. */
export function insecureSeed({ random }: Context): Interface {
  return interfaceOf({
    "insecure-seed": ["func() -> tuple<u64, u64>", () => [word(random), word(random)]],
  });
}

function bytes({ random, scratch }: Context, length: bigint): Uint8Array {
  if (length > MOST) throw new Trap(`more than ${MOST} random bytes are wanted at once`);
  const into = length <= MAX_PIECE ? scratch.first(Number(length)) : new Uint8Array(Number(length));
  random.fill(into);
  return into;
}

function word(random: RandomSource): bigint {
  const words = new BigUint64Array(1);
  random.fill(new Uint8Array(words.buffer));
  return words[0]!;
}
