/**
 * Options of sockets that are not the guest's to choose.
 *
 * @module
 */

import { WasiError } from "../../../errors.ts";
import type { Typed } from "../interface.ts";
import { attempt } from "./error_code.ts";

/** Getter and setter of an option that Deno has no way to. */
export function unsupported(resource: string, option: string, type: string): Record<string, Typed> {
  return {
    [`[method]${resource}.${option}`]: [
      `func(borrow<${resource}>) -> result<${type}, error-code>`,
      () => attempt(refuse),
    ],
    [`[method]${resource}.set-${option}`]: [
      `func(borrow<${resource}>, ${type}) -> result<_, error-code>`,
      (_self: object, value: number | bigint) =>
        attempt(() => {
          requirePositive(value);
          refuse();
        }),
    ],
  };
}

/** Getter and setter of the size of a buffer, which is what it is: any value comes out as that. */
export function fixedSize(
  resource: string,
  option: string,
  size: number,
): Record<string, Typed> {
  return {
    [`[method]${resource}.${option}`]: [
      `func(borrow<${resource}>) -> result<u64, error-code>`,
      () => attempt(() => BigInt(size)),
    ],
    [`[method]${resource}.set-${option}`]: [
      `func(borrow<${resource}>, u64) -> result<_, error-code>`,
      (_self: object, value: bigint) => attempt(() => requirePositive(value)),
    ],
  };
}

function refuse(): never {
  throw new WasiError("unsupported");
}

function requirePositive(value: number | bigint): void {
  if (BigInt(value) === 0n) throw new WasiError("invalid");
}
