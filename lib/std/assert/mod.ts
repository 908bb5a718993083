/**
 * Local face of `@std/assert`: the code is the real one, the types are declared here.
 *
 * @module
 */
// deno-lint-ignore no-import-prefix
import * as real from "npm:deno-std@1.4.0/assert/mod.js";

/** A constructor of `T`, abstract or not, as `assertInstanceOf` and `assertThrows` take it. */
// deno-lint-ignore no-explicit-any
type Class<T> = abstract new (...args: any[]) => T;
/** Values other than these are truthy. */
type Falsy = false | 0 | 0n | "" | null | undefined;

/** What a failed assertion throws. */
export type AssertionError = Error;
/** The class of what a failed assertion throws. */
export const AssertionError: new (message: string, options?: ErrorOptions) => AssertionError =
  real.AssertionError;
/** Fail unless `expr` is truthy. */
export const assert: (expr: unknown, msg?: string) => asserts expr = real.assert;
/** Fail unless two numbers are within `tolerance` of each other. */
export const assertAlmostEquals: (
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
) => void = real.assertAlmostEquals;
/** Fail unless `actual` holds every item of `expected`. */
export const assertArrayIncludes: <T>(
  actual: ArrayLike<T>,
  expected: ArrayLike<T>,
  msg?: string,
) => void = real.assertArrayIncludes;
/** Fail unless the two are equal in depth. */
export const assertEquals: <T>(actual: T, expected: T, msg?: string) => void = real.assertEquals;
/** Fail where `actual` is `null` or `undefined`. */
export const assertExists: <T>(actual: T, msg?: string) => asserts actual is NonNullable<T> =
  real.assertExists;
/** Fail unless `expr` is falsy. */
export const assertFalse: (expr: unknown, msg?: string) => asserts expr is Falsy = real.assertFalse;
/** Fail unless `actual` is greater than `expected`. */
export const assertGreater: <T>(actual: T, expected: T, msg?: string) => void = real.assertGreater;
/** Fail unless `actual` is `expected` or greater. */
export const assertGreaterOrEqual: <T>(actual: T, expected: T, msg?: string) => void =
  real.assertGreaterOrEqual;
/** Fail unless `actual` is an instance of `expectedType`. */
export const assertInstanceOf: <T>(
  actual: unknown,
  expectedType: Class<T>,
  msg?: string,
) => asserts actual is T = real.assertInstanceOf;
/** Fail unless `error` is an error, of the class and with the words asked for. */
export const assertIsError: <E extends Error = Error>(
  error: unknown,
  ErrorClass?: Class<E>,
  msgMatches?: string | RegExp,
  msg?: string,
) => asserts error is E = real.assertIsError;
/** Fail unless `actual` is less than `expected`. */
export const assertLess: <T>(actual: T, expected: T, msg?: string) => void = real.assertLess;
/** Fail unless `actual` is `expected` or less. */
export const assertLessOrEqual: <T>(actual: T, expected: T, msg?: string) => void =
  real.assertLessOrEqual;
/** Fail unless `actual` matches `expected`. */
export const assertMatch: (actual: string, expected: RegExp, msg?: string) => void =
  real.assertMatch;
/** Fail where the two are equal in depth. */
export const assertNotEquals: <T>(actual: T, expected: T, msg?: string) => void =
  real.assertNotEquals;
/** Fail where `actual` matches `expected`. */
export const assertNotMatch: (actual: string, expected: RegExp, msg?: string) => void =
  real.assertNotMatch;
/** Fail where the two are the same value. */
export const assertNotStrictEquals: <T>(actual: T, expected: T, msg?: string) => void =
  real.assertNotStrictEquals;
/** Fail unless `actual` has every property of `expected`, in depth. */
export const assertObjectMatch: (
  // deno-lint-ignore no-explicit-any
  actual: Record<PropertyKey, any>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
) => void = real.assertObjectMatch;
/** Fail unless the two are the same value. */
export const assertStrictEquals: <T>(
  actual: unknown,
  expected: T,
  msg?: string,
) => asserts actual is T = real.assertStrictEquals;
/** Fail unless `actual` holds `expected`. */
export const assertStringIncludes: (actual: string, expected: string, msg?: string) => void =
  real.assertStringIncludes;
/** Whether the two are equal in depth. */
export const equal: (a: unknown, b: unknown) => boolean = real.equal;
/** Fail. */
export const fail: (msg?: string) => never = real.fail;
/** Fail, since this code stands where nothing should come. */
export const unreachable: (msg?: string) => never = real.unreachable;

/** The error that a call throws, which fails where it throws none or another one. */
export const assertThrows: {
  (fn: () => unknown, msg?: string): unknown;
  <E extends Error = Error>(
    fn: () => unknown,
    ErrorClass: Class<E>,
    msgIncludes?: string,
    msg?: string,
  ): E;
} = real.assertThrows;
/** The reason for which a promise is rejected, which fails where it is not or for another one. */
export const assertRejects: {
  (fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
  <E extends Error = Error>(
    fn: () => PromiseLike<unknown>,
    ErrorClass: Class<E>,
    msgIncludes?: string,
    msg?: string,
  ): Promise<E>;
} = real.assertRejects;
