/**
 * The values in scripts, in the shapes of lib/component/values.ts.
 *
 * @module
 */

import { propertyName, type Value } from "../../lib/component/values.ts";
import type { ScriptValue } from "./script.ts";

/** The value in JavaScript. */
export function valueOf(given: ScriptValue): Value {
  const { type, value } = given;
  switch (type) {
    case "bool":
    case "string":
    case "char":
    case "enum":
      return value as Value;
    case "u64":
    case "s64":
      return BigInt(value as string);
    case "f32":
      return new Float32Array(Uint32Array.of(Number(value)).buffer)[0];
    case "f64":
      return new Float64Array(BigUint64Array.of(BigInt(value as string)).buffer)[0];
    case "list":
    case "tuple":
      return (value as ScriptValue[]).map(valueOf);
    case "record":
      return Object.fromEntries(
        (value as [string, ScriptValue][]).map(([name, one]) => [propertyName(name), valueOf(one)]),
      );
    case "flags":
      return Object.fromEntries((value as string[]).map((name) => [propertyName(name), true]));
    case "option":
      return value === null || value === undefined ? undefined : valueOf(value as ScriptValue);
    case "variant": {
      const { case: tag, payload } = value as { case: string; payload?: ScriptValue };
      return { tag, value: payload && valueOf(payload) };
    }
    case "result": {
      const [tag, payload] = Object.entries(value as Record<string, ScriptValue | null>)[0]!;
      return { tag: tag.toLowerCase(), value: payload ? valueOf(payload) : undefined };
    }
    default:
      return Number(value);
  }
}

/** A lifted value without what a script does not write: typed arrays, flags that are not set. */
export function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== false).map(([name, one]) => [
      name,
      plain(one),
    ]),
  );
}
