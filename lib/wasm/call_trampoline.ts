/**
 * Calls from one guest to another with work of the host before and after, such that no JavaScript lies
 * between the two: V8 does not suspend a guest across a JavaScript frame.
 *
 * ```text
 * (func (export "call") (param $p...) (result $r...)
 *   (block $failed
 *     (try_table (catch_all $failed)
 *       (call $enter (local.get $p)...)          ;; JavaScript: leaves the callee's arguments in memory
 *       (call $callee (T.load (i32.const 0)) (T.load offset=8 (i32.const 0)) ...)
 *       (return (call $exit))))                  ;; JavaScript: takes results, gives results
 *   (unreachable))
 * ```
 *
 * An exception, be it the callee's or one of JavaScript, becomes a trap, which the caller cannot catch.
 *
 * @module
 */

import { unsigned } from "./binary_writer.ts";
import type { FunctionType } from "./module_interface.ts";
import { moduleOf } from "./module_writer.ts";

/** What a trampoline imports, all from the module `""`, and the one function that it exports. */
export interface TrampolineImports {
  readonly enter: (...args: never[]) => unknown;
  readonly callee: (...args: never[]) => unknown;
  readonly exit: (...args: never[]) => unknown;
  /** Where `enter` leaves the callee's arguments, each in {@linkcode SLOT} bytes. */
  readonly memory: WebAssembly.Memory;
}

/** Bytes for an argument. */
export const SLOT = 8;

const NO_RESULT = 0x40;
const CATCH_ALL = 0x02;
const [UNREACHABLE, BLOCK, IF, END, RETURN, CALL] = [0x00, 0x02, 0x04, 0x0b, 0x0f, 0x10];
const [TRY_TABLE, LOCAL_GET, I32_CONST, I32_EQZ] = [0x1f, 0x20, 0x41, 0x45];

/** Load instructions, each with the alignment that it may expect. */
const LOADS: Readonly<Record<string, readonly [code: number, alignment: number]>> = {
  i32: [0x28, 2],
  i64: [0x29, 3],
  f32: [0x2a, 2],
  f64: [0x2b, 3],
};

const [ENTER, CALLEE, EXIT] = [0, 1, 2];

/** A trampoline for callers that see the type `caller`, to callees of the type `callee`. */
export function callTrampoline(
  caller: FunctionType,
  callee: FunctionType,
): Uint8Array<ArrayBuffer> {
  const enter = { parameters: caller.parameters, results: [] };
  return trampoline(caller, enter, callee, [
    ...caller.parameters.flatMap((_, i) => [LOCAL_GET, ...unsigned(i)]),
    ...[CALL, ENTER],
  ]);
}

/** A trampoline to a destructor, which is only called where `enter` answers 1. */
export function dropTrampoline(): Uint8Array<ArrayBuffer> {
  const caller = { parameters: ["i32"], results: [] };
  const enter = { parameters: ["i32"], results: ["i32"] };
  return trampoline(caller, enter, caller, [
    ...[LOCAL_GET, 0, CALL, ENTER],
    ...[I32_EQZ, IF, NO_RESULT, RETURN, END],
  ]);
}

function trampoline(
  caller: FunctionType,
  enter: FunctionType,
  callee: FunctionType,
  entering: readonly number[],
): Uint8Array<ArrayBuffer> {
  const exit = { parameters: callee.results, results: caller.results };
  const loaded = callee.parameters.flatMap((type, i) => {
    const [code, alignment] = LOADS[type]!;
    return [I32_CONST, 0, code, alignment, ...unsigned(i * SLOT)];
  });
  return moduleOf({
    types: [enter, callee, exit, caller],
    imports: [
      { module: "", name: "enter", is: { function: ENTER } },
      { module: "", name: "callee", is: { function: CALLEE } },
      { module: "", name: "exit", is: { function: EXIT } },
      { module: "", name: "memory", is: "memory" },
    ],
    functions: [{
      name: "call",
      type: 3,
      code: [
        ...[BLOCK, NO_RESULT, TRY_TABLE, NO_RESULT, 1, CATCH_ALL, 0],
        ...entering,
        ...[...loaded, CALL, CALLEE, CALL, EXIT, RETURN],
        ...[END, END, UNREACHABLE],
      ],
    }],
  });
}
