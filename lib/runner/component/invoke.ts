/**
 * Calling an export of a component.
 *
 * @module
 */

import type { ComponentType, FuncType, ValueType } from "../../component/types.ts";
import type { Value } from "../../component/values.ts";
import { WaveError } from "../../component/wave/cursor.ts";
import { parseInvocation } from "../../component/wave/invocation.ts";
import { printValue } from "../../component/wave/print.ts";
import { SluiceError } from "../../errors.ts";
import { commandLine } from "../../grants/option_words.ts";
import type { Invocation } from "../options.ts";
import { type Entry, entryOf } from "./entry.ts";

/** A call of an export. */
export interface Call {
  readonly entry: Entry;
  readonly args: readonly Value[];
  /** Writes what it answers. */
  readonly print: (result: Value) => string[];
}

/**
 * The call that is wanted.
 *
 * @param invoke text in WAVE, or name and values
 * @param args the words behind the component, which are the arguments where a core module is called
 * @throws SluiceError status 126 for a function that is not there or cannot be called so, 2 when the
 * arguments do not fit it
 */
export function callOf(
  component: ComponentType,
  invoke: string | Invocation,
  args: readonly string[],
): Call {
  return typeof invoke === "string"
    ? callOfText(component, invoke, args)
    : callOfValues(component, invoke);
}

function callOfText(component: ComponentType, text: string, args: readonly string[]): Call {
  try {
    return readCall(component, text);
  } catch (error) {
    if (!(error instanceof WaveError)) throw error;
    const meant = text.includes("(") ? undefined : `${text}(${args.join(", ")})`;
    throw new SluiceError(2, `${text} cannot be called: ${error.message}`, {
      ...meant !== undefined && canBeCalled(component, meant) &&
        { hint: commandLine(["--invoke", meant]) },
    });
  }
}

function readCall(component: ComponentType, text: string): Call {
  const { name, arguments: argumentsOf } = parseInvocation(text);
  const entry = callable(component, name);
  return { entry, args: argumentsOf(entry.type), print: printing(entry.type) };
}

function canBeCalled(component: ComponentType, text: string): boolean {
  try {
    readCall(component, text);
    return true;
  } catch (error) {
    if (error instanceof WaveError || error instanceof SluiceError) return false;
    throw error;
  }
}

function callOfValues(component: ComponentType, { name, args }: Invocation): Call {
  const entry = callable(component, name);
  const { length } = entry.type.parameters;
  if (args.length !== length) {
    throw new SluiceError(2, `${name} takes ${length} arguments, not ${args.length}`);
  }
  return { entry, args, print: printing(entry.type) };
}

/** A resource lives no longer than the run, so no other can have one. */
function callable(component: ComponentType, name: string): Entry {
  const entry = entryOf(component, name);
  const { parameters, result } = entry.type;
  const types = [...parameters.map(({ type }) => type), ...result === undefined ? [] : [result]];
  if (types.some((type) => hasResource(type, new Set()))) {
    throw new SluiceError(126, `${name} takes or answers a resource, which has no form as a value`);
  }
  return entry;
}

function printing({ result }: FuncType): Call["print"] {
  return (value) => result === undefined ? [] : [printValue(value, result)];
}

/** @param seen those that were looked at: a type can be part of another very often */
function hasResource(type: ValueType, seen: Set<ValueType>): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  return type.kind === "own" || type.kind === "borrow" ||
    partsOf(type).some((part) => part !== undefined && hasResource(part, seen));
}

function partsOf(type: ValueType): readonly (ValueType | undefined)[] {
  switch (type.kind) {
    case "list":
      return [type.element];
    case "record":
      return type.fields.map((field) => field.type);
    case "tuple":
      return type.types;
    case "variant":
      return type.cases.map((one) => one.type);
    case "option":
      return [type.some];
    case "result":
      return [type.ok, type.err];
    default:
      return [];
  }
}
