/**
 * seccomp(2): a filter before every system call of every thread.
 *
 * @module
 */

import { addressOf } from "../../libc/address.ts";
import { ColdInt, errno } from "../../libc/library.ts";
import { wallCalls } from "../../libc/wall_calls.ts";
import { assemble, type Code, lengthOf } from "./bpf.ts";
import { numbersOf, SECCOMP } from "./system_calls.ts";

const SET_MODE_FILTER = 1;
const GET_ACTION_AVAIL = 2;
/** SECCOMP_FILTER_FLAG_TSYNC */
const ALL_THREADS = 1;
const RET_ERRNO = 0x0005_0000;

/** Bytes of a `struct sock_fprog`. */
const FPROG_SIZE = 16;

const PR_SET_NO_NEW_PRIVS = 38;

const argument = new ColdInt();

/** Why there are no filters here, or undefined where there are. */
export function seccompObstacle(): string | undefined {
  const action = new Uint8Array(new Uint32Array([RET_ERRNO]).buffer);
  return seccomp(GET_ACTION_AVAIL, 0, action) < 0
    ? "the kernel has no system call filters"
    : undefined;
}

/**
 * Gives up for good what a program with a set-user-id bit would gain: the condition under which an
 * ordinary user may restrict himself.
 */
export function renouncePrivileges(): void {
  wallCalls.prctl(argument.of(PR_SET_NO_NEW_PRIVS), 1n, 0n, 0n, 0n);
}

/**
 * Installs a filter for all threads of this process and those they start.
 *
 * @returns why it could not be done; then no thread has it
 */
export function install(code: Code): string | undefined {
  const filter = assemble(code);
  // struct sock_fprog, a count of 16 bits and where the instructions lie: behind it, in one buffer.
  const program = new Uint8Array(FPROG_SIZE + filter.length);
  const header = new DataView(program.buffer);
  header.setUint16(0, lengthOf(code), true);
  header.setBigUint64(8, BigInt(addressOf(program) + FPROG_SIZE), true);
  program.set(filter, FPROG_SIZE);
  const result = seccomp(SET_MODE_FILTER, ALL_THREADS, program);
  if (result > 0) return "a thread of the runtime has a filter of its own";
  return result < 0 ? `the filter is refused: ${errno()}` : undefined;
}

function seccomp(operation: number, flags: number, data: Uint8Array<ArrayBuffer>): number {
  const [number] = numbersOf(SECCOMP) as [number];
  return wallCalls.seccomp(number, argument.of(operation), flags, data);
}
