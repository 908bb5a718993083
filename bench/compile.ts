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

/**
 * Compile one C file for WebAssembly.
 *
 * @returns whether there is a module now; `false` without clang.
 * @throws {Error} with the compiler's words, also where it knows no wasm32-wasi.
 */
export async function compileGuest(source: string, module: string): Promise<boolean> {
  const target = ["--target=wasm32-wasi", "-Wl,--strip-all"];
  const words = ["clang", ...target, "-O2", "-Wall", "-Wextra", "-Werror", "-o", module, source];
  if (!await compile(words)) return false;
  await Deno.chmod(module, 0o644);
  return true;
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
