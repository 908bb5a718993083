/**
 * Calling an export of a core module by its name, with arguments given as text.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { commandLine } from "../grants/option_words.ts";
import { nearest } from "../grants/nearest.ts";
import type { FunctionType, ModuleInterface } from "../wasm/module_interface.ts";
import { textOf } from "./number_text.ts";
import type { Invocation } from "./options.ts";

/** A value of a WebAssembly number type. */
export type NumberValue = number | bigint;

const INTEGER = /^[+-]?(0x[0-9a-f]+|[0-9]+)$/i;
const FLOAT = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i;

/** A call with arguments that are text. */
export interface TextInvocation {
  readonly name: string;
  readonly args: readonly string[];
}

/**
 * The call that is wanted.
 *
 * @param args the arguments where the call is only a name
 */
export function invocationOf(
  invoke: string | Invocation,
  args: readonly string[] = [],
): TextInvocation {
  return typeof invoke === "string"
    ? { name: invoke, args }
    : { name: invoke.name, args: invoke.args.map(textOf) };
}

/**
 * Finds the function to call and reads its arguments.
 *
 * @throws SluiceError status 126 when there is no such function, or one with types that text cannot
 * express; 2 when the arguments do not fit its type
 */
export function parseInvocation(
  module: ModuleInterface,
  { name, args }: TextInvocation,
): NumberValue[] {
  const found = module.exports.find((one) => one.name === name);
  if (found === undefined) throw noExport(module, name);
  if (found.type === undefined) {
    throw new SluiceError(126, `the export ${name} is not a function`);
  }
  const { parameters } = checkNumeric(name, found.type);
  if (args.length !== parameters.length) {
    const count = parameters.length === 1 ? "1 argument" : `${parameters.length} arguments`;
    const types = parameters.length === 0 ? "" : ` (${parameters.join(", ")})`;
    throw new SluiceError(2, `${name} takes ${count}${types}, not ${args.length}`);
  }
  return parameters.map((type, i) => parseNumber(type, args[i]!));
}

function noExport({ exports }: ModuleInterface, name: string): SluiceError {
  const functions = exports.filter(({ kind }) => kind === "function").map((one) => one.name);
  const near = nearest(name, functions);
  return new SluiceError(
    126,
    `the module has no export ${name}`,
    near === undefined ? {} : { hint: commandLine(["--invoke", near]) },
  );
}

function checkNumeric(name: string, type: FunctionType): FunctionType {
  const other = [...type.parameters, ...type.results].find((one) => !/^[if](32|64)$/.test(one));
  if (other === undefined) return type;
  throw new SluiceError(
    126,
    `the export ${name} has the type ${other}, which cannot be written as text`,
  );
}

function parseNumber(type: string, text: string): NumberValue {
  const value = type.startsWith("i") ? parseInteger(type, text) : parseFloating(text);
  if (value === undefined) throw new SluiceError(2, `the argument ${text} is not an ${type}`);
  return value;
}

/** Both the signed and the unsigned spelling of a number are understood. */
function parseInteger(type: string, text: string): NumberValue | undefined {
  if (!INTEGER.test(text)) return undefined;
  const negative = text.startsWith("-");
  const magnitude = BigInt(text.replace(/^[+-]/, ""));
  const value = negative ? -magnitude : magnitude;
  const bits = type === "i32" ? 32n : 64n;
  if (value >= 1n << bits || value < -(1n << (bits - 1n))) return undefined;
  return type === "i32" ? Number(value) : value;
}

function parseFloating(text: string): number | undefined {
  if (FLOAT.test(text)) return Number(text);
  if (INTEGER.test(text)) {
    return Number(BigInt(text.replace(/^[+-]/, ""))) * (text.startsWith("-") ? -1 : 1);
  }
  switch (text.toLowerCase()) {
    case "nan":
    case "+nan":
    case "-nan":
      return NaN;
    case "inf":
    case "+inf":
    case "infinity":
    case "+infinity":
      return Infinity;
    case "-inf":
    case "-infinity":
      return -Infinity;
    default:
      return undefined;
  }
}
