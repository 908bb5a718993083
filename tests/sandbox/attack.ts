/**
 * A test that carries the number of its row.
 *
 * @module
 */
import { rowOf } from "./rows.ts";

/** Why a test cannot be run here, if so, and other options. */
export interface AttackOptions {
  /** What of the row the test is about, where there are several. */
  readonly about?: string;
  /** What is missing here; without it the test is run. */
  readonly ignored?: string | undefined;
}

/** Defines the test of a row. */
export function attack(
  number: string,
  test: (t: Deno.TestContext) => Promise<void> | void,
  { about, ignored }: AttackOptions = {},
): void {
  const { attack, expected } = rowOf(number);
  Deno.test({
    name: [
      `${number} ${attack}: ${expected}`,
      ...about === undefined ? [] : [` - ${about}`],
      ...ignored === undefined ? [] : [` (ignored: ${ignored})`],
    ].join(""),
    ignore: ignored !== undefined,
    fn: test,
  });
}
