/**
 * Opening the C library, and errno.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { codeOfErrno, EINTR } from "./errno.ts";

const LIBRARY = "libc.so.6";

/** Memory that a function of the C library reads or writes. */
export type Buffer = Uint8Array<ArrayBuffer>;

/** The value of a {@linkcode COLD_INT} parameter. */
export type Int = Buffer;

/** The value of a {@linkcode COLD_LONG} parameter. */
export type Long = Buffer;

/** Binds the named functions of the C library, or of another one. */
export function bind<const T extends Deno.ForeignLibraryInterface>(
  symbols: T,
  library: string = LIBRARY,
): Deno.DynamicLibrary<T>["symbols"] {
  return Deno.dlopen(library, symbols).symbols;
}

/**
 * The type of an `int` parameter in a function that is not called in a loop.
 *
 * Deno compiles a fast trampoline for each function it binds, 0.12 to 0.34 ms apiece, unless a
 * parameter is a struct: then binding takes 0.01 ms and a call 0.15 microseconds more. A struct
 * of one int travels in the same register as the int in every calling convention that Deno runs on
 * (System V x86-64, AAPCS64). Thirty functions bound so save 6 ms of every start.
 */
export const COLD_INT: { readonly struct: readonly ["i32"] } = { struct: ["i32"] };

/** The same for a parameter of 64 bits. */
export const COLD_LONG: { readonly struct: readonly ["u64"] } = { struct: ["u64"] };

/** A value for a {@linkcode COLD_INT} parameter; it can be used again for each call. */
export class ColdInt {
  readonly #value = new Int32Array(1);
  readonly #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(this.#value.buffer);

  /** The argument that carries `value`. */
  of(value: number): Uint8Array<ArrayBuffer> {
    this.#value[0] = value;
    return this.#bytes;
  }
}

/** The parameter does not exist and is ignored; it makes the binding a cold one. */
const { __errno_location } = bind({
  __errno_location: { parameters: [COLD_INT], result: "pointer" },
});

/**
 * A window on the errno of this thread. A view made once: reading it costs nothing, and it goes on
 * working when the permission to make such views has been given back.
 */
const errnoCell = new Int32Array(
  Deno.UnsafePointerView.getArrayBuffer(
    __errno_location(new ColdInt().of(0))!,
    Int32Array.BYTES_PER_ELEMENT,
  ),
);

/** Why the last call of the C library on this thread failed. */
export function errno(): number {
  return errnoCell[0]!;
}

/**
 * Turns an errno into the failure that a guest may see.
 *
 * @throws WasiError always, unless the errno is one that no call should meet: then a plain Error,
 * which ends the run as a bug of ours
 */
export function fail(number: number = errno()): never {
  const code = codeOfErrno(number);
  if (code === undefined) throw new Error(`unexpected errno ${number}`);
  throw new WasiError(code);
}

/**
 * Checks the answer of a call that is to be made again when a signal interrupted it.
 *
 * @returns true when it must be made again
 * @throws WasiError when it failed for another reason
 */
export function interrupted(answer: number): boolean {
  if (answer >= 0) return false;
  const number = errno();
  if (number !== EINTR) fail(number);
  return true;
}
