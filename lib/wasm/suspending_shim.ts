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

import { unsigned } from "./binary_writer.ts";
import type { FunctionType } from "./module_interface.ts";
import { moduleOf } from "./module_writer.ts";

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

const NO_RESULT = 0x40;
const CATCH_ALL = 0x02;
const [UNREACHABLE, BLOCK, END, BR_IF, CALL, DROP] = [0x00, 0x02, 0x0b, 0x0d, 0x10, 0x1a];
const [TRY_TABLE, LOCAL_GET, GLOBAL_GET, GLOBAL_SET] = [0x1f, 0x20, 0x23, 0x24];
const [I32_CONST, I32_EQZ, I32_AND] = [0x41, 0x45, 0x71];

/**
 * The module. It imports `attempt.NAME` and `finish.NAME` for each function and the mutable i32 global
 * `state.state`, and exports each function under its name.
 */
export function suspendingShim(functions: readonly ShimFunction[]): Uint8Array<ArrayBuffer> {
  const { attempt, finish, state } = SHIM_IMPORTS;
  const all = (module: string) =>
    functions.map(({ name }, i) => ({ module, name, is: { function: i } }));
  return moduleOf({
    types: functions.map(({ type }) => type),
    imports: [...all(attempt), ...all(finish), { module: state, name: state, is: "variable" }],
    functions: functions.map(({ name, type }, i) => ({
      name,
      type: i,
      code: body(type, i, functions.length + i),
    })),
  });
}

function body({ parameters, results }: FunctionType, attempt: number, finish: number): number[] {
  const passed = parameters.flatMap((_, i) => [LOCAL_GET, ...unsigned(i)]);
  const unlessWaiting = (label: number) => [GLOBAL_GET, 0, I32_EQZ, BR_IF, label];
  const call = (index: number) => [...passed, CALL, ...unsigned(index)];
  const drops = results.map(() => DROP);
  return [
    ...[...call(attempt), ...unlessWaiting(0), ...drops],
    ...[BLOCK, NO_RESULT, TRY_TABLE, NO_RESULT, 1, CATCH_ALL, 0],
    ...[...call(finish), ...unlessWaiting(2), ...drops],
    ...[END, END, GLOBAL_GET, 0, I32_CONST, ENDED, I32_AND, GLOBAL_SET, 0, UNREACHABLE],
  ];
}
