/**
 * Looking on at a run: its trace, its audit.
 *
 * @module
 */

import { CallObserver } from "../abi/preview1/trace/call_observer.ts";
import { KnownHandles } from "../abi/preview1/trace/known_handles.ts";
import type { Observe } from "../abi/preview1/context.ts";
import { milliseconds } from "../host/stopwatch.ts";
import { Auditor } from "./audit/auditor.ts";
import { GrantsOfRun } from "./grants_of_run.ts";
import type { Guest, Observation } from "./guest.ts";
import { Listener } from "./listener.ts";
import type { RunOptions } from "./options.ts";
import { Tracer } from "./trace/tracer.ts";

/** Looks on at a guest that has not begun, for those whom its options want to be told. */
export function observe(guest: Guest, options: RunOptions): Observation {
  return new RunObservation(guest, options);
}

class RunObservation implements Observation {
  readonly observe: Observe;
  readonly #observer: CallObserver;
  readonly #tracer: Tracer | undefined;
  readonly #auditor: Auditor | undefined;
  readonly #listeners: readonly { check(): void }[];

  constructor({ context }: Guest, options: RunOptions) {
    const trace = options.trace && new Listener(options.trace);
    const audit = options.audit && new Listener(options.audit);
    const grants = new GrantsOfRun(context, options);
    this.#listeners = [trace, audit].filter((one) => one !== undefined);
    this.#tracer = trace && new Tracer(grants, trace.tell);
    this.#auditor = audit && new Auditor(grants, audit.tell);
    this.#observer = new CallObserver(
      context,
      new KnownHandles(context.descriptors, grants.names),
      milliseconds,
      (call) => {
        this.#tracer?.note(call);
        this.#auditor?.note(call);
      },
    );
    this.observe = this.#observer.observe;
  }

  end(): void {
    this.#observer.finish();
    this.#tracer?.end();
    for (const listener of this.#listeners) listener.check();
  }
}
