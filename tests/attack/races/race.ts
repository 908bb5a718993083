/**
 * One race: an attacker, a host, an operation, and a number of attempts.
 *
 * @module
 */

import type { Host } from "../../../lib/host/host.ts";
import type { Ground } from "./ground.ts";
import { isExpected } from "./operations.ts";
import { runGuest } from "./run_guest.ts";

/** What came of a number of attempts. */
export interface Race {
  readonly operation: string;
  attempts: number;
  /** Attempts that had their effect outside, as the guest itself can tell. */
  escapes: number;
  /** What changed outside, a line each; at most as many as one look finds. */
  damage: string[];
  /** How often each errno came. */
  readonly errnos: Map<number, number>;
  milliseconds: number;
}

/** How long a race goes on: for so many attempts, or until a time. */
export type Limit = { readonly attempts: number } | { readonly milliseconds: number };

/** Attempts between two looks at what lies outside. */
const BATCH = 20_000;
/** The same where what was broken has to be repaired before it can be broken again. */
const SMALL_BATCH = 40;

/**
 * Lets the guest try `operation`, while the attacker is at work.
 *
 * @param repair whether what changed outside is put back after each batch, for a host that is broken
 */
export async function race(
  host: Host,
  ground: Ground,
  operation: string,
  limit: Limit,
  repair: boolean,
): Promise<Race> {
  const found: Race = {
    operation,
    attempts: 0,
    escapes: 0,
    damage: [],
    errnos: new Map(),
    milliseconds: 0,
  };
  const begun = performance.now();
  const left = () =>
    "attempts" in limit
      ? limit.attempts - found.attempts
      : performance.now() - begun < limit.milliseconds
      ? Infinity
      : 0;
  while (left() > 0) {
    const attempts = Math.min(left(), repair ? SMALL_BATCH : BATCH);
    const { escapes } = found;
    count(
      found,
      await runGuest(host, ground.grant, [operation, `${attempts}`, `${found.attempts}`]),
    );
    found.attempts += attempts;
    const damage = ground.damage();
    if (damage.length === 0) continue;
    found.damage = damage;
    // What the guest cannot tell by itself is at least one escape.
    if (escapes === found.escapes) found.escapes++;
    if (!repair) break;
    ground.repair();
  }
  found.milliseconds = performance.now() - begun;
  return found;
}

/** What of a race on a confined host must not be. */
export function failuresOf({ operation, escapes, damage, errnos }: Race): string[] {
  return [
    ...(escapes > 0 ? [`${operation}: ${escapes} escapes`] : []),
    ...damage.map((line) => `${operation}: ${line}`),
    ...[...errnos].filter(([errno]) => !isExpected(errno)).map(([errno, count]) =>
      `${operation}: errno ${errno}, ${count} times, which no swap can cause`
    ),
  ];
}

/** Adds up what the guest printed. */
function count(found: Race, printed: string): void {
  for (const line of printed.trim().split("\n")) {
    const [name, number = ""] = line.split(" ");
    if (name === "escapes") found.escapes += Number(number);
    else {
      const errno = Number(name);
      found.errnos.set(errno, (found.errnos.get(errno) ?? 0) + Number(number));
    }
  }
}
