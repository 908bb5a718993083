/**
 * Reading a call in WAVE: the name of a function, and its arguments in parentheses.
 *
 * @module
 */

import type { FuncType } from "../types.ts";
import type { Value } from "../values.ts";
import { Cursor, WaveError } from "./cursor.ts";
import { absent, expectEnd, readValue } from "./parse.ts";

/** A call whose arguments are still text: their types depend on what is called. */
export interface Invocation {
  /** What is called. */
  readonly name: string;
  /**
   * Reads the arguments. Options at the end can be left out.
   *
   * @throws WaveError when they do not fit, with the column
   */
  arguments(type: FuncType): Value[];
}

/**
 * Takes a call apart.
 *
 * @param text such as `f(1, "x")`; whatever stands before the first parenthesis is the name
 * @throws WaveError when there are no parentheses
 */
export function parseInvocation(text: string): Invocation {
  const open = text.indexOf("(");
  const name = text.slice(0, open === -1 ? text.length : open).trim();
  if (name === "") throw new WaveError("the name of a function is missing", 1);
  if (open === -1) {
    throw new WaveError(`the arguments are missing: ${name}(...)`, [...text].length + 1);
  }
  return { name, arguments: (type) => readArguments(new Cursor(text, open), type) };
}

function readArguments(cursor: Cursor, { parameters }: FuncType): Value[] {
  const values: Value[] = [];
  cursor.expect("(");
  cursor.separated(")", () => {
    const parameter = parameters[values.length];
    if (parameter === undefined) {
      return cursor.fail(`there are more than ${parameters.length} arguments`);
    }
    values.push(readValue(cursor, parameter.type));
  });
  expectEnd(cursor);
  for (const { name, type } of parameters.slice(values.length)) {
    const missing = absent(type);
    if (missing === undefined) return cursor.fail(`the argument ${name} is missing`);
    values.push(missing.value);
  }
  return values;
}
