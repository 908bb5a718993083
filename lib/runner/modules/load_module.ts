/**
 * From a file to a compiled module.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import { readHostFile } from "../../host/read_file.ts";
import { MalformedModule } from "../../wasm/binary_reader.ts";
import { type ModuleInterface, readInterface } from "../../wasm/module_interface.ts";
import type { Unstarted } from "../../wasm/start_section.ts";
import { type GivenModule, nameOfGiven } from "./given_module.ts";

/** A core module as it was found. */
export interface ModuleSource {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What it is called in messages. */
  readonly name: string;
}

/** What was found. */
export interface Source extends ModuleSource {
  readonly kind: "module" | "component";
}

/** A module that can be instantiated. */
export interface LoadedModule {
  readonly module: WebAssembly.Module;
  readonly interface: ModuleInterface;
  /** The export to be called before any other one, where the module had a start section. */
  readonly start?: string | undefined;
}

/** Makes another module of a module, which need not be valid. */
export type Rewrite = (source: ModuleSource) => Uint8Array<ArrayBuffer>;

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const CORE_VERSION = [0x01, 0x00, 0x00, 0x00];
const COMPONENT_VERSION = [0x0d, 0x00, 0x01, 0x00];

/** How the text format begins. */
const PARENTHESIS = "(".charCodeAt(0);

/**
 * Reads a core module or a component; the first eight bytes tell which.
 *
 * @throws SluiceError status 127 when it cannot be read, 126 when it is neither
 */
export function readSource(given: GivenModule): Source {
  const bytes = bytesOf(given);
  const name = nameOfGiven(given);
  const starts = (at: number, expected: readonly number[]) =>
    expected.every((byte, i) => bytes[at + i] === byte);
  if (!starts(0, MAGIC)) throw notModule(bytes, name);
  const kind = starts(4, CORE_VERSION)
    ? "module"
    : starts(4, COMPONENT_VERSION)
    ? "component"
    : undefined;
  if (kind === undefined) {
    throw new SluiceError(126, `${name} is of a WebAssembly version that is not known`);
  }
  return { bytes: bytes as Uint8Array<ArrayBuffer>, name, kind };
}

/** What a module is rewritten with before it is compiled. */
export interface Rewrites {
  /** Caps what it can allocate. */
  readonly limit?: Rewrite | undefined;
  /** Exports what it would have started with. */
  readonly exportStart?: ((bytes: Uint8Array) => Unstarted | undefined) | undefined;
}

/** Shows that a module is compiled, until what it returns is disposed. */
export type Announce = (source: ModuleSource) => Disposable | undefined;

/**
 * Compiles a module.
 *
 * @throws SluiceError status 126 when it is not valid
 */
export function compileModule(
  source: ModuleSource,
  rewrites: Rewrites = {},
  announce?: Announce,
): LoadedModule {
  const { limit = ({ bytes }) => bytes, exportStart = () => undefined } = rewrites;
  using _ = announce?.(source);
  try {
    const limited = limit(source);
    const unstarted = exportStart(limited);
    const module = new WebAssembly.Module(unstarted?.bytes ?? limited);
    return { module, interface: readInterface(source.bytes), start: unstarted?.start };
  } catch (error) {
    throw notValid(error, source.name);
  }
}

/** What to tell of a module that the engine refused, or `error` itself when that is not what failed. */
export function notValid(error: unknown, name: string): unknown {
  const known = [WebAssembly.CompileError, MalformedModule, RangeError];
  if (!(error instanceof Error) || !known.some((type) => error instanceof type)) return error;
  return new SluiceError(126, `${name} is not a valid WebAssembly module: ${detailOf(error)}`);
}

function bytesOf(given: GivenModule): Uint8Array {
  if (typeof given === "string") return readHostFile(given);
  return given instanceof Uint8Array ? given : given.bytes;
}

function notModule(bytes: Uint8Array, name: string): SluiceError {
  return new SluiceError(
    126,
    `${name} is not a WebAssembly module`,
    bytes[0] === PARENTHESIS
      ? { hint: "a module in the text format is read from a file whose name ends in .wat" }
      : {},
  );
}

/** The engine's reason without its own function name in front. */
function detailOf(error: Error): string {
  return error.message.replace(/^WebAssembly\.\w+\(\): /, "");
}
