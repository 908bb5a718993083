/**
 * What a guest's process tells the one that has started it: a line of JSON a message.
 *
 * @module
 */

import type { RefusalStatus } from "../../errors.ts";
import { isAuditRecord } from "../audit/parse_audit.ts";
import type { AuditRecord } from "../audit/records.ts";
import type { Ended, Outcome } from "../options.ts";
import { TRAP_STATUS } from "../statuses.ts";
import { isTraceRecord } from "../trace/is_trace_record.ts";
import type { TraceRecord } from "../trace/records.ts";
import { decodeValue, encodeValue } from "./values.ts";

/** One message. The last one is how the run ended, or why there was none. */
export type Message =
  /** The time runs. */
  | { readonly kind: "begun" }
  | { readonly kind: "warning"; readonly message: string }
  | { readonly kind: "trace"; readonly record: TraceRecord }
  | { readonly kind: "audit"; readonly record: AuditRecord }
  | { readonly kind: "outcome"; readonly outcome: Outcome }
  | { readonly kind: "refusal"; readonly refusal: Refusal };

/** A SluiceError, as data. */
export interface Refusal {
  readonly status: RefusalStatus;
  readonly message: string;
  readonly hint: string | undefined;
}

const ENDS: readonly Ended[] = ["exit", "trap", "timeout", "aborted", "limit"];
const REFUSALS: readonly RefusalStatus[] = [2, 125, 126, 127];

/** More than a message of ours has, in bytes or characters; the results of a call could have more. */
const MAX_LENGTH = 1 << 24;

const encoder = new TextEncoder();

/** What is told in place of an outcome whose results are longer than a message. */
const TOO_LONG: Outcome = {
  status: TRAP_STATUS,
  ended: "limit",
  message: "what the guest returned is longer than what its process can tell",
};

/** A message as a line. */
export function encodeMessage(message: Message): Uint8Array<ArrayBuffer> {
  if (message.kind !== "outcome") return lineOf(message);
  const { outcome } = message;
  try {
    const line = lineOf({ ...message, outcome: sendable(outcome) });
    if (line.length <= MAX_LENGTH) return line;
  } catch (error) {
    // There is no text that is so long.
    if (!(error instanceof RangeError)) throw error;
  }
  return lineOf({ ...message, outcome: TOO_LONG });
}

/** Puts the parts of lines together in which messages come. */
export class MessageReader {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  readonly #take: (message: Message) => void;
  #rest = "";

  /** @param take is given each message */
  constructor(take: (message: Message) => void) {
    this.#take = take;
  }

  /**
   * Takes what has come.
   *
   * @throws Error when that is none of our messages
   */
  add(bytes: Uint8Array): void {
    const [first = "", ...more] = this.#decoder.decode(bytes, { stream: true }).split("\n");
    this.#rest += first;
    if (this.#rest.length > MAX_LENGTH) throw new TypeError("a message has no end");
    for (const next of more) {
      this.#take(parseMessage(this.#rest));
      this.#rest = next;
    }
  }
}

function lineOf(sent: object): Uint8Array<ArrayBuffer> {
  return encoder.encode(`${JSON.stringify(sent)}\n`);
}

/** The outcome with its results as they are sent. */
function sendable({ results, ...outcome }: Outcome): object {
  return { ...outcome, ...results !== undefined && { results: results.map(encodeValue) } };
}

/** Nothing is taken for granted: a guest that got into its process could say anything. */
function parseMessage(line: string): Message {
  const { kind, message, record: told, outcome, refusal } = record(JSON.parse(line));
  switch (kind) {
    case "begun":
      return { kind };
    case "warning":
      return { kind, message: text(message) };
    case "trace":
      if (!isTraceRecord(told)) throw new TypeError("a message without its record");
      return { kind, record: told };
    case "audit":
      if (!isAuditRecord(told)) throw new TypeError("a message without its record");
      return { kind, record: told };
    case "outcome":
      return { kind, outcome: parseOutcome(record(outcome)) };
    case "refusal": {
      const { status, message, hint } = record(refusal);
      return {
        kind,
        refusal: {
          status: oneOf(REFUSALS, status),
          message: text(message),
          hint: hint === undefined ? undefined : text(hint),
        },
      };
    }
    default:
      throw new TypeError("a message of no known kind");
  }
}

function parseOutcome(outcome: Record<string, unknown>): Outcome {
  const { status, ended, message, hint, results, printed } = outcome;
  if (!Number.isInteger(status)) throw new TypeError("a status is no number");
  return {
    status: status as number,
    ended: oneOf(ENDS, ended),
    ...message !== undefined && { message: text(message) },
    ...hint !== undefined && { hint: text(hint) },
    ...Array.isArray(results) && { results: results.map(decodeValue) },
    ...Array.isArray(printed) && { printed: printed.map(text) },
  };
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw new TypeError("a message is no object");
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new TypeError("a message has no text");
}

function oneOf<T>(known: readonly T[], value: unknown): T {
  if (known.includes(value as T)) return value as T;
  throw new TypeError("a message with an unknown word");
}
