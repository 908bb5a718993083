/**
 * Parameters and results of whole functions: as core values where they are few, in memory otherwise.
 *
 * @module
 */

import type { FunctionType } from "../../wasm/module_interface.ts";
import type { FuncType, ValueType } from "../types.ts";
import type { CoreValue } from "./core_values.ts";
import { type CoreType, type Layouts, MAX_FLAT_RESULTS } from "./layout.ts";
import { liftingFlatSequence } from "./lift_flat.ts";
import type { Lifting } from "./lifting.ts";
import { loadingSequence } from "./load.ts";
import { loweringFlatSequence } from "./lower_flat.ts";
import type { Lowering } from "./lowering.ts";
import { storingSequence } from "./store.ts";

/** How the values of a function are passed. */
export interface Passing {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** The core values of the parameters; undefined where they are in memory. */
  readonly flatParameters: readonly CoreType[] | undefined;
  readonly flatResults: readonly CoreType[] | undefined;
}

/** How the values of functions of `type` are passed. */
export function passing(type: FuncType, layouts: Layouts): Passing {
  const parameters = type.parameters.map((parameter) => parameter.type);
  const results = type.result === undefined ? [] : [type.result];
  const flat = layouts.ofSequence(results).flat;
  return {
    parameters,
    results,
    flatParameters: layouts.ofSequence(parameters).flat,
    flatResults: flat !== undefined && flat.length <= MAX_FLAT_RESULTS ? flat : undefined,
  };
}

/** The type of the core function that is lifted: it answers a pointer to results that are many. */
export function liftedCoreType({ flatParameters, flatResults }: Passing): CoreFunctionType {
  return { parameters: flatParameters ?? ["i32"], results: flatResults ?? ["i32"] };
}

/** The type of the lowered core function: it is given a pointer for results that are many. */
export function loweredCoreType({ flatParameters, flatResults }: Passing): CoreFunctionType {
  const parameters = flatParameters ?? ["i32"];
  return flatResults === undefined
    ? { parameters: [...parameters, "i32"], results: [] }
    : { parameters, results: flatResults };
}

/** A function type of the core values that the canonical ABI passes. */
export interface CoreFunctionType extends FunctionType {
  readonly parameters: readonly CoreType[];
  readonly results: readonly CoreType[];
}

/** Takes values out of core values. */
export type LiftValues = (flat: readonly CoreValue[]) => unknown[];

/** What lifts the parameters of a call. */
export function liftingParameters(passed: Passing, from: Lifting): LiftValues {
  return liftingValues(passed.parameters, passed.flatParameters, from);
}

/** What lifts the result of a call, if there is one, as the only element. */
export function liftingResults(passed: Passing, from: Lifting): LiftValues {
  return liftingValues(passed.results, passed.flatResults, from);
}

function liftingValues(
  types: readonly ValueType[],
  flat: readonly CoreType[] | undefined,
  from: Lifting,
): LiftValues {
  if (flat !== undefined) return liftingFlatSequence(types, 0, flat, from);
  const { size, alignment } = from.layouts.ofSequence(types);
  const load = loadingSequence(types, from);
  return ([pointer]) => load(from.memory.check(pointer as number, size, alignment));
}

/** Turns values into core values. */
export type LowerValues = (values: readonly unknown[]) => CoreValue[];

/** What lowers the parameters of a call, into new memory of the callee where they are many. */
export function loweringParameters(passed: Passing, to: Lowering): LowerValues {
  const { parameters, flatParameters } = passed;
  if (flatParameters !== undefined) {
    const lower = loweringFlatSequence(parameters, 0, flatParameters, to);
    return (values) => {
      const flat: CoreValue[] = new Array(flatParameters.length);
      lower(values, flat);
      return flat;
    };
  }
  const { size, alignment } = to.layouts.ofSequence(parameters);
  const store = storingSequence(parameters, to);
  return (values) => {
    const pointer = to.memory.allocate(size, alignment);
    store(values, pointer);
    return [pointer];
  };
}

/**
 * Turns the result of a call into the core value that is answered, if one is.
 *
 * @param pointer where the caller wants results that are many
 */
export type LowerResult = (result: unknown, pointer: number) => CoreValue | undefined;

/** What lowers the result of a call, to where the caller says where it is many core values. */
export function loweringResult(passed: Passing, to: Lowering): LowerResult {
  const { results, flatResults } = passed;
  if (results.length === 0) return () => undefined;
  if (flatResults !== undefined) {
    const lower = loweringFlatSequence(results, 0, flatResults, to);
    return (result) => {
      const flat: CoreValue[] = [];
      lower([result], flat);
      return flat[0];
    };
  }
  const { size, alignment } = to.layouts.ofSequence(results);
  const store = storingSequence(results, to);
  return (result, pointer) => {
    store([result], to.memory.check(pointer, size, alignment));
    return undefined;
  };
}

/** Where the caller wants results that are many: the last of its core values. */
export function resultPointer({ flatResults }: Passing, flat: readonly CoreValue[]): number {
  return flatResults === undefined ? flat[flat.length - 1] as number : 0;
}

/**
 * What traps unless the results of a call find the room that they want.
 *
 * @returns undefined where they want none
 */
export function checkingResultPlace(
  passed: Passing,
  { memory, layouts }: Lowering,
): ((pointer: number) => void) | undefined {
  if (passed.flatResults !== undefined) return undefined;
  const { size, alignment } = layouts.ofSequence(passed.results);
  return (pointer) => void memory.check(pointer, size, alignment);
}
