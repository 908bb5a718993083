/**
 * Writing small modules of functions.
 *
 * @module
 */

import { concatenated, unsigned } from "./binary_writer.ts";
import type { FunctionType } from "./module_interface.ts";

/** What a module is put together from. Functions imported come before those defined. */
export interface Parts {
  readonly types: readonly FunctionType[];
  readonly imports: readonly Import[];
  readonly functions: readonly DefinedFunction[];
}

/** An import: of a function, which names its type, of a memory of one page, or of a mutable i32. */
export interface Import {
  readonly module: string;
  readonly name: string;
  readonly is: { readonly function: number } | "memory" | "variable";
}

/** A function that is exported under its name. */
export interface DefinedFunction {
  readonly name: string;
  readonly type: number;
  /** The instructions, without locals and without the last `end`. */
  readonly code: readonly number[];
}

const HEADER = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
const [TYPE, IMPORT, FUNCTION, EXPORT, CODE] = [1, 2, 3, 7, 10];
const FUNCTION_TYPE = 0x60;
const [FUNCTION_KIND, MEMORY_KIND, GLOBAL_KIND] = [0x00, 0x02, 0x03];
const MUTABLE = 0x01;
const END = 0x0b;
const VALUE_TYPES: Readonly<Record<string, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
};

const encoder = new TextEncoder();

/** The module in the binary format. */
export function moduleOf({ types, imports, functions }: Parts): Uint8Array<ArrayBuffer> {
  const imported = imports.filter(({ is }) => typeof is === "object").length;
  return concatenated([
    HEADER,
    section(
      TYPE,
      types.map(({ parameters, results }) => [
        FUNCTION_TYPE,
        ...valueTypes(parameters),
        ...valueTypes(results),
      ]),
    ),
    section(
      IMPORT,
      imports.map(({ module, name, is }) => [...text(module), ...text(name), ...kindOf(is)]),
    ),
    section(FUNCTION, functions.map(({ type }) => unsigned(type))),
    section(
      EXPORT,
      functions.map(({ name }, i) => [...text(name), FUNCTION_KIND, ...unsigned(imported + i)]),
    ),
    section(
      CODE,
      functions.map(({ code }) => [...unsigned(code.length + 2), 0, ...code, END]),
    ),
  ]);
}

function kindOf(is: Import["is"]): number[] {
  if (is === "memory") return [MEMORY_KIND, 0, 1];
  if (is === "variable") return [GLOBAL_KIND, VALUE_TYPES.i32!, MUTABLE];
  return [FUNCTION_KIND, ...unsigned(is.function)];
}

function valueTypes(names: readonly string[]): number[] {
  return [
    ...unsigned(names.length),
    ...names.map((name) => {
      const code = VALUE_TYPES[name];
      if (code === undefined) throw new TypeError(`no function here has a ${name}`);
      return code;
    }),
  ];
}

function text(value: string): number[] {
  const bytes = encoder.encode(value);
  return [...unsigned(bytes.length), ...bytes];
}

function section(id: number, entries: readonly (readonly number[])[]): Uint8Array {
  const content = [...unsigned(entries.length), ...entries.flat()];
  return Uint8Array.from([id, ...unsigned(content.length), ...content]);
}
