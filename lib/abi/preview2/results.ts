/**
 * The results of functions that can fail.
 *
 * @module
 */

import type { Result } from "../../component/values.ts";

/** A success without a value. */
export const DONE: Result<undefined, never> = Object.freeze({ tag: "ok", value: undefined });

/** A success. */
export function ok<T>(value: T): Result<T, never> {
  return { tag: "ok", value };
}

/** A failure. */
export function err<E>(value: E): Result<never, E> {
  return { tag: "err", value };
}
