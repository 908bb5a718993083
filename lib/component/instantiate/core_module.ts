/**
 * The core modules of a component, compiled.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import { MalformedModule } from "../../wasm/binary_reader.ts";
import type { CoreFunction, Suspended } from "./waiting.ts";

/** A core module. */
export interface CoreModule {
  readonly module: WebAssembly.Module;
  /** The export that is to be called in place of a start section. */
  readonly start: string | undefined;
}

/** The exports of a core instance, or what is put together to be given as one. */
export type CoreInstance = Readonly<Record<string, WebAssembly.ExportValue>>;

/** What is thrown for a module that is not valid, by V8 or by who reads it before. */
const INVALID = [WebAssembly.CompileError, WebAssembly.LinkError, MalformedModule] as const;

/** Compiles a module. */
export type Compile = (bytes: Uint8Array) => WebAssembly.Module;

/**
 * Compiles a module for guests that wait in their thread.
 *
 * @throws SluiceError status 126 when it is not valid
 */
export function compileModule(bytes: Uint8Array, compile: Compile): CoreModule {
  return { module: valid(() => compile(bytes)), start: undefined };
}

/** The same for guests that are suspended, which cannot happen in a start section. */
export function compileUnstarted(
  bytes: Uint8Array,
  compile: Compile,
  { exportStart }: Pick<Suspended, "exportStart">,
): CoreModule {
  const unstarted = valid(() => exportStart(bytes));
  if (unstarted === undefined) return compileModule(bytes, compile);
  return { module: valid(() => compile(unstarted.bytes)), start: unstarted.start };
}

/** Makes an instance of `module`. */
export function instantiateModule(
  { module }: CoreModule,
  imports: WebAssembly.Imports,
): CoreInstance {
  return valid(() => new WebAssembly.Instance(module, imports)).exports;
}

/** The same, and calls what was its start section such that it can be suspended. */
export async function startModule(
  module: CoreModule,
  imports: WebAssembly.Imports,
  { promising }: Suspended,
): Promise<CoreInstance> {
  const exports = instantiateModule(module, imports);
  if (module.start !== undefined) await promising(exports[module.start] as CoreFunction)();
  return exports;
}

function valid<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (INVALID.some((kind) => error instanceof kind)) {
      throw new SluiceError(
        126,
        `a core module of the component is not valid: ${messageOf(error)}`,
        {
          cause: error,
        },
      );
    }
    if (error instanceof RangeError && /memory/i.test(error.message)) {
      throw new SluiceError(126, "the component wants more memory than there is", { cause: error });
    }
    throw error;
  }
}

function messageOf(error: unknown): string {
  return (error as Error).message;
}
