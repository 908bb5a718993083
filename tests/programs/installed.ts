/**
 * Where the programs are that `deno task npm` installs.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import { brotliDecompressSync } from "node:zlib";

const packages = new URL("../npm/node_modules/", import.meta.url);

/** What ripgrep's package exports from `lib/_rg.wasm.mjs`. */
interface Ripgrep {
  getCompressedBytes(): Uint8Array;
}

/**
 * The path of an installed file.
 *
 * @param file Package and path in it, `ripgrep/lib/_rg.wasm.mjs`.
 * @throws Error if it is not there, with the command that puts it there.
 */
export function installed(file: string): string {
  const path = fromFileUrl(new URL(file, packages));
  try {
    Deno.statSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(`${file} is not installed: run \`deno task npm\` first`, { cause: error });
  }
  return path;
}

/**
 * Unpack ripgrep, whose package keeps its module compressed.
 *
 * @param path Where to write the module.
 */
export async function unpackRipgrep(path: string): Promise<void> {
  installed("ripgrep/lib/_rg.wasm.mjs");
  const module: Ripgrep = await import(new URL("ripgrep/lib/_rg.wasm.mjs", packages).href);
  await Deno.writeFile(path, brotliDecompressSync(module.getCompressedBytes()));
}
