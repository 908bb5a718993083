/**
 * What to say when there is no such module: what was probably meant.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { nearest } from "../grants/nearest.ts";
import { isFile } from "../runner/hints/is_file.ts";
import { commandLine } from "../grants/option_words.ts";
import { SUBCOMMANDS } from "./subcommands.ts";

/**
 * The same refusal with the command that was probably meant.
 *
 * @param words the command line as it was given, `sluice` left out
 * @param index where in it the module stands
 */
export function withModuleHint(
  refusal: SluiceError,
  words: readonly string[],
  index: number,
): SluiceError {
  const module = words[index] ?? "";
  const hint = hintOf(refusal, words, index, module);
  if (hint === undefined) return refusal;
  return new SluiceError(refusal.status, refusal.message, { hint, cause: refusal.cause });
}

function hintOf(
  { status, hint }: SluiceError,
  words: readonly string[],
  index: number,
  module: string,
): string | undefined {
  const withModule = (other: string) => commandLine(["sluice", ...words.with(index, other)]);
  // A URL that lacks its digest, and the URL that has it.
  if (status === 2 && hint?.startsWith("http")) return withModule(hint);
  if (status !== 127 || hint !== undefined) return undefined;
  const [, name, path] = /^npm:((?:@[^/]+\/)?[^/@]+)(?:@[^/]*)?\/(.+)$/.exec(module) ?? [];
  if (name !== undefined) {
    const installed = commandLine([
      "npm",
      "install",
      "--no-save",
      module.slice(4, -path!.length - 1),
    ]);
    return `${installed} && ${withModule(`node_modules/${name}/${path}`)}`;
  }
  if (isFile(`${module}.wasm`)) return withModule(`${module}.wasm`);
  const near = nearest(module, SUBCOMMANDS.map((one) => one.name));
  return near === undefined || near === module || /[./]/.test(module)
    ? undefined
    : withModule(near);
}
