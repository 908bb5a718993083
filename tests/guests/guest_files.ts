/**
 * The guests in this folder: their sources and the modules built from them.
 *
 * @module
 */

/** Names relative to this folder, in alphabetical order. */
export interface GuestFiles {
  /** C, WebAssembly text, Rust, Go, and modules assembled in TypeScript; not what they include. */
  readonly sources: string[];
  /** The .wasm files. */
  readonly modules: string[];
}

const here = new URL("./", import.meta.url);

/** Lists the guests, one folder a group. Components are not among them: they have tests of their own. */
export function guestFiles(): GuestFiles {
  const sources: string[] = [];
  const modules: string[] = [];
  for (const group of Deno.readDirSync(here)) {
    if (!group.isDirectory || group.name === "components") continue;
    for (const { name } of Deno.readDirSync(new URL(`${group.name}/`, here))) {
      if (name.endsWith(".wasm")) modules.push(`${group.name}/${name}`);
      else if (/\.(c|wat|rs|go|wasm\.ts)$/.test(name)) sources.push(`${group.name}/${name}`);
    }
  }
  return { sources: sources.sort(), modules: modules.sort() };
}
