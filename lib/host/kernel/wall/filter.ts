/**
 * What the filter answers to each system call.
 *
 * A call that is allowed by its number alone costs nothing later: the kernel works that out once, when
 * the filter is installed. Of those that are looked at more closely the most frequent come first.
 *
 * @module
 */

import { AT_FDCWD } from "../../libc/constants.ts";
import { ENOSYS, ENOTTY, EPERM } from "../../libc/errno.ts";
import type { NetworkOpenings, WallOpenings } from "../../host.ts";
import {
  answer,
  type Code,
  ifAnyOf,
  ifAtLeast,
  join,
  loadArchitecture,
  loadArgument,
  loadNumber,
  unlessAnyBit,
  unlessEqual,
} from "./bpf.ts";
import {
  ACCEPT,
  ACCEPT4,
  CLONE,
  CLONE3,
  FCNTL,
  FIRST_UNKNOWN,
  IOCTL,
  KILL,
  numbersOf,
  ON_DIRECTORIES,
  ON_NAMES,
  ON_PATHS,
  ON_PROCESSES,
  ON_SOCKETS,
  ON_THE_MACHINE,
  PRLIMIT64,
  SOCKET,
  type SystemCall,
  TGKILL,
} from "./system_calls.ts";

/** AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64. */
const ARCHITECTURE = Deno.build.arch === "aarch64" ? 0xc000_00b7 : 0xc000_003e;

/** The numbers of the x32 interface, which nothing here was compiled for, have this bit. */
const X32 = 0x4000_0000;

const CLONE_THREAD = 0x1_0000;

const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
/** SOCK_NONBLOCK and SOCK_CLOEXEC, and both. */
const SOCKET_FLAGS = [0, 0x800, 0x8_0000, 0x8_0800];

/** F_SETOWN, F_SETSIG and F_SETOWN_EX: which process gets a signal about a descriptor, and which. */
const SIGNAL_COMMANDS = [8, 10, 15];

/**
 * What may be asked of a descriptor: what can be read, whether it waits, and how a terminal stands.
 * Not among them: typing into a terminal, and the flags of a file, which no access mode protects.
 */
const CONTROLS = [
  // FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
  ...[0x541b, 0x5421, 0x5450, 0x5451],
  // TIOCGWINSZ, TIOCGPGRP
  ...[0x5413, 0x540f],
  // TCGETS, TCSETS, TCSETSW, TCSETSF, and the same with any speed
  ...[0x5401, 0x5402, 0x5403, 0x5404],
  ...[0x802c_542a, 0x402c_542b, 0x402c_542c, 0x402c_542d],
];

const ALLOWED = answer(0x7fff_0000);
const REFUSED = failure(EPERM);
/** For what only an attack does. */
const KILLED = answer(0x8000_0000);

/**
 * The program for the threads of one process.
 *
 * @param process its number: what can be done to a process can be done to this one only
 */
export function filter(
  process: number,
  { accepting = false, network }: WallOpenings = {},
): Code {
  const toItself = unlessEqual(process, REFUSED);
  return join(
    loadArchitecture,
    unlessEqual(ARCHITECTURE, KILLED),
    loadNumber,
    ifAtLeast(X32, KILLED),
    ifAtLeast(FIRST_UNKNOWN, failure(ENOSYS)),
    ...ON_NAMES.map(([call, directories]) =>
      decide(call, ...directories.map((place) => whereAnyOf(place, [AT_FDCWD], REFUSED)))
    ),
    decide(IOCTL, whereAnyOf(1, CONTROLS, ALLOWED), failure(ENOTTY)),
    decide(FCNTL, whereAnyOf(1, SIGNAL_COMMANDS, REFUSED)),
    decide(CLONE, loadArgument(0), unlessAnyBit(CLONE_THREAD, REFUSED)),
    // Its flags lie in memory, where a filter cannot look; the C library then uses the older one.
    decide(CLONE3, failure(ENOSYS)),
    decide(KILL, loadArgument(0), toItself),
    decide(TGKILL, loadArgument(0), toItself),
    decide(PRLIMIT64, whereAnyOf(0, [0], ALLOWED), toItself),
    ...[ON_PATHS, ON_DIRECTORIES, ON_PROCESSES, ON_THE_MACHINE, [ACCEPT]].map((calls) =>
      ifAnyOf(calls.flatMap(numbersOf), REFUSED)
    ),
    ...network === undefined ? ON_SOCKETS.map((call) => decide(call, REFUSED)) : [],
    decide(SOCKET, ...network === undefined ? [] : internetSockets(network), REFUSED),
    decide(ACCEPT4, ...accepting || network !== undefined ? [] : [REFUSED]),
    ALLOWED,
  );
}

/** What is answered to one call: `code`, which may load arguments, or else that it is allowed. */
function decide(call: SystemCall, ...code: readonly Code[]): Code {
  return ifAnyOf(numbersOf(call), join(...code, ALLOWED));
}

/** Allows to make sockets of the internet, of the types that are used. */
function internetSockets({ connect, listen, datagrams }: NetworkOpenings): Code[] {
  const types = [
    ...connect.length + listen.length > 0 ? [SOCK_STREAM] : [],
    ...datagrams ? [SOCK_DGRAM] : [],
  ];
  const withFlags = types.flatMap((type) => SOCKET_FLAGS.map((flags) => type | flags));
  return [whereAnyOf(0, [AF_INET, AF_INET6], whereAnyOf(1, withFlags, ALLOWED))];
}

/** Runs `code` for an argument that is one of these values. */
function whereAnyOf(place: number, values: readonly number[], code: Code): Code {
  return join(loadArgument(place), ifAnyOf(values, code));
}

function failure(errno: number): Code {
  return answer(0x0005_0000 | errno);
}
