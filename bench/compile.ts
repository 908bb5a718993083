/**
 * The C programs of the benchmark, where a compiler is present.
 *
 * @module
 */

import { runToEnd } from "./spawn.ts";

/**
 * Compile one C file for this machine.
 *
 * @returns whether there is a program now; `false` without gcc.
 * @throws {Error} with the compiler's words.
 */
export async function compileNative(source: string, program: string): Promise<boolean> {
  return await compile(["gcc", "-O2", "-o", program, source]);
}

async function compile(words: string[]): Promise<boolean> {
  try {
    await runToEnd({ words });
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
