/**
 * From the calls of a guest to the records of what it used and what it was refused.
 *
 * @module
 */

import type { GuestCall, RefusedCall, UsedGrant } from "../observation/guest_call.ts";
import { commonDirectory } from "./common_directory.ts";
import type { AuditRecord, Operation } from "./records.ts";

/** As many different refusals are told of; a guest can ask for any number of paths. */
const MOST_REFUSALS = 1000;

/** As many parts of a grant are told of, for each operation; beyond that, it counts as a whole. */
const MOST_PARTS = 100;

/** How a grant was used in one way. */
interface Use {
  /** The directory in which all uses so far have taken place. */
  directory: string | undefined;
  readonly parts: Set<string>;
}

/** The audit of one run. */
export class Auditor {
  readonly #emit: (record: AuditRecord) => void;
  readonly #uses = new Map<readonly string[], Map<Operation, Use>>();
  readonly #refusals = new Set<string>();

  constructor(emit: (record: AuditRecord) => void) {
    this.#emit = emit;
    emit({ kind: "audit", version: 1 });
  }

  /** Tells of what a call used or was refused, if that is new. */
  note(call: GuestCall): void {
    if (call.refusal !== undefined) return this.#noteRefusal(call, call.refusal);
    for (const grant of call.grants) {
      if (grant.operation !== undefined) this.#noteUse(grant, grant.operation);
    }
  }

  #noteUse({ words, places, part }: UsedGrant, operation: Operation): void {
    const use = this.#useOf(words, operation);
    const { directory: before, parts } = use;
    if (part !== undefined) return this.#notePart(words, operation, part, parts);
    // Nothing is wider than the whole.
    if (before === ".") return;
    use.directory = places === undefined
      ? "."
      : [...before === undefined ? [] : [before], ...places()].reduce(commonDirectory);
    if (use.directory === before) return;
    const directory = places === undefined ? {} : { directory: use.directory };
    this.#emit({ ...{ kind: "use", grant: words, operation }, ...directory });
  }

  #notePart(
    words: readonly string[],
    operation: Operation,
    given: string,
    parts: Set<string>,
  ): void {
    if (parts.has(given)) return;
    const part = parts.size < MOST_PARTS ? given : words[1]!;
    if (parts.has(part)) return;
    parts.add(part);
    this.#emit({ kind: "use", grant: words, operation, part });
  }

  #useOf(words: readonly string[], operation: Operation): Use {
    const uses = this.#uses.get(words) ?? new Map<Operation, Use>();
    this.#uses.set(words, uses);
    const use = uses.get(operation) ?? { directory: undefined, parts: new Set() };
    uses.set(operation, use);
    return use;
  }

  #noteRefusal({ name: call, result }: GuestCall, refusal: RefusedCall): void {
    const { operation, name, grant, allowedBy } = refusal;
    const key = JSON.stringify([operation, grant, allowedBy]);
    if (this.#refusals.has(key) || this.#refusals.size >= MOST_REFUSALS) return;
    this.#refusals.add(key);
    this.#emit({
      kind: "refusal",
      ...(grant !== undefined && { grant }),
      ...{ operation, call, result, name },
      ...(allowedBy !== undefined && { allowedBy }),
    });
  }
}
