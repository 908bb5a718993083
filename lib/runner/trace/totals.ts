/**
 * What the calls of a run add up to.
 *
 * @module
 */

import type { CallRecord, HandleTotals, RefusalCount, SummaryRecord } from "./records.ts";

/** Different names that are counted each for itself; a guest can make up any number of them. */
const MOST = 200;

/** What all names beyond that are counted under. */
const OTHERS = "(others)";

/** Counts that grow. */
type Growing<T> = { -readonly [P in keyof T]: T[P] };

/** The sums over one run. */
export class Totals {
  readonly #calls: Record<string, number> = {};
  readonly #handles = new Map<string, Growing<HandleTotals>>();
  readonly #refusals = new Map<string, Growing<RefusalCount>>();

  /** Counts a call, and the bytes that it moved. */
  add(call: string, moved: readonly HandleTotals[]): void {
    this.#calls[call] = (this.#calls[call] ?? 0) + 1;
    for (const { name, read, written } of moved) {
      const totals = this.#handle(name);
      totals.read += read;
      totals.written += written;
    }
  }

  /**
   * Counts a refused call.
   *
   * @param name what it was to reach
   */
  addRefusal({ name: call, result, allowedBy }: CallRecord, name: string): void {
    const key = this.#refusals.size < MOST ? `${call} ${result} ${name}` : call;
    const refusal = this.#refusals.get(key);
    if (refusal !== undefined) {
      refusal.times++;
      return;
    }
    this.#refusals.set(key, {
      ...{ call, result, name: key === call ? OTHERS : name },
      ...(allowedBy !== undefined && { allowedBy }),
      times: 1,
    });
  }

  /** The sums so far. */
  summary(): SummaryRecord {
    return {
      kind: "summary",
      calls: { ...this.#calls },
      handles: [...this.#handles.values()],
      refusals: [...this.#refusals.values()],
    };
  }

  #handle(given: string): Growing<HandleTotals> {
    const name = this.#handles.has(given) || this.#handles.size < MOST ? given : OTHERS;
    const known = this.#handles.get(name);
    if (known !== undefined) return known;
    const fresh = { name, read: 0, written: 0 };
    this.#handles.set(name, fresh);
    return fresh;
  }
}
