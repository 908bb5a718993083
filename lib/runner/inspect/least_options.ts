/**
 * The fewest options that give a module what it imports.
 *
 * @module
 */

import { MODULE_NAMES } from "../../abi/preview1/imports.ts";
import type { ModuleInterface } from "../../wasm/module_interface.ts";

/** Functions that are of no use without a directory. */
const NEEDS_DIRECTORY = /^path_|^fd_readdir$/;

/** Functions that are of no use in a directory that can only be read. */
const WRITES =
  /^path_(create_directory|filestat_set_times|link|remove_directory|rename|symlink|unlink_file)$|^fd_(allocate|pwrite|filestat_set_(size|times))$/;

/**
 * What a user has to grant. It is little: only a program itself knows which of its imports it calls,
 * and most of what there is needs no grant.
 *
 * @returns words of a command line, without the module
 */
export function leastOptions({ imports, exports }: ModuleInterface): string[] {
  const names = imports.filter(({ module }) => MODULE_NAMES.includes(module))
    .map(({ name }) => name);
  const options: string[] = [];
  if (names.some((name) => NEEDS_DIRECTORY.test(name))) {
    options.push("--dir", names.some((name) => WRITES.test(name)) ? ".::/" : ".::/::ro");
  }
  const isStarted = exports.some(({ name }) => name === "_start" || name === "_initialize");
  const callable = exports.find(({ kind, type }) => kind === "function" && type !== undefined);
  if (!isStarted && callable !== undefined) options.push("--invoke", callable.name);
  return options;
}
