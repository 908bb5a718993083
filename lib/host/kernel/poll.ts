/**
 * poll(2) and ppoll(2): how a descriptor stands, and waiting for several.
 *
 * @module
 */

import type { Pollable, Readiness } from "../../io/pollable.ts";
import { FIONREAD, POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT } from "../libc/constants.ts";
import { EINTR } from "../libc/errno.ts";
import { ColdInt, errno, fail } from "../libc/library.ts";
import { streamCalls } from "../libc/stream_calls.ts";
import { TimespecArgument } from "../libc/timespec.ts";

/** Bytes of a `struct pollfd`: an i32 and two i16. */
const POLLFD = 8;

const timeouts = new TimespecArgument();
const argument = new ColdInt();
const readable = new Int32Array(1);
const readableBuffer = new Uint8Array(readable.buffer);

/** The pollable of a descriptor. */
export class DescriptorPollable implements Pollable {
  readonly descriptor: number;
  readonly interest: "read" | "write";

  constructor(descriptor: number, interest: "read" | "write") {
    this.descriptor = descriptor;
    this.interest = interest;
  }

  state(): Readiness {
    const [events] = poll([this], 0n);
    return {
      ready: events !== 0,
      bytes: this.interest === "read" ? readableBytes(this.descriptor) : 0,
      hangup: ((events ?? 0) & POLLHUP) !== 0,
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
  poll([...distinct.values()], timeout);
}

/** How many bytes a read would find, where the descriptor can tell. */
function readableBytes(fd: number): number {
  return streamCalls.ioctl(argument.of(fd), FIONREAD, readableBuffer) < 0 ? 0 : readable[0]!;
}

function poll(
  pollables: readonly Pick<Required<Pollable>, "descriptor" | "interest">[],
  timeout: bigint | undefined,
): number[] {
  const view = new DataView(new ArrayBuffer(Math.max(1, pollables.length) * POLLFD));
  for (const [i, { descriptor, interest }] of pollables.entries()) {
    view.setInt32(i * POLLFD, descriptor, true);
    view.setInt16(i * POLLFD + 4, interest === "read" ? POLLIN : POLLOUT, true);
  }
  const answer = streamCalls.ppoll(
    new Uint8Array(view.buffer),
    new Uint8Array(new BigUint64Array([BigInt(pollables.length)]).buffer),
    timeout === undefined ? null : timeouts.duration(timeout),
    null,
  );
  if (answer < 0 && errno() !== EINTR) fail();
  return pollables.map((_, i) =>
    answer <= 0 ? 0 : view.getInt16(i * POLLFD + 6, true) &
      (POLLIN | POLLOUT | POLLERR | POLLHUP | POLLNVAL)
  );
}
