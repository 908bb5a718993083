/**
 * From the calls of a guest to the records of its trace.
 *
 * @module
 */

import { commandLine } from "../../grants/option_words.ts";
import type { GuestCall } from "../observation/guest_call.ts";
import type { CallRecord, TraceRecord } from "./records.ts";
import { Totals } from "./totals.ts";

/** The trace of one run. */
export class Tracer {
  readonly #emit: (record: TraceRecord) => void;
  readonly #totals = new Totals();

  constructor(emit: (record: TraceRecord) => void) {
    this.#emit = emit;
  }

  /** Tells of a call. */
  note(call: GuestCall): void {
    const { name, arguments: values, result, results, took, grants, refusal, moved } = call;
    const allowedBy = refusal?.allowedBy && commandLine(refusal.allowedBy);
    const record: CallRecord = {
      ...{ kind: "call", name, arguments: values, result, results },
      microseconds: Math.round(took * 1e6) / 1e3,
      grants: [...new Set(grants.map(({ words }) => words))].map(commandLine),
      ...(allowedBy !== undefined && { allowedBy }),
    };
    this.#totals.add(name, moved);
    if (refusal !== undefined) this.#totals.addRefusal(record, refusal.name);
    this.#emit(record);
  }

  /** Tells what it all came to. */
  end(): void {
    this.#emit(this.#totals.summary());
  }
}
