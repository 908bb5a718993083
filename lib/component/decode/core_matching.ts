/**
 * Whether one core definition can stand where another is expected.
 *
 * Types that only the garbage collector's proposal knows are not told apart: the engine compares them
 * when it links.
 *
 * @module
 */

import type { Extent, ExternalType } from "../../wasm/external_type.ts";
import type { FunctionType } from "../../wasm/module_interface.ts";
import type { ModuleType } from "../types.ts";
import { BrokenRule } from "./errors.ts";
import type { Types } from "./types.ts";

/** @throws BrokenRule when the module imports more, exports less or has other types */
export function matchModule(actual: ModuleType, expected: ModuleType, types: Types): void {
  types.spend(actual.imports.length + expected.imports.length + expected.exports.size);
  const given = new Map(
    expected.imports.map(({ module, name, type }) => [JSON.stringify([module, name]), type]),
  );
  for (const { module, name, type } of actual.imports) {
    const from = `"${name}" of "${module}"`;
    matchExternal(given.get(JSON.stringify([module, name])), type, `the import ${from}`);
  }
  for (const [name, type] of expected.exports) {
    matchExternal(actual.exports.get(name), type, `the export "${name}"`);
  }
}

/** @throws BrokenRule when there is none or it has another type */
export function matchExternal(
  actual: ExternalType | undefined,
  expected: ExternalType,
  what: string,
): void {
  if (actual === undefined) throw new BrokenRule(`${what} is missing`);
  if (!fits(actual, expected)) throw new BrokenRule(`${what} has another type`);
}

/** Whether two function types are the same. */
export function sameFunctions(one: FunctionType, other: FunctionType): boolean {
  return sameLists(one.parameters, other.parameters) && sameLists(one.results, other.results);
}

function fits(actual: ExternalType, expected: ExternalType): boolean {
  switch (expected.kind) {
    case "function":
    case "tag":
      if (actual.kind !== expected.kind) return false;
      if (actual.type === undefined || expected.type === undefined) return true;
      return sameFunctions(actual.type, expected.type);
    case "table":
      return actual.kind === "table" && actual.element === expected.element &&
        staysWithin(actual, expected);
    case "memory":
      return actual.kind === "memory" && staysWithin(actual, expected);
    case "global":
      return actual.kind === "global" && actual.type === expected.type &&
        actual.mutable === expected.mutable;
  }
}

/** Whether something begins with at least as much and never gets larger than may be. */
function staysWithin(actual: Extent, expected: Extent): boolean {
  if (actual.shared !== expected.shared || actual.addresses !== expected.addresses) return false;
  if (actual.minimum < expected.minimum) return false;
  if (expected.maximum === undefined) return true;
  return actual.maximum !== undefined && actual.maximum <= expected.maximum;
}

function sameLists(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((type, at) => type === other[at]);
}
