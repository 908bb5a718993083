/**
 * What an audit consists of. Every record is also a line of the file that `--audit` writes.
 *
 * @module
 */

/**
 * What can be done with a grant: `write` is for content, to open a file for writing included, and
 * `change` for names, times and links; `connect` is also for taking connections and ending them, `send`
 * for datagrams.
 */
export type Operation =
  | "open"
  | "read"
  | "write"
  | "change"
  | "list"
  | "status"
  | "wait"
  | "connect"
  | "listen"
  | "resolve"
  | "send"
  | "environment";

/** The first record. */
export interface AuditBegin {
  /** Tells it from the other records. */
  readonly kind: "audit";
  /** The version of these records. */
  readonly version: 1;
}

/** A grant was used in a way in which it had not been used before. */
export interface GrantUse {
  /** Tells it from the other records. */
  readonly kind: "use";
  /** The words of the option that gave it. */
  readonly grant: readonly string[];
  /** What was done with it. */
  readonly operation: Operation;
  /**
   * Of a directory: the one below it in which all such uses so far have taken place; `.` is the
   * granted directory itself. When a use takes place elsewhere, there is another record.
   */
  readonly directory?: string;
  /**
   * Of the network: the value of a narrower option that would have done for this use, such as
   * `tcp://example.com:443`; that of the grant itself when there were many. Another part is another
   * record.
   */
  readonly part?: string;
}

/** Something was refused that had not been refused before. */
export interface GrantRefusal {
  /** Tells it from the other records. */
  readonly kind: "refusal";
  /** The words of the option that gave what the call was made on; absent where nothing was. */
  readonly grant?: readonly string[];
  /** What would have been done. */
  readonly operation: Operation;
  /** The function. */
  readonly call: string;
  /** The errno or the `error-code` that the guest was answered. */
  readonly result: string;
  /**
   * The path, by its whole name, the name of the handle, or the address or name in the network: that of
   * the first such call.
   */
  readonly name: string;
  /** The words of an option that would have allowed it, where one would. */
  readonly allowedBy?: readonly string[];
}

/** A record of an audit. */
export type AuditRecord = AuditBegin | GrantUse | GrantRefusal;
