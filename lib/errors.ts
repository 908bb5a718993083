/**
 * What can go wrong, in the one vocabulary that every layer shares.
 *
 * @module
 */

/**
 * Why an operation failed: the `error-code` names of `wasi:filesystem` and `wasi:sockets`, and the few
 * that only the older interfaces can report (`not-capable`, `not-socket`, the two descriptor limits).
 */
export type ErrorCode =
  | "access"
  | "address-in-use"
  | "address-not-bindable"
  | "already"
  | "bad-descriptor"
  | "busy"
  | "concurrency-conflict"
  | "connection-aborted"
  | "connection-refused"
  | "connection-reset"
  | "cross-device"
  | "deadlock"
  | "exist"
  | "file-too-large"
  | "illegal-byte-sequence"
  | "in-progress"
  | "insufficient-memory"
  | "insufficient-space"
  | "interrupted"
  | "invalid"
  | "invalid-seek"
  | "invalid-state"
  | "io"
  | "is-directory"
  | "loop"
  | "message-size"
  | "name-too-long"
  | "name-unresolvable"
  | "no-device"
  | "no-entry"
  | "no-lock"
  | "no-such-device"
  | "no-tty"
  | "not-capable"
  | "not-directory"
  | "not-empty"
  | "not-in-progress"
  | "not-permitted"
  | "not-recoverable"
  | "not-socket"
  | "overflow"
  | "permanent-resolver-failure"
  | "pipe"
  | "quota"
  | "read-only"
  | "remote-unreachable"
  | "stale"
  | "temporary-resolver-failure"
  | "text-file-busy"
  | "timeout"
  | "too-many-links"
  | "too-many-open-files"
  | "too-many-open-files-in-system"
  | "unsupported"
  | "would-block";

/**
 * A failure that the guest is told about.
 *
 * Not an `Error`: capturing a stack costs 7 to 13 microseconds, more than the system call that
 * failed, and a guest that probes for files fails thousands of times in its first second.
 */
export class WasiError {
  /** Why it failed. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    this.code = code;
  }
}

/** A breach of the ABI that ends the guest, such as a pointer out of bounds. */
export class Trap extends Error {
  override name = "Trap";
}

/** A guest came to a limit that it cannot be told of, which ends it. */
export class LimitReached extends Error {
  override name = "LimitReached";
}

/** The guest asked to end, with this status. */
export class ProcExit {
  /** As the guest gave it: 0 to 2^32 - 1. */
  readonly status: number;

  constructor(status: number) {
    this.status = status;
  }
}

/** The statuses with which the command ends when Sluice, not the guest, has something to say. */
export type RefusalStatus = 2 | 125 | 126 | 127;

/** Why a run was refused or could not go on; what the command prints and ends with. */
export class SluiceError extends Error {
  /** The class's name, as in every error. */
  override name = "SluiceError";
  /** The exit status: 2 a wrong grant or option, 125 a bug of ours, 126 not runnable, 127 not found. */
  readonly status: RefusalStatus;
  /** The exact option or change that would help, where there is one. */
  readonly hint: string | undefined;

  /**
   * An error that ends a run, or keeps it from starting.
   *
   * @param status as the command would end
   * @param message one sentence without a stop
   * @param options.hint what the user can do
   * @param options.cause the failure behind it, where it was another's
   */
  constructor(
    status: RefusalStatus,
    message: string,
    options: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.status = status;
    this.hint = options.hint;
  }
}
