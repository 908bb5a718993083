/**
 * What a call came to, as a value that a table of rows can hold.
 *
 * @module
 */
import { type ErrorCode, SluiceError, WasiError } from "../../lib/errors.ts";

/** What `call` answers, or the code with which it fails. */
export function outcomeOf<T>(call: () => T): T | ErrorCode {
  try {
    return call();
  } catch (error) {
    if (error instanceof WasiError) return error.code;
    throw error;
  }
}

/** The SluiceError with which `call` ends; any other end is an error of the test. */
export function refusalOf(call: () => unknown): SluiceError {
  let answer: unknown;
  try {
    answer = call();
  } catch (error) {
    if (error instanceof SluiceError) return error;
    throw error;
  }
  throw new Error("nothing was refused", { cause: answer });
}

/** As {@linkcode refusalOf}, of a promise. */
export async function refusalOfPromise(promise: Promise<unknown>): Promise<SluiceError> {
  let answer: unknown;
  try {
    answer = await promise;
  } catch (error) {
    if (error instanceof SluiceError) return error;
    throw error;
  }
  throw new Error("nothing was refused", { cause: answer });
}

/** Bytes as hexadecimal digits, and back: a row that differs is then shown in one line. */
export function hex(bytes: Uint8Array): string {
  return bytes.toHex();
}

/** The bytes that hexadecimal digits stand for; blanks between them are for the reader. */
export function unhex(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(digits.replaceAll(" ", ""));
}

/** The UTF-8 of a text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** The text of UTF-8. */
export function text(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
