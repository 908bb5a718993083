/**
 * The names of preview1's numbers, as its specification has them.
 *
 * @module
 */

import * as rights from "../rights.ts";

/** The names of all errno, in the order of their numbers. */
const ERRNO: readonly string[] = [
  ...["SUCCESS", "2BIG", "ACCES", "ADDRINUSE", "ADDRNOTAVAIL", "AFNOSUPPORT", "AGAIN", "ALREADY"],
  ...["BADF", "BADMSG", "BUSY", "CANCELED", "CHILD", "CONNABORTED", "CONNREFUSED", "CONNRESET"],
  ...["DEADLK", "DESTADDRREQ", "DOM", "DQUOT", "EXIST", "FAULT", "FBIG", "HOSTUNREACH", "IDRM"],
  ...["ILSEQ", "INPROGRESS", "INTR", "INVAL", "IO", "ISCONN", "ISDIR", "LOOP", "MFILE", "MLINK"],
  ...["MSGSIZE", "MULTIHOP", "NAMETOOLONG", "NETDOWN", "NETRESET", "NETUNREACH", "NFILE"],
  ...["NOBUFS", "NODEV", "NOENT", "NOEXEC", "NOLCK", "NOLINK", "NOMEM", "NOMSG", "NOPROTOOPT"],
  ...["NOSPC", "NOSYS", "NOTCONN", "NOTDIR", "NOTEMPTY", "NOTRECOVERABLE", "NOTSOCK", "NOTSUP"],
  ...["NOTTY", "NXIO", "OVERFLOW", "OWNERDEAD", "PERM", "PIPE", "PROTO", "PROTONOSUPPORT"],
  ...["PROTOTYPE", "RANGE", "ROFS", "SPIPE", "SRCH", "STALE", "TIMEDOUT", "TXTBSY", "XDEV"],
  ...["NOTCAPABLE"],
];

/** The name of an errno. */
export function errnoName(number: number): string {
  return ERRNO[number] ?? `${number}`;
}

/** clockid */
export const CLOCKS: readonly string[] = [
  "realtime",
  "monotonic",
  "process_cputime_id",
  "thread_cputime_id",
];

/** advice */
export const ADVICE: readonly string[] = [
  "normal",
  "sequential",
  "random",
  "willneed",
  "dontneed",
  "noreuse",
];

/** filetype */
export const FILETYPES: readonly string[] = [
  "unknown",
  "block_device",
  "character_device",
  "directory",
  "regular_file",
  "socket_dgram",
  "socket_stream",
  "symbolic_link",
];

/** eventtype */
export const EVENTTYPES: readonly string[] = ["clock", "fd_read", "fd_write"];

/** lookupflags */
export const LOOKUPFLAGS: readonly string[] = ["symlink_follow"];

/** oflags */
export const OFLAGS: readonly string[] = ["creat", "directory", "excl", "trunc"];

/** fdflags */
export const FDFLAGS: readonly string[] = ["append", "dsync", "nonblock", "rsync", "sync"];

/** fstflags */
export const FSTFLAGS: readonly string[] = ["atim", "atim_now", "mtim", "mtim_now"];

/** riflags */
export const RIFLAGS: readonly string[] = ["recv_peek", "recv_waitall"];

/** roflags */
export const ROFLAGS: readonly string[] = ["recv_data_truncated"];

/** sdflags */
export const SDFLAGS: readonly string[] = ["rd", "wr"];

/** subclockflags */
export const SUBCLOCKFLAGS: readonly string[] = ["subscription_clock_abstime"];

/** signal */
export const SIGNALS: readonly string[] = [
  ...["none", "hup", "int", "quit", "ill", "trap", "abrt", "bus", "fpe", "kill", "usr1", "segv"],
  ...["usr2", "pipe", "alrm", "term", "chld", "cont", "stop", "tstp", "ttin", "ttou", "urg"],
  ...["xcpu", "xfsz", "vtalrm", "prof", "winch", "poll", "pwr", "sys"],
];

/** rights, in the order of their bits. */
export const RIGHTS: readonly string[] = Object.entries(rights)
  .filter((entry): entry is [string, number] => isOneBit(entry[1]))
  .sort(([, one], [, other]) => one - other)
  .map(([name]) => name.toLowerCase());

function isOneBit(value: unknown): boolean {
  return typeof value === "number" && (value & (value - 1)) === 0;
}

/** The names of the bits that are set; those without a name together as one hexadecimal number. */
export function flagNames(names: readonly string[], mask: bigint): string[] {
  const named = names.filter((_, bit) => (mask >> BigInt(bit) & 1n) === 1n);
  const rest = mask >> BigInt(names.length) << BigInt(names.length);
  return rest === 0n ? named : [...named, `0x${rest.toString(16)}`];
}

/** The name of a number, or the number where it has none. */
export function nameIn(names: readonly string[], number: number): string | number {
  return names[number] ?? number;
}
