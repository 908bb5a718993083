/**
 * The process of one guest: started, listened to, and ended.
 *
 * @module
 */

import { LimitReached, SluiceError } from "../../errors.ts";
import { MAX_DURATION } from "../../grants/duration.ts";
import { type Child, type ChildEnd, startChild } from "../../host/child/start_child.ts";
import type { OutputStream } from "../../io/streams.ts";
import { bug } from "../execute.ts";
import { TRAP_STATUS } from "../statuses.ts";
import { timedOut } from "../limits.ts";
import { abortedBy } from "../run_end.ts";
import type { Limits, Outcome, RunOptions } from "../options.ts";
import { outcomeOfEnd } from "./end.ts";
import { type Message, MessageReader } from "./messages.ts";
import { encodeRequest, type Request } from "./request.ts";

/** How much later than the process itself this one ends it, in milliseconds. */
const LATE = 100;

/** What the runtime needs of the heap beside the guest, in MiB. */
const OWN_HEAP = 32;

const MEBIBYTE = 1 << 20;

/** What a guest's process has of this one. */
export interface Surroundings {
  readonly stdin: "inherit" | "null";
  readonly stdout: "inherit" | "null" | OutputStream;
  readonly stderr: "inherit" | "null" | OutputStream;
  readonly onWarning: (message: string) => void;
  readonly trace: RunOptions["trace"] | undefined;
  readonly audit: RunOptions["audit"] | undefined;
  /** Ends it when aborted. */
  readonly signal: AbortSignal | undefined;
}

/** How a run ended, or why it is none. */
type Reason = { readonly outcome: Outcome } | { readonly error: unknown };

/** The last message. */
type Answer = Extract<Message, { kind: "outcome" | "refusal" }>;

/** A process that runs what was asked for, and is ended as soon as that is done. */
export class GuestProcess {
  readonly #child: Child;
  readonly #limits: Limits;
  readonly #onWarning: (message: string) => void;
  readonly #trace: RunOptions["trace"] | undefined;
  readonly #audit: RunOptions["audit"] | undefined;
  #begun = false;
  /** What the process said of the run's end. */
  #answer: Answer | undefined;
  /** Why this process has ended the other one. */
  #ended: Reason | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #abort = () => this.#end({ outcome: abortedBy(this.#signal!) });

  /**
   * Starts it.
   *
   * @throws SluiceError status 2 where that is not permitted
   */
  constructor(
    request: Request,
    { stdin, stdout, stderr, onWarning, trace, audit, signal }: Surroundings,
  ) {
    this.#limits = request.options.limits ?? {};
    this.#onWarning = onWarning;
    this.#trace = trace;
    this.#audit = audit;
    this.#signal = signal;
    const messages = new MessageReader((message) => this.#take(message));
    this.#child = startChild({
      script: import.meta.resolve("./entry.ts"),
      heap: heapOf(this.#limits),
      stdin,
      stdout: this.#sinkOf(stdout),
      stderr: this.#sinkOf(stderr),
      channel: (bytes) => {
        try {
          messages.add(bytes);
        } catch (error) {
          this.#end({ error: bug(error) });
        }
      },
    });
    this.#child.send(encodeRequest(request));
    signal?.addEventListener("abort", this.#abort);
  }

  /**
   * Waits for its end.
   *
   * @throws SluiceError as the run does; status 125 where the process came to an end of its own
   */
  async outcome(): Promise<Outcome> {
    const end = await this.#child.ended.finally(() => this.#stopWatching());
    const ended = this.#ended ?? reasonOf(this.#answer) ?? this.#outcomeOfEnd(end);
    if ("error" in ended) throw ended.error;
    return ended.outcome;
  }

  #outcomeOfEnd(end: ChildEnd): Reason {
    return { outcome: outcomeOfEnd(end, this.#begun, this.#limits) };
  }

  #take(message: Message): void {
    switch (message.kind) {
      case "begun":
        this.#begun = true;
        this.#startTimer();
        break;
      case "warning":
        try {
          this.#onWarning(message.message);
        } catch (error) {
          this.#end({ error });
        }
        break;
      case "trace":
        this.#trace?.(message.record);
        break;
      case "audit":
        this.#audit?.(message.record);
        break;
      default:
        this.#stopWatching();
        this.#answer = message;
        this.#child.kill();
    }
  }

  #startTimer(): void {
    const { timeout } = this.#limits;
    if (timeout === undefined || this.#timer !== undefined) return;
    const end = () => this.#end({ outcome: timedOut(timeout) });
    this.#timer = setTimeout(end, Math.min(timeout + LATE, MAX_DURATION));
  }

  #stopWatching(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
  }

  #sinkOf(stream: "inherit" | "null" | OutputStream) {
    if (typeof stream === "string") return stream;
    return (bytes: Uint8Array) => {
      try {
        stream.write(bytes);
      } catch (error) {
        if (!(error instanceof LimitReached)) throw error;
        const { message } = error;
        this.#end({ outcome: { status: TRAP_STATUS, ended: "limit", message } });
      }
    };
  }

  /** Ends the process; the first reason counts. */
  #end(reason: Reason): void {
    this.#ended ??= reason;
    this.#child.kill();
  }
}

function reasonOf(answer: Answer | undefined): Reason | undefined {
  if (answer?.kind !== "refusal") return answer;
  const { status, message, hint } = answer.refusal;
  return { error: new SluiceError(status, message, hint === undefined ? {} : { hint }) };
}

function heapOf({ maxMemory }: Limits): number | undefined {
  return maxMemory === undefined ? undefined : Math.ceil(maxMemory / MEBIBYTE) + OWN_HEAP;
}
