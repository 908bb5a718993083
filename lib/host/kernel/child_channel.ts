/**
 * The channel of a process that was started for a guest, by the C library.
 *
 * @module
 */

import { type Channel, moveAll, PLACES } from "../child/channel.ts";

import { coldByteCalls } from "../libc/byte_calls.ts";
import { MAX_TRANSFER } from "../libc/constants.ts";
import { bind, type Buffer, COLD_INT, ColdInt, fail, interrupted } from "../libc/library.ts";
import { streamCalls } from "../libc/stream_calls.ts";

const STDERR = 2;
const F_DUPFD_CLOEXEC = 1030;
const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9n;

const { dup2, prctl } = bind({
  dup2: { parameters: [COLD_INT, "i32"], result: "i32" },
  /** (PR_SET_PDEATHSIG, number) */
  prctl: { parameters: [COLD_INT, "u64"], result: "i32" },
});

const argument = new ColdInt();

/**
 * Opens the channel, ties this process's life to that of the thread which started it, and turns what
 * the runtime says at its end away from the guest's standard error.
 */
export function kernelChannel(): Channel {
  if (prctl(argument.of(PR_SET_PDEATHSIG), SIGKILL) < 0) fail();
  const standardError = streamCalls.fcntl(argument.of(STDERR), F_DUPFD_CLOEXEC, STDERR + 1);
  if (standardError < 0 || dup2(argument.of(PLACES.words), STDERR) < 0) fail();
  const { read, write } = coldByteCalls;
  return {
    standardError,
    read: (into) => moveAll(into, (rest) => repeated(() => read(...transfer(rest)))),
    write: (from) => moveAll(from, (rest) => repeated(() => write(...transfer(rest)))),
  };
}

function transfer(rest: Buffer): [fd: number, bytes: Buffer, size: number] {
  return [PLACES.channel, rest, Math.min(rest.length, MAX_TRANSFER)];
}

function repeated(call: () => number): number {
  let answer: number;
  do {
    answer = call();
  } while (interrupted(answer));
  return answer;
}
