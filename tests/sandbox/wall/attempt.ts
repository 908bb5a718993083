/**
 * Attempts at what a wall forbids or leaves open, and what came of them.
 *
 * @module
 */

/** What is tried, what has to come of it, and the try; what it needs is bound before the wall stands. */
export type Attempt = readonly [
  name: string,
  expected: string,
  make: () => string | Promise<string>,
];

/** Makes all attempts in turn. Answers a line for each that came out otherwise. */
export async function failuresOf(attempts: readonly Attempt[]): Promise<string[]> {
  const failures: string[] = [];
  for (const [name, expected, make] of attempts) {
    const got = await make();
    if (got !== expected) failures.push(`${name}: ${got}, and not ${expected}`);
  }
  return failures;
}
