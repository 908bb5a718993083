/**
 * Failures as the `error-code` of wasi:sockets.
 *
 * @module
 */

import { type ErrorCode, WasiError } from "../../../errors.ts";
import type { Result } from "../../../component/values.ts";
import type { Pollable } from "../../../io/pollable.ts";
import type { Context } from "../context.ts";
import { DONE, err, ok } from "../results.ts";
import { giveWay, type MayWait } from "../waiting.ts";

/** What both have under different names. */
const CODES = {
  "access": "access-denied",
  "insufficient-memory": "out-of-memory",
  "invalid": "invalid-argument",
  "message-size": "datagram-too-large",
  "not-capable": "access-denied",
  "not-permitted": "access-denied",
  "pipe": "connection-reset",
  "too-many-open-files": "new-socket-limit",
  "too-many-open-files-in-system": "new-socket-limit",
  "unsupported": "not-supported",
} as const;

/** What both call the same. */
const SAME = [
  "address-in-use",
  "address-not-bindable",
  "concurrency-conflict",
  "connection-aborted",
  "connection-refused",
  "connection-reset",
  "invalid-state",
  "name-unresolvable",
  "not-in-progress",
  "permanent-resolver-failure",
  "remote-unreachable",
  "temporary-resolver-failure",
  "timeout",
  "would-block",
] as const;

/** An `error-code`. */
export type SocketError = "unknown" | typeof CODES[keyof typeof CODES] | typeof SAME[number];

/** The code of a failure. */
function socketErrorOf(code: ErrorCode): SocketError {
  if (Object.hasOwn(CODES, code)) return CODES[code as keyof typeof CODES];
  return SAME.find((one) => one === code) ?? "unknown";
}

/** What `body` answers as a success, what it throws as a failure. */
export function attempt<T>(body: () => T): Result<T, SocketError> {
  try {
    const value = body();
    return value === undefined ? DONE as Result<T, never> : ok(value);
  } catch (error) {
    if (!(error instanceof WasiError)) throw error;
    return err(socketErrorOf(error.code));
  }
}

/** The same; but who is told `would-block` has let others use the thread, who could have changed it. */
export function attemptInTurn<T>(
  context: Context,
  pollable: Pollable,
  body: () => T,
): MayWait<Result<T, SocketError>> {
  const result = attempt(body);
  return result.tag === "err" && result.value === "would-block"
    ? giveWay(context, [pollable], () => attempt(body))
    : result;
}
