/**
 * Reading canonical definitions: functions lifted and lowered, and the built-in functions of resources.
 *
 * @module
 */

import type { BinaryReader } from "../../wasm/binary_reader.ts";
import type { FunctionType } from "../../wasm/module_interface.ts";
import { type Layouts, MAX_FLAT_RESULTS } from "../canonical/layout.ts";
import type { CanonOptions, Lift, Lower, ResourceFunction } from "../component.ts";
import type { FuncType, ResourceType, ValueType } from "../types.ts";
import { readCanonOptions } from "./canon_options.ts";
import { sameFunctions } from "./core_matching.ts";
import { BrokenRule, refuseAsync } from "./errors.ts";
import { expectByte, unknownByte } from "./reading.ts";
import { coreFunctionAt, entryOf, type Scope } from "./scope.ts";

const LIFT = 0x00;
const LOWER = 0x01;
const RESOURCE_NEW = 0x02;
const RESOURCE_DROP = 0x03;
const RESOURCE_REP = 0x04;

/** The built-in functions from here on, up to the last ones, belong to WASI 0.3 and to threads. */
const FIRST_ASYNC = 0x05;
const LAST_ASYNC = 0x2d;
const [FIRST_THREAD, LAST_THREAD] = [0x40, 0x42];

const FUNCTION = 0x00;

/** Reads a canonical definition into a scope. */
export function readCanon(
  reader: BinaryReader,
  scope: Scope,
  layouts: Layouts,
): Lift | Lower | ResourceFunction {
  const byte = reader.byte();
  switch (byte) {
    case LIFT:
      expectByte(reader, FUNCTION, "sort to lift to");
      return readLift(reader, scope, layouts);
    case LOWER:
      expectByte(reader, FUNCTION, "sort to lower from");
      return readLower(reader, scope, layouts);
    case RESOURCE_NEW:
      return readResourceFunction(reader, scope, "resource.new", ["i32"]);
    case RESOURCE_DROP:
      return readResourceFunction(reader, scope, "resource.drop", []);
    case RESOURCE_REP:
      return readResourceFunction(reader, scope, "resource.rep", ["i32"]);
  }
  if (byte >= FIRST_ASYNC && byte <= LAST_ASYNC) refuseAsync();
  if (byte >= FIRST_THREAD && byte <= LAST_THREAD) refuseAsync();
  return unknownByte(reader, byte, "canonical definition");
}

function readLift(reader: BinaryReader, scope: Scope, layouts: Layouts): Lift {
  const core = reader.u32();
  const options = readCanonOptions(reader, scope);
  const { type } = entryOf(scope.definedTypes, reader.u32(), "type");
  if (type.kind !== "function") {
    throw new BrokenRule(`a ${type.kind} is not the type of a function`);
  }
  const { parameters, result } = flattened(type, layouts);
  const returned = result ?? ["i32"];
  needMemory(
    options,
    result === undefined || pointsIn(scope, [...parametersOf(type), ...resultOf(type)]),
  );
  needRealloc(options, parameters === undefined || pointsIn(scope, parametersOf(type)));
  expectType(scope, core, { parameters: parameters ?? ["i32"], results: returned }, "lifted");
  if (options.postReturn !== undefined) {
    const after = { parameters: returned, results: [] };
    expectType(scope, options.postReturn, after, "post-return");
  }
  scope.functions.push(type);
  return { kind: "lift", core, options, type };
}

function readLower(reader: BinaryReader, scope: Scope, layouts: Layouts): Lower {
  const index = reader.u32();
  const options = readCanonOptions(reader, scope);
  const type = entryOf(scope.functions, index, "function");
  if (options.postReturn !== undefined) {
    throw new BrokenRule("a function that is lowered has no post-return");
  }
  const { parameters, result } = flattened(type, layouts);
  const passed = parameters ?? ["i32"];
  needMemory(
    options,
    parameters === undefined || result === undefined ||
      pointsIn(scope, [...parametersOf(type), ...resultOf(type)]),
  );
  needRealloc(options, pointsIn(scope, resultOf(type)));
  const core: FunctionType = result === undefined
    ? { parameters: [...passed, "i32"], results: [] }
    : { parameters: passed, results: result };
  scope.core.function.push({ kind: "function", type: core });
  return { kind: "lower", function: index, options, type };
}

function readResourceFunction(
  reader: BinaryReader,
  scope: Scope,
  kind: ResourceFunction["kind"],
  results: readonly string[],
): ResourceFunction {
  const { type } = entryOf(scope.definedTypes, reader.u32(), "type");
  if (type.kind !== "resource") throw new BrokenRule(`a ${type.kind} is no resource type`);
  if (kind !== "resource.drop") requireImplemented(scope, type);
  scope.core.function.push({ kind: "function", type: { parameters: ["i32"], results } });
  return { kind, resource: type };
}

function requireImplemented(scope: Scope, resource: ResourceType): void {
  if (!scope.implemented.has(resource)) {
    throw new BrokenRule("the component does not implement the resource type");
  }
}

/** The core values that a function takes and returns; undefined where they are passed in memory. */
function flattened(type: FuncType, layouts: Layouts) {
  const parameters = layouts.ofSequence(parametersOf(type)).flat;
  const result = type.result === undefined ? [] : layouts.of(type.result).flat;
  const few = result !== undefined && result.length <= MAX_FLAT_RESULTS;
  return { parameters, result: few ? result : undefined };
}

function parametersOf({ parameters }: FuncType): ValueType[] {
  return parameters.map(({ type }) => type);
}

function resultOf({ result }: FuncType): ValueType[] {
  return result === undefined ? [] : [result];
}

/** Whether values of any of the types lie elsewhere in memory in part. */
function pointsIn(scope: Scope, types: readonly ValueType[]): boolean {
  return types.some((type) => scope.types.points(type));
}

function expectType(scope: Scope, index: number, expected: FunctionType, what: string): void {
  const type = coreFunctionAt(scope, index);
  if (type !== undefined && !sameFunctions(type, expected)) {
    const shown = `(${expected.parameters.join(", ")}) -> (${expected.results.join(", ")})`;
    throw new BrokenRule(`the ${what} core function has not the type ${shown}`);
  }
}

function needMemory({ memory }: CanonOptions, needed: boolean): void {
  if (needed && memory === undefined) throw new BrokenRule("the option memory is needed");
}

function needRealloc({ realloc }: CanonOptions, needed: boolean): void {
  if (needed && realloc === undefined) throw new BrokenRule("the option realloc is needed");
}
