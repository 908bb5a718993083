/**
 * From the calls of a guest to the records of its trace.
 *
 * @module
 */

import type { ObservedCall } from "../../abi/preview1/trace/call_observer.ts";
import { commandLine } from "../../grants/option_words.ts";
import type { GrantsOfRun } from "../grants_of_run.ts";
import { refusalOf } from "../refusal.ts";
import type { CallRecord, TraceRecord } from "./records.ts";
import { Totals } from "./totals.ts";

/** The trace of one run. */
export class Tracer {
  readonly #grants: GrantsOfRun;
  readonly #emit: (record: TraceRecord) => void;
  readonly #totals = new Totals();

  constructor(grants: GrantsOfRun, emit: (record: TraceRecord) => void) {
    this.#grants = grants;
    this.#emit = emit;
  }

  /** Tells of a call. */
  note(call: ObservedCall): void {
    const { name, arguments: values, result, results, handles, took } = call;
    const refusal = refusalOf(call, this.#grants);
    const allowedBy = refusal?.allowedBy && commandLine(refusal.allowedBy);
    const record: CallRecord = {
      ...{ kind: "call", name, arguments: values, result, results },
      microseconds: Math.round(took * 1e6) / 1e3,
      grants: [...new Set(this.#optionsOf(call))].map(commandLine),
      ...(allowedBy !== undefined && { allowedBy }),
    };
    this.#totals.add(record, handles[0]?.name);
    if (refusal !== undefined) this.#totals.addRefusal(record, refusal.name);
    this.#emit(record);
  }

  /** Tells what it all came to. */
  end(): void {
    this.#emit(this.#totals.summary());
  }

  #optionsOf({ operation, handles }: ObservedCall): (readonly string[])[] {
    if (operation === "environment") return [...this.#grants.environment];
    return handles.flatMap((handle) => {
      const words = this.#grants.of(handle)?.words;
      return words === undefined ? [] : [words];
    });
  }
}
