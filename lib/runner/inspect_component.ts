/**
 * What a component wants and offers.
 *
 * @module
 */

import { type ComponentDescription, describeComponent } from "../component/describe.ts";
import { decoding } from "./component/decode.ts";
import type { ModuleSource } from "./load_module.ts";

/** What a component turned out to be. */
export interface ComponentInspection extends ComponentDescription {
  /** Bytes. */
  readonly size: number;
  /** The fewest options that give it what it imports, as words of a command line. */
  readonly options: readonly string[];
}

/** The export that makes it a command. */
const RUN = /^wasi:cli\/run@/;

/** An interface that is of no use without a directory. */
const FILES = /^wasi:filesystem\/preopens@/;

/**
 * Reads a component without running anything of it.
 *
 * @throws SluiceError status 126 when it is not valid, or uses what this version does not run
 */
export function inspectComponent({ bytes, name }: ModuleSource): ComponentInspection {
  const description = decoding(name, () => describeComponent(bytes));
  return { ...description, size: bytes.length, options: leastOptions(description) };
}

function leastOptions({ imports, exports }: ComponentDescription): string[] {
  const files = imports.some((one) => FILES.test(one.name)) ? ["--dir", ".::/::ro"] : [];
  if (exports.some((one) => RUN.test(one.name))) return files;
  const callable = exports.find(({ kind }) => kind === "function");
  return callable === undefined ? files : [...files, "--invoke", `${callable.name}()`];
}
