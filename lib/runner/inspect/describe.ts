/**
 * Saying what a module or component is like from outside, without running it.
 *
 * @module
 */

import {
  type ComponentDescription,
  describeComponent,
  type FunctionDescription,
  type ItemDescription,
} from "../../component/describe.ts";
import { isComponent } from "../../component/decode/component.ts";
import { readHostFile } from "../../host/read_file.ts";
import type { ExternalKind, FunctionType } from "../../wasm/module_interface.ts";
import { decoding } from "../component/decode.ts";
import { nameOfGiven } from "../modules/given_module.ts";
import { compileModule, type ModuleSource } from "../modules/load_module.ts";

export type { ComponentDescription, ExternalKind, FunctionDescription, ItemDescription };

/** What a core module imports under two names. */
export interface ModuleImportDescription {
  /** The first name, of where it comes from. */
  readonly module: string;
  /** The second name. */
  readonly name: string;
  /** What kind of thing it is. */
  readonly kind: ExternalKind;
  /** Of a function, such as `(i32, i32) -> (i32)`. */
  readonly signature?: string | undefined;
}

/** What a core module exports. */
export interface ModuleExportDescription {
  /** What it is exported as. */
  readonly name: string;
  /** What kind of thing it is. */
  readonly kind: ExternalKind;
  /** Of a function, such as `(i32, i32) -> (i32)`. */
  readonly signature?: string | undefined;
}

/** What a core module is like from outside. */
export interface ModuleDescription {
  /** Tells it from a component. */
  readonly kind: "module";
  /** In the order of the binary. */
  readonly imports: readonly ModuleImportDescription[];
  /** In the order of the binary. */
  readonly exports: readonly ModuleExportDescription[];
}

/** What a module or component is like from outside. */
export type Description = ModuleDescription | ComponentDescription;

/**
 * Says what a module or component imports and exports, and nothing is run. Of a component everything
 * is checked that the Component Model demands, but for the core modules in it; a core module is
 * compiled.
 *
 * @param source its path, `-` for standard input, or its bytes
 * @returns of a core module imports and exports; of a component also its world in WIT
 * @throws SluiceError status 127 when it cannot be read, 126 when it is not valid or uses what this
 * version does not run, such as async (WASI 0.3)
 *
 * @example
 * ```ts
 * import { describe } from "@sluice/sluice";
 *
 * // (component (import "log" (func (param "text" string))))
 * const component = new Uint8Array([0, 97, 115, 109, 13, 0, 1, 0, 7, 11, 1, 64, 1, 4, 116, 101, 120,
 *   116, 115, 1, 0, 10, 8, 1, 0, 3, 108, 111, 103, 1, 0]);
 * const description = describe(component);
 * console.assert(description.kind === "component");
 * console.assert(description.imports.some((item) => item.signature === "func(text: string)"));
 * ```
 */
export function describe(source: string | Uint8Array): Description {
  const bytes = typeof source === "string" ? readHostFile(source) : source;
  const module = { bytes: bytes as Uint8Array<ArrayBuffer>, name: nameOfGiven(source) };
  return isComponent(bytes)
    ? decoding(module.name, () => describeComponent(bytes))
    : describedModule(module);
}

function describedModule(source: ModuleSource): ModuleDescription {
  const { imports, exports } = compileModule(source).interface;
  return {
    kind: "module",
    imports: imports.map(({ module, name, kind, type }) => ({
      module,
      name,
      kind,
      signature: type && signatureOf(type),
    })),
    exports: exports.map(({ name, kind, type }) => ({
      name,
      kind,
      signature: type && signatureOf(type),
    })),
  };
}

function signatureOf({ parameters, results }: FunctionType): string {
  return `(${parameters.join(", ")}) -> (${results.join(", ")})`;
}
