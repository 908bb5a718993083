/**
 * What the command shows on its terminal while something takes long.
 *
 * @module
 */

import { showAtOnce } from "../host/terminal.ts";
import type { ModuleSource } from "./modules/load_module.ts";
import type { Watched } from "./modules/given_module.ts";

export { hasColours } from "../host/terminal.ts";

/** Compiling more takes about a second. */
const LARGE = 1 << 27;

/** Shows what takes over a second, from then on. */
export async function watchOnTerminal(what: string): Promise<Watched> {
  const { ProgressLine } = await import("../host/progress_line.ts");
  return new ProgressLine(what);
}

/** Shows that a large module is compiled: nothing can be shown while that blocks the thread. */
export function announceCompile({ name, bytes }: ModuleSource): Disposable | undefined {
  return bytes.length < LARGE ? undefined : showAtOnce(`compiling ${name}`);
}
