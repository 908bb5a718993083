/**
 * Those who are told of a run's calls: its trace, its audit.
 *
 * @module
 */

import { CallObserver } from "../../abi/preview1/trace/call_observer.ts";
import { KnownHandles } from "../../abi/preview1/trace/known_handles.ts";
import { milliseconds } from "../../host/stopwatch.ts";
import { Auditor } from "../audit/auditor.ts";
import { GrantsOfRun } from "./grants_of_run.ts";
import type { Guest, Observation } from "../guest.ts";
import type { GuestCall } from "./guest_call.ts";
import { Listener } from "../listener.ts";
import type { RunOptions } from "../options.ts";
import { guestCallOf } from "./preview1_call.ts";
import { Tracer } from "../trace/tracer.ts";

/** Looks on at a guest of preview1 that has not begun, for those whom its options want to be told. */
export function observe(guest: Guest, options: RunOptions): void {
  const { context } = guest;
  const told = new Told(options);
  const grants = new GrantsOfRun(context, options);
  const observer = new CallObserver(
    context,
    new KnownHandles(context.descriptors, grants.names),
    milliseconds,
    (call) => told.note(guestCallOf(call, grants)),
  );
  context.observe = observer.observe;
  guest.observeBy(told.until(() => observer.finish()));
}

/** Those who want to be told. */
export class Told {
  readonly #tracer: Tracer | undefined;
  readonly #auditor: Auditor | undefined;
  readonly #listeners: readonly { check(): void }[];

  constructor(options: RunOptions) {
    const trace = options.trace && new Listener(options.trace);
    const audit = options.audit && new Listener(options.audit);
    this.#listeners = [trace, audit].filter((one) => one !== undefined);
    this.#tracer = trace && new Tracer(trace.tell);
    this.#auditor = audit && new Auditor(audit.tell);
  }

  /** Tells of a call. */
  note(call: GuestCall): void {
    this.#tracer?.note(call);
    this.#auditor?.note(call);
  }

  /**
   * What ends it.
   *
   * @param finish tells of the calls that the guest was ended in
   */
  until(finish: () => void): Observation {
    return {
      end: () => {
        finish();
        this.#tracer?.end();
        for (const listener of this.#listeners) listener.check();
      },
    };
  }
}
