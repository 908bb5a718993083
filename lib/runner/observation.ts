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
  /** What a listener threw first; it is told of nothing more. */
  #failure: { readonly error: unknown } | undefined;

  constructor({ context }: Guest, options: RunOptions) {
    const { trace, audit } = options;
    const grants = new GrantsOfRun(context, options);
    this.#tracer = trace && new Tracer(grants, this.#telling(trace));
    this.#auditor = audit && new Auditor(grants, this.#telling(audit));
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
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** A listener that fails must not end a guest, which has done nothing to deserve it. */
  #telling<T>(listener: (record: T) => void): (record: T) => void {
    return (record) => {
      if (this.#failure !== undefined) return;
      try {
        listener(record);
      } catch (error) {
        this.#failure = { error };
      }
    };
  }
}
