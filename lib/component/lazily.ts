/**
 * Doing work when it is first needed.
 *
 * @module
 */

/** What makes a value at its first call, and answers the same one ever after. */
export function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}
