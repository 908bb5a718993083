/**
 * From a file to a compiled module.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { readHostFile } from "../host/read_file.ts";
import { MalformedModule } from "../wasm/binary_reader.ts";
import { type ModuleInterface, readInterface } from "../wasm/module_interface.ts";

/** A module that can be instantiated. */
export interface LoadedModule {
  readonly module: WebAssembly.Module;
  readonly interface: ModuleInterface;
}

/** Makes another module of a module, which need not be valid. */
export type Rewrite = (bytes: Uint8Array<ArrayBuffer>, name: string) => Uint8Array<ArrayBuffer>;

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const CORE_VERSION = [0x01, 0x00, 0x00, 0x00];
const COMPONENT_VERSION = [0x0d, 0x00, 0x01, 0x00];

/**
 * Reads and compiles a module.
 *
 * @param source its path, `-` for standard input, or its bytes
 * @param rewrite what becomes of the bytes before they are compiled
 * @throws SluiceError status 127 when it cannot be read, 126 when it is not a core module
 */
export function loadModule(
  source: string | Uint8Array,
  rewrite: Rewrite = (bytes) => bytes,
): LoadedModule {
  const bytes = typeof source === "string" ? readHostFile(source) : source;
  const name = nameOf(source);
  const starts = (at: number, expected: readonly number[]) =>
    expected.every((byte, i) => bytes[at + i] === byte);
  if (!starts(0, MAGIC)) throw new SluiceError(126, `${name} is not a WebAssembly module`);
  if (starts(4, COMPONENT_VERSION)) {
    throw new SluiceError(126, `${name} is a component, and this version runs core modules only`);
  }
  if (!starts(4, CORE_VERSION)) {
    throw new SluiceError(126, `${name} is of a WebAssembly version that is not known`);
  }
  try {
    const module = new WebAssembly.Module(rewrite(bytes as Uint8Array<ArrayBuffer>, name));
    return { module, interface: readInterface(bytes) };
  } catch (error) {
    const known = [WebAssembly.CompileError, MalformedModule, RangeError];
    if (!(error instanceof Error) || !known.some((type) => error instanceof type)) throw error;
    throw new SluiceError(126, `${name} is not a valid WebAssembly module: ${detailOf(error)}`);
  }
}

/** The engine's reason without its own function name in front. */
function detailOf(error: Error): string {
  return error.message.replace(/^WebAssembly\.\w+\(\): /, "");
}

function nameOf(source: string | Uint8Array): string {
  if (typeof source !== "string") return "the module";
  return source === "-" ? "standard input" : source;
}
