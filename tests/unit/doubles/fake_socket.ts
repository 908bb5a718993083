/**
 * Connections and listeners in memory, which note what is asked of them.
 *
 * @module
 */
import { WasiError } from "../../../lib/errors.ts";
import type { Pollable } from "../../../lib/io/pollable.ts";
import { WOULD_BLOCK } from "../../../lib/io/streams.ts";
import type {
  PeekableInput,
  ShutdownType,
  TcpConnection,
  TcpListener,
} from "../../../lib/sockets/tcp.ts";
import { ScriptedStream } from "./fake_node.ts";

/** What a {@linkcode ScriptedStream} is to read, where it can be looked at. */
export class PeekableStream extends ScriptedStream implements PeekableInput {
  peekv(into: readonly Uint8Array[]): number {
    this.calls.push("peekv");
    return this.readv(into);
  }
}

/** A connection that answers what it was told to. */
export class FakeConnection implements TcpConnection {
  readonly input: PeekableStream;
  readonly output: ScriptedStream;
  /** The directions that were shut down, in order. */
  readonly shut: ShutdownType[] = [];
  /** How often it was closed. */
  closed = 0;

  constructor(
    input: PeekableStream = new PeekableStream(),
    output: ScriptedStream = new ScriptedStream(),
  ) {
    this.input = input;
    this.output = output;
  }

  shutdown(which: ShutdownType): void {
    this.shut.push(which);
  }

  [Symbol.dispose](): void {
    this.closed++;
  }
}

/** A listener with these connections in its queue. */
export class FakeListener implements TcpListener {
  /** What comes next; a failure is thrown. */
  readonly queue: (FakeConnection | WasiError)[];
  /** How often it was asked. */
  accepts = 0;
  /** How often it was closed. */
  closed = 0;

  constructor(...queue: (FakeConnection | WasiError)[]) {
    this.queue = queue;
  }

  accept(): FakeConnection | typeof WOULD_BLOCK {
    this.accepts++;
    const next = this.queue.shift();
    if (next instanceof WasiError) throw next;
    return next ?? WOULD_BLOCK;
  }

  subscribe(): Pollable {
    return { state: () => ({ ready: this.queue.length > 0, bytes: 0, hangup: false }) };
  }

  [Symbol.dispose](): void {
    this.closed++;
  }
}
