/**
 * `deno task bench:guest`: build `bench.wasm` from `bench.c`.
 *
 * Needs clang with its wasm32 run-time library, lld and wasi-libc; on Debian the packages are clang, lld,
 * libclang-rt-dev-wasm32 and wasi-libc. Commit the module with the source.
 *
 * @module
 */

import { compileGuest } from "../compile.ts";

/** Build the guest beside its source. */
export async function buildGuest(): Promise<void> {
  const { dirname } = import.meta;
  const built = await compileGuest(`${dirname}/bench.c`, `${dirname}/bench.wasm`);
  if (!built) throw new Error("clang is not installed");
}

if (import.meta.main) await buildGuest();
