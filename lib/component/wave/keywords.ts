/**
 * The words of WAVE that mean something themselves; a case that is called so has `%` before it.
 *
 * @module
 */

/** The words. */
export const KEYWORDS: readonly string[] = [
  "true",
  "false",
  "some",
  "none",
  "ok",
  "err",
  "inf",
  "nan",
];
