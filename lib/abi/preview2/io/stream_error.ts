/**
 * How operations on streams fail.
 *
 * @module
 */

import type { WasiError } from "../../../errors.ts";
import type { Result, Tagged } from "../../../component/values.ts";
import { err } from "../results.ts";
import { IoError } from "./error.ts";

/** The variant `stream-error`. */
export type StreamError =
  | Tagged<"last-operation-failed", IoError>
  | Tagged<"closed", undefined>;

/** The failure of whatever is done to a stream that has ended or failed before. */
export const CLOSED: Result<never, StreamError> = Object.freeze(
  err(Object.freeze({ tag: "closed", value: undefined })),
);

/** The failure of the operation in which a stream failed. */
export function failed(failure: WasiError): Result<never, StreamError> {
  return err({ tag: "last-operation-failed", value: new IoError(failure) });
}
