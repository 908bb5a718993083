/**
 * From the calls of a guest to the records of what it used and what it was refused.
 *
 * @module
 */

import type { ObservedCall } from "../../abi/preview1/trace/call_observer.ts";
import type { GrantsOfRun } from "../grants_of_run.ts";
import type { HandleGrant } from "../directory_grants.ts";
import { refusalOf, type RefusedCall } from "../refusal.ts";
import { commonDirectory } from "./common_directory.ts";
import { placesOf } from "./places.ts";
import type { AuditRecord, Operation } from "./records.ts";

/** As many different refusals are told of; a guest can ask for any number of paths. */
const MOST_REFUSALS = 1000;

/** The audit of one run. */
export class Auditor {
  readonly #grants: GrantsOfRun;
  readonly #emit: (record: AuditRecord) => void;
  readonly #uses = new Map<HandleGrant, Map<Operation, string>>();
  readonly #refusals = new Set<string>();
  #usedEnvironment = false;

  constructor(grants: GrantsOfRun, emit: (record: AuditRecord) => void) {
    this.#grants = grants;
    this.#emit = emit;
    emit({ kind: "audit", version: 1 });
  }

  /** Tells of what a call used or was refused, if that is new. */
  note(call: ObservedCall): void {
    const { operation } = call;
    if (operation === undefined) return;
    const refusal = refusalOf(call, this.#grants);
    if (refusal !== undefined) this.#noteRefusal(call, operation, refusal);
    else if (operation === "environment") this.#noteEnvironment();
    // What was not open, or had not the right, was not used.
    else if (call.result !== "NOTCAPABLE" && call.result !== "BADF") {
      this.#noteUses(call, operation);
    }
  }

  #noteUses(call: ObservedCall, operation: Operation): void {
    for (const handle of call.handles) {
      const grant = this.#grants.of(handle);
      if (grant === undefined) continue;
      const known = this.#usesOf(grant);
      const before = known.get(operation);
      // Nothing is wider than the whole.
      if (before === ".") continue;
      const directory = grant.directory === undefined
        ? "."
        : [...before === undefined ? [] : [before], ...placesOf(call, handle)]
          .reduce(commonDirectory);
      if (directory === before) continue;
      known.set(operation, directory);
      this.#emit({
        ...{ kind: "use", grant: grant.words, operation },
        ...(grant.directory !== undefined && { directory }),
      });
    }
  }

  #usesOf(grant: HandleGrant): Map<Operation, string> {
    const known = this.#uses.get(grant) ?? new Map<Operation, string>();
    this.#uses.set(grant, known);
    return known;
  }

  /** Which variables a guest looks at cannot be known: it is given them all at once. */
  #noteEnvironment(): void {
    if (this.#usedEnvironment) return;
    this.#usedEnvironment = true;
    for (const grant of this.#grants.environment) {
      this.#emit({ kind: "use", grant, operation: "environment" });
    }
  }

  #noteRefusal(call: ObservedCall, operation: Operation, refusal: RefusedCall): void {
    const { name, grant, allowedBy } = refusal;
    const key = JSON.stringify([operation, grant?.words, allowedBy]);
    if (this.#refusals.has(key) || this.#refusals.size >= MOST_REFUSALS) return;
    this.#refusals.add(key);
    this.#emit({
      kind: "refusal",
      ...(grant !== undefined && { grant: grant.words }),
      ...{ operation, call: call.name, result: call.result, name },
      ...(allowedBy !== undefined && { allowedBy }),
    });
  }
}
