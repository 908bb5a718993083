/**
 * Looking on at the calls of a component without changing what comes of them.
 *
 * @module
 */

import type { TraceValue } from "../../../abi/preview1/trace/value.ts";
import type { Interface } from "../../../abi/preview2/interface.ts";
import { type HostFunction, Suspend } from "../../../component/host_interface.ts";
import type { ExternType, FuncType, ValueType } from "../../../component/types.ts";
import type { Tagged } from "../../../component/values.ts";
import { ProcExit, Trap } from "../../../errors.ts";
import type { GuestCall } from "../../observation/guest_call.ts";
import type { MadeCall, Outcome } from "./call.ts";
import type { CallGrants } from "./call_grants.ts";
import { type Arguments, type Bytes, factsOf } from "./functions.ts";
import type { KnownResources } from "./known_resources.ts";
import { caseOf, toldValue } from "./value.ts";

/** A function that can be looked on at. */
interface Observable {
  /** The name of its interface. */
  readonly path: string;
  readonly name: string;
  readonly type: FuncType;
}

/** What is noted of a call before it is made. */
interface Begun extends MadeCall {
  readonly of: Observable;
  readonly values: Readonly<Record<string, TraceValue>>;
  readonly moved: ((value: unknown) => readonly Bytes[]) | undefined;
  readonly at: number;
}

/** The end of a call, and the type of what it carries. */
interface End extends Outcome {
  readonly type: ValueType | undefined;
  /** What that is told as. */
  readonly field: string;
}

/**
 * Observes the calls of one component. What goes wrong in here, such as the end of the stack, is nothing
 * that the guest gets to know: its call is made, and not told of.
 */
export class CallObserver {
  readonly #resources: KnownResources;
  readonly #grants: CallGrants;
  readonly #now: () => number;
  readonly #listen: (call: GuestCall) => void;
  /** The calls that wait; where the thread is shared there can be several. */
  readonly #waiting = new Set<Begun>();

  /**
   * @param now the time in milliseconds
   * @param listen is told of each call; what it throws is lost
   */
  constructor(
    resources: KnownResources,
    grants: CallGrants,
    now: () => number,
    listen: (call: GuestCall) => void,
  ) {
    this.#resources = resources;
    this.#grants = grants;
    this.#now = now;
    this.#listen = listen;
  }

  /** An interface with the observer around each function that is imported of it. */
  readonly observe = (path: string, provided: Interface, type: ExternType): Interface => {
    const imported = type.kind === "instance" ? [...type.exports] : [];
    const observed = imported.flatMap(([name, type]) => {
      const call = Object.hasOwn(provided.functions, name) ? provided.functions[name] : undefined;
      if (call === undefined || type.kind !== "function") return [];
      return [[name, this.#around(call, { path, name, type })]];
    });
    return { ...provided, functions: { ...provided.functions, ...Object.fromEntries(observed) } };
  };

  /** Tells of the calls that the guest was ended in. */
  finish(): void {
    for (const begun of this.#waiting) this.#end(begun, withoutAnswer("unfinished"));
    this.#waiting.clear();
  }

  #around(call: HostFunction, of: Observable): HostFunction {
    return (...args: never[]) => {
      const begun = this.#begin(of, args);
      return this.#attempt(begun, () => call(...args));
    };
  }

  /** One attempt: a call that waits is one call, however often it is tried. */
  #attempt(begun: Begun | undefined, attempt: () => unknown): unknown {
    let result: unknown;
    try {
      result = attempt();
    } catch (error) {
      if (begun !== undefined) this.#end(begun, withoutAnswer(nameOfFailure(error)));
      throw error;
    }
    if (begun === undefined) return result;
    if (!(result instanceof Suspend)) {
      this.#end(begun, endOf(result, begun.of.type.result));
      return result;
    }
    const { wait, retry } = result;
    this.#waiting.add(begun);
    return new Suspend(wait, () => {
      this.#waiting.delete(begun);
      return this.#attempt(begun, retry);
    });
  }

  #begin(of: Observable, args: Arguments): Begun | undefined {
    try {
      const facts = factsOf(of.name);
      const resources: object[] = [];
      const note = (resource: object) => {
        resources.push(resource);
        return this.#resources.told(resource);
      };
      const values = Object.fromEntries(
        of.type.parameters.map(({ name, type }, i) => [name, toldValue(args[i], type, note)]),
      );
      return {
        ...{ of, name: of.name, facts, args, resources, values },
        operations: facts.operations?.(args) ?? [],
        addresses: facts.reach?.addresses(args) ?? [],
        moved: facts.moves?.(args),
        at: this.#now(),
      };
    } catch {
      // The end of the stack.
      return undefined;
    }
  }

  #end(begun: Begun, end: End): void {
    try {
      const took = this.#now() - begun.at;
      const { of: { path, name }, values, facts, resources } = begun;
      const names = resources.map((resource) => this.#resources.get(resource).name);
      const { grants, refusal, originOf } = this.#grants.in(begun, end);
      let count = 0;
      const note = (resource: object) => {
        this.#resources.add(resource, originOf(count++));
        return this.#resources.told(resource);
      };
      const results = end.type === undefined || facts.isUntold === true
        ? {}
        : { [end.field]: toldValue(end.value, end.type, note) };
      const moved = end.isOk ? begun.moved?.(end.value) ?? [] : [];
      this.#listen({
        ...{ name: `${path} ${name}`, arguments: values, result: end.result, results, took },
        ...{ grants, refusal },
        moved: moved.map((bytes, i) => ({ name: names[i] ?? "(no name)", ...bytes })),
      });
    } catch {
      // The end of the stack.
    }
  }
}

/** The end of a call without an answer. */
function withoutAnswer(result: string): End {
  return { isOk: false, result, value: undefined, type: undefined, field: "" };
}

/** The end of a call by its answer. */
function endOf(answer: unknown, type: ValueType | undefined): End {
  if (type?.kind !== "result") {
    return { isOk: true, result: "ok", value: answer, type, field: "value" };
  }
  const { tag, value } = answer as Tagged;
  if (tag === "ok") return { isOk: true, result: "ok", value, type: type.ok, field: "value" };
  switch (type.err?.kind) {
    case "enum":
      return withoutAnswer(value as string);
    case "variant": {
      const { tag: result, value: carried } = value as Tagged;
      return {
        ...withoutAnswer(result),
        value: carried,
        type: caseOf(type.err, value),
        field: "error",
      };
    }
    default:
      return { ...withoutAnswer("err"), value, type: type.err, field: "error" };
  }
}

function nameOfFailure(error: unknown): string {
  if (error instanceof ProcExit) return "exit";
  return error instanceof Trap ? "trap" : "failure";
}
