/**
 * poll(2) and ppoll(2): how a descriptor stands, and waiting for several.
 *
 * @module
 */

import type { Pollable, Readiness } from "../../io/pollable.ts";
import { FIONREAD, POLLHUP } from "../libc/constants.ts";
import { EINTR } from "../libc/errno.ts";
import { type Buffer, ColdInt, errno, fail } from "../libc/library.ts";
import { streamCalls } from "../libc/stream_calls.ts";
import { TimespecArgument } from "../libc/timespec.ts";
import { type Interest, Pollfds } from "./pollfds.ts";

const timeouts = new TimespecArgument();
const argument = new ColdInt();
const readable = new Int32Array(1);
const readableBuffer = new Uint8Array(readable.buffer);
const count = new BigUint64Array(1);
const countBuffer = new Uint8Array(count.buffer);
const AT_ONCE = new Uint8Array(16);
const single = new Pollfds([{ descriptor: -1, interest: "read" }]);

/** The pollable of a descriptor. */
export class DescriptorPollable implements Pollable {
  readonly descriptor: number;
  readonly interest: "read" | "write";

  constructor(descriptor: number, interest: "read" | "write") {
    this.descriptor = descriptor;
    this.interest = interest;
  }

  state(): Readiness {
    const events = eventsNow(this);
    return {
      ready: events !== 0,
      bytes: this.interest === "read" ? readableBytes(this.descriptor) : 0,
      hangup: (events & POLLHUP) !== 0,
    };
  }
}

/**
 * Waits in the kernel until one of `pollables` is ready or the time has passed.
 *
 * A signal can end the wait early; who waits looks again whether anything is ready.
 *
 * @param timeout in nanoseconds; undefined waits without limit
 */
export function waitInKernel(
  pollables: readonly Required<Pollable>[],
  timeout: bigint | undefined,
): void {
  // The kernel takes no more entries than a process may have descriptors, and a guest can subscribe to
  // one descriptor any number of times.
  const distinct = new Map(pollables.map((one) => [`${one.descriptor} ${one.interest}`, one]));
  poll(
    new Pollfds([...distinct.values()]),
    timeout === undefined ? null : timeouts.duration(timeout),
  );
}

/** Whether an operation would now do something without waiting, be it to fail. */
export function isReady(interest: Interest): boolean {
  return eventsNow(interest) !== 0;
}

function eventsNow(interest: Interest): number {
  single.set(0, interest);
  return poll(single, AT_ONCE) > 0 ? single.happened(0) : 0;
}

/** How many bytes a read would find, where the descriptor can tell. */
function readableBytes(fd: number): number {
  return streamCalls.ioctl(argument.of(fd), FIONREAD, readableBuffer) < 0 ? 0 : readable[0]!;
}

function poll(pollfds: Pollfds, timeout: Buffer | null): number {
  count[0] = BigInt(pollfds.count);
  const answer = streamCalls.ppoll(pollfds.bytes, countBuffer, timeout, null);
  if (answer < 0 && errno() !== EINTR) fail();
  return answer;
}
