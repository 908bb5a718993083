/**
 * The shim between a guest and imports that may have to wait: a generated module.
 *
 * An import wrapped in `WebAssembly.Suspending` suspends its caller at every call, also for an answer
 * that is there already: 113 ns against 26. So every function comes in two parts, and for each the shim
 * holds one of wasm:
 *
 * ```text
 * (func (param $p...) (result $r...)
 *   (call $attempt (local.get $p)...)          ;; plain: does it, or sets the state to WAITS
 *   (br_if 0 (i32.eqz (global.get $state)))    ;; done
 *   (drop)...
 *   (block $failed
 *     (try_table (catch_all $failed)
 *       (call $finish (local.get $p)...)       ;; Suspending: waits, and goes on until it is done
 *       (br_if 2 (i32.eqz (global.get $state)))))
 *   (global.set $state (i32.and (global.get $state) (i32.const 2)))
 *   (unreachable))                             ;; ended, or could not be suspended
 * ```
 *
 * The state is a global, not a result, since a result can be anything. What ends the guest while it is
 * suspended is a trap of the shim's own, which the guest cannot catch. A call that could not be suspended
 * is over with that: a state that went on to say that it waits would be taken for the next call's.
 *
 * @module
 */

import { concatenated, unsigned } from "./binary_writer.ts";
import type { FunctionType } from "./module_interface.ts";

/** Where the shim finds what it calls. */
export const SHIM_IMPORTS = { attempt: "attempt", finish: "finish", state: "state" } as const;

/** What the state says, beside 0 for a call that is done. */
export const WAITS = 1;
export const ENDED = 2;

/** A function that the shim stands for. */
export interface ShimFunction {
  readonly name: string;
  readonly type: FunctionType;
}

const HEADER = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
const [TYPE, IMPORT, FUNCTION, EXPORT, CODE] = [1, 2, 3, 7, 10];
const VALUE_TYPES: Readonly<Record<string, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
};
const [FUNCTION_KIND, GLOBAL_KIND] = [0x00, 0x03];
const MUTABLE = 0x01;
const NO_RESULT = 0x40;
const CATCH_ALL = 0x02;
const [UNREACHABLE, BLOCK, END, BR_IF, CALL, DROP] = [0x00, 0x02, 0x0b, 0x0d, 0x10, 0x1a];
const [TRY_TABLE, LOCAL_GET, GLOBAL_GET, GLOBAL_SET] = [0x1f, 0x20, 0x23, 0x24];
const [I32_CONST, I32_EQZ, I32_AND] = [0x41, 0x45, 0x71];

const encoder = new TextEncoder();

/**
 * The module. It imports `attempt.NAME` and `finish.NAME` for each function and the mutable i32 global
 * `state.state`, and exports each function under its name.
 */
export function suspendingShim(functions: readonly ShimFunction[]): Uint8Array<ArrayBuffer> {
  const count = functions.length;
  return concatenated([
    HEADER,
    section(TYPE, functions.map(({ type }) => functionType(type))),
    section(IMPORT, [
      ...functions.map(({ name }, i) => imported(SHIM_IMPORTS.attempt, name, i)),
      ...functions.map(({ name }, i) => imported(SHIM_IMPORTS.finish, name, i)),
      [
        ...text(SHIM_IMPORTS.state),
        ...text(SHIM_IMPORTS.state),
        ...[GLOBAL_KIND, VALUE_TYPES.i32!, MUTABLE],
      ],
    ]),
    section(FUNCTION, functions.map((_, i) => unsigned(i))),
    section(
      EXPORT,
      functions.map(({ name }, i) => [...text(name), FUNCTION_KIND, ...unsigned(2 * count + i)]),
    ),
    section(CODE, functions.map(({ type }, i) => body(type, i, count + i))),
  ]);
}

function body({ parameters, results }: FunctionType, attempt: number, finish: number): number[] {
  const passed = parameters.flatMap((_, i) => [LOCAL_GET, ...unsigned(i)]);
  const unlessWaiting = (label: number) => [GLOBAL_GET, 0, I32_EQZ, BR_IF, label];
  const code = [
    ...[0],
    ...[...passed, CALL, ...unsigned(attempt), ...unlessWaiting(0), ...results.map(() => DROP)],
    ...[BLOCK, NO_RESULT, TRY_TABLE, NO_RESULT, 1, CATCH_ALL, 0],
    ...[...passed, CALL, ...unsigned(finish), ...unlessWaiting(2), ...results.map(() => DROP)],
    ...[END, END, GLOBAL_GET, 0, I32_CONST, ENDED, I32_AND, GLOBAL_SET, 0, UNREACHABLE, END],
  ];
  return [...unsigned(code.length), ...code];
}

function imported(module: string, name: string, type: number): number[] {
  return [...text(module), ...text(name), FUNCTION_KIND, ...unsigned(type)];
}

function functionType({ parameters, results }: FunctionType): number[] {
  return [0x60, ...valueTypes(parameters), ...valueTypes(results)];
}

function valueTypes(names: readonly string[]): number[] {
  return [
    ...unsigned(names.length),
    ...names.map((name) => {
      const code = VALUE_TYPES[name];
      if (code === undefined) throw new TypeError(`the shim passes no ${name}`);
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
