/**
 * `wasi:io/error`.
 *
 * @module
 */

import type { WasiError } from "../../../errors.ts";
import { errorCodeOf, type FilesystemError } from "../error_code.ts";
import { type Interface, interfaceOf } from "../interface.ts";

/** The resource `error`: why a stream has failed. */
export class IoError {
  /** For those who know what the codes of wasi:filesystem mean. */
  readonly code: FilesystemError;
  readonly #failure: WasiError;

  constructor(failure: WasiError) {
    this.code = errorCodeOf(failure);
    this.#failure = failure;
  }

  toDebugString(): string {
    return this.#failure.code;
  }
}

/** The interface. */
export function errors(): Interface {
  return interfaceOf({
    "[method]error.to-debug-string": [
      "func(borrow<error>) -> string",
      (self: IoError) => self.toDebugString(),
    ],
  }, { error: IoError });
}
