/**
 * Looking on at a guest's calls without changing what comes of them.
 *
 * @module
 */

import { ProcExit, Trap, WasiError } from "../../../errors.ts";
import type { Wait } from "../../../io/wait.ts";
import { type Context, type Observe, SUSPEND } from "../context.ts";
import { errnoOf } from "../errno.ts";
import type { Layouts } from "../layouts.ts";
import { type Operation, operationOf } from "../operations.ts";
import type { Argument, Decode, Field, Surroundings } from "./field.ts";
import { FIELDS } from "./functions.ts";
import type { KnownHandle, KnownHandles } from "./known_handles.ts";
import { errnoName } from "./names.ts";
import type { TraceValue } from "./value.ts";

/** The end of a call that has none. */
const UNFINISHED = Symbol("unfinished");

/** A path that a call named. */
export interface NamedPath {
  /** The number of the handle before it. */
  readonly fd: number;
  /** What is open under it. */
  readonly below: KnownHandle | undefined;
  readonly path: string;
}

/** A call that has come to its end. */
export interface ObservedCall {
  readonly name: string;
  /** What it does with a grant; undefined where it needs none. */
  readonly operation: Operation | undefined;
  readonly arguments: Readonly<Record<string, TraceValue>>;
  /** The name of its errno, or `exit`, `trap` or `failure`, or `unfinished`. */
  readonly result: string;
  /** What the guest was given; empty unless the call succeeded. */
  readonly results: Readonly<Record<string, TraceValue>>;
  /** The handles that it was made on, as they were before. */
  readonly handles: readonly KnownHandle[];
  readonly paths: readonly NamedPath[];
  /** The handle that it opened. */
  readonly opened: KnownHandle | undefined;
  /** How long it took, in milliseconds. */
  readonly took: number;
}

/** What is noted of a call before it is made. */
interface Begun extends Omit<ObservedCall, "result" | "results" | "opened" | "took"> {
  readonly fields: readonly Field[];
  readonly args: readonly Argument[];
  readonly around: Surroundings;
  readonly at: number;
}

/**
 * Observes the calls of one guest. What goes wrong in here, such as the end of the stack, is nothing
 * that the guest gets to know: its call is made, and not told of.
 */
export class CallObserver {
  readonly #context: Context;
  readonly #handles: KnownHandles;
  readonly #now: () => number;
  readonly #listen: (call: ObservedCall) => void;
  /** The calls that wait, by what they wait for; where the thread is shared there can be several. */
  readonly #waiting = new Map<Wait, Begun>();

  /**
   * @param now the time in milliseconds
   * @param listen is told of each call; what it throws is lost
   */
  constructor(
    context: Context,
    handles: KnownHandles,
    now: () => number,
    listen: (call: ObservedCall) => void,
  ) {
    this.#context = context;
    this.#handles = handles;
    this.#now = now;
    this.#listen = listen;
  }

  /** Puts the observer around a function. A call that waits is one call, however often it is tried. */
  readonly observe: Observe = (name, call, layouts) => {
    const fields = FIELDS[name]!;
    const f = call as (...args: readonly Argument[]) => number;
    const observed = (...args: readonly Argument[]): number => {
      const { resumed } = this.#context;
      const begun = resumed === undefined
        ? this.#begin(name, fields, args, layouts)
        : this.#waiting.get(resumed);
      if (resumed !== undefined) this.#waiting.delete(resumed);
      let result: number;
      try {
        result = f(...args);
      } catch (error) {
        this.#end(begun, error);
        throw error;
      }
      if (result !== SUSPEND) this.#end(begun, result);
      else if (begun !== undefined) this.#waiting.set(this.#context.wait!, begun);
      return result;
    };
    return Object.defineProperty(observed, "name", { value: name });
  };

  /** Tells of the calls that the guest was ended in. */
  finish(): void {
    for (const begun of this.#waiting.values()) this.#end(begun, UNFINISHED);
    this.#waiting.clear();
  }

  #begin(
    name: string,
    fields: readonly Field[],
    args: readonly Argument[],
    layouts: Layouts,
  ): Begun | undefined {
    try {
      const around = this.#surroundings(layouts);
      const values: Record<string, TraceValue> = {};
      const handles: KnownHandle[] = [];
      const paths: NamedPath[] = [];
      let fd = -1;
      const handle = (number: number) => {
        fd = number;
        const known = this.#handles.get(number);
        if (known !== undefined) handles.push(known);
        return around.handle(number);
      };
      const noting = { ...around, handle };
      let at = 0;
      for (const field of fields) {
        const from = at;
        at += field.takes.length;
        if (field.argument === undefined) continue;
        const value = defended(field.argument, noting, args.slice(from, at));
        values[field.name] = value;
        if (field.means === "path" && typeof value === "string") {
          paths.push({ fd, below: this.#handles.get(fd), path: value });
        }
      }
      return {
        ...{ name, operation: operationOf(name, args), arguments: values, handles, paths },
        ...{ fields, args, around, at: this.#now() },
      };
    } catch {
      // The end of the stack.
      return undefined;
    }
  }

  /** @param end the errno that it answered, or what it threw */
  #end(begun: Begun | undefined, end: unknown): void {
    if (begun === undefined) return;
    try {
      const result = nameOfEnd(end);
      const took = this.#now() - begun.at;
      const { name, operation, arguments: values, handles, paths } = begun;
      const opened = result === "SUCCESS" ? this.#openedBy(begun) : undefined;
      const results = result === "SUCCESS" ? resultsOf(begun) : {};
      this.#listen({
        ...{ name, operation, arguments: values, result, results, handles, paths, opened, took },
      });
    } catch {
      // The end of the stack.
    }
  }

  /** The handle that a call has opened, which is known from now on. */
  #openedBy({ fields, args, around, handles: [parent], paths: [first] }: Begun) {
    let at = 0;
    for (const { means, takes, result } of fields) {
      const own = args.slice(at, at += takes.length);
      if (means !== "new handle" || parent === undefined) continue;
      const fd = Number(result!({ ...around, handle: (fd) => fd }, ...own));
      this.#handles.add(fd, parent, first?.path ?? "");
      return this.#handles.get(fd);
    }
    return undefined;
  }

  #surroundings(layouts: Layouts): Surroundings {
    return {
      memory: this.#context.memory,
      layouts,
      handle: (fd): TraceValue => {
        const known = this.#handles.get(fd);
        return known === undefined ? { fd } : { fd, name: known.name };
      },
    };
  }
}

/** What a call that succeeded has stored for the guest. */
function resultsOf({ fields, args, around }: Begun): Record<string, TraceValue> {
  const values: Record<string, TraceValue> = {};
  let at = 0;
  for (const { name, takes, result } of fields) {
    const from = at;
    at += takes.length;
    if (result !== undefined) values[name] = defended(result, around, args.slice(from, at));
  }
  return values;
}

/** A value, or null where the guest gave a bad pointer. */
function defended(
  decode: Decode,
  around: Surroundings,
  args: readonly Argument[],
): TraceValue {
  try {
    return decode(around, ...args);
  } catch (error) {
    if (error instanceof Trap || error instanceof WasiError) return null;
    throw error;
  }
}

function nameOfEnd(error: unknown): string {
  if (typeof error === "number") return errnoName(error);
  if (error === UNFINISHED) return "unfinished";
  if (error instanceof WasiError) return errnoName(errnoOf(error.code));
  if (error instanceof ProcExit) return "exit";
  return error instanceof Trap ? "trap" : "failure";
}
