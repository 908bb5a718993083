/**
 * Checking that a module can be run, before anything of it is.
 *
 * @module
 */

import { signatureOf } from "../abi/preview1/signatures.ts";
import { MODULE_NAMES } from "../abi/preview1/imports.ts";
import { SluiceError } from "../errors.ts";
import { commandLine } from "../grants/option_words.ts";
import type { FunctionType, ModuleImport, ModuleInterface } from "../wasm/module_interface.ts";

/** As many missing imports as a message names. */
const MOST_NAMED = 10;

/** Import modules of other systems, and what they say of the program; the first that fits is told. */
const FOREIGN: readonly (readonly [module: RegExp, hint: string])[] = [
  [/^wasi:/, "the module is a part of a component, and does not run without it"],
  [/^wasix/, "the module was built for WASIX, which only its own runtime provides"],
  [/^wasi$/, "the module wants threads, which this version does not provide"],
  [/^(env|a)$/, "the module was built for Emscripten or another embedding, not for WASI alone"],
  [/./, "a program that has these functions can provide them: see preview1() of the library"],
];

/** How a module is started. */
export type Entry = "command" | "reactor";

/**
 * Checks imports and exports.
 *
 * @param invoke the export that is to be called in place of `_start`
 * @throws SluiceError status 126 for what does not fit
 */
export function checkLinks(module: ModuleInterface, invoke: string | undefined): Entry {
  checkImports(module.imports);
  checkMemory(module);
  return entryOf(module, invoke);
}

function checkImports(imports: readonly ModuleImport[]): void {
  const missing = imports.filter((one) => !isProvided(one));
  if (missing.length > 0) {
    const named = missing.slice(0, MOST_NAMED).map(nameOf).join(", ");
    const rest = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : "";
    const hint = FOREIGN.find(([module]) => missing.some((one) => module.test(one.module)))?.[1];
    throw new SluiceError(
      126,
      `nothing provides the import ${named}${rest}`,
      hint === undefined ? {} : { hint },
    );
  }
  for (const one of imports) {
    if (!sameType(one.type, signatureOf(one.name))) {
      throw new SluiceError(126, `the import ${nameOf(one)} has another type than WASI's`);
    }
  }
}

function isProvided({ module, name, kind }: ModuleImport): boolean {
  return kind === "function" && MODULE_NAMES.includes(module) && signatureOf(name) !== undefined &&
    !(module === "wasi_unstable" && name === "sock_accept");
}

/** Calls pass pointers into the memory under this name, of 32 bits and one thread. */
function checkMemory({ imports, exports }: ModuleInterface): void {
  const memory = exports.find(({ name }) => name === "memory");
  if (memory === undefined) {
    if (imports.length > 0) throw new SluiceError(126, "the module exports no memory");
    return;
  }
  if (memory.kind !== "memory") {
    throw new SluiceError(126, `the export memory is a ${memory.kind}, not a memory`);
  }
  if (memory.memory?.shared) throw new SluiceError(126, "the module's memory is shared by threads");
  if (memory.memory?.addresses === "i64") {
    throw new SluiceError(126, "the module's memory has 64-bit addresses, and WASI's have 32");
  }
}

function entryOf({ exports }: ModuleInterface, invoke: string | undefined): Entry {
  const find = (wanted: string) => exports.find(({ name }) => name === wanted);
  const start = find("_start");
  const initialize = find("_initialize");
  for (const entry of [start, initialize]) {
    if (entry !== undefined && !sameType(entry.type, { parameters: [], results: [] })) {
      throw new SluiceError(126, `the export ${entry.name} is not a function of no parameters`);
    }
  }
  if (invoke !== undefined) return "reactor";
  if (start !== undefined && initialize !== undefined) {
    throw new SluiceError(126, "the module has both _start and _initialize");
  }
  if (start !== undefined) return "command";
  if (initialize !== undefined) return "reactor";
  throw new SluiceError(126, "the module exports neither _start nor _initialize", {
    ...callable(exports),
  });
}

/** The option that calls an export, where there is one to call. */
function callable(exports: ModuleInterface["exports"]): { hint?: string } {
  const found = exports.find(({ kind }) => kind === "function");
  return found === undefined ? {} : { hint: commandLine(["--invoke", found.name]) };
}

function sameType(type: FunctionType | undefined, wanted: FunctionType | undefined): boolean {
  return type !== undefined && wanted !== undefined &&
    type.parameters.join() === wanted.parameters.join() &&
    type.results.join() === wanted.results.join();
}

function nameOf({ module, name }: ModuleImport): string {
  return `${module}.${name}`;
}
