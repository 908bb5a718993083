import { assertEquals } from "@std/assert";
import * as errno from "../../../../lib/abi/preview1/errno.ts";
import type { ErrorCode } from "../../../../lib/errors.ts";

/** The errno of the specification, in its order: the place is the number. */
const SPECIFIED = [
  ...["SUCCESS", "2BIG", "ACCES", "ADDRINUSE", "ADDRNOTAVAIL", "AFNOSUPPORT", "AGAIN", "ALREADY"],
  ...["BADF", "BADMSG", "BUSY", "CANCELED", "CHILD", "CONNABORTED", "CONNREFUSED", "CONNRESET"],
  ...["DEADLK", "DESTADDRREQ", "DOM", "DQUOT", "EXIST", "FAULT", "FBIG", "HOSTUNREACH", "IDRM"],
  ...["ILSEQ", "INPROGRESS", "INTR", "INVAL", "IO", "ISCONN", "ISDIR", "LOOP", "MFILE", "MLINK"],
  ...["MSGSIZE", "MULTIHOP", "NAMETOOLONG", "NETDOWN", "NETRESET", "NETUNREACH", "NFILE"],
  ...["NOBUFS", "NODEV", "NOENT", "NOEXEC", "NOLCK", "NOLINK", "NOMEM", "NOMSG", "NOPROTOOPT"],
  ...["NOSPC", "NOSYS", "NOTCONN", "NOTDIR", "NOTEMPTY", "NOTRECOVERABLE", "NOTSOCK", "NOTSUP"],
  ...["NOTTY", "NXIO", "OVERFLOW", "OWNERDEAD", "PERM", "PIPE", "PROTO", "PROTONOSUPPORT"],
  ...["PROTOTYPE", "RANGE", "ROFS", "SPIPE", "SRCH", "STALE", "TIMEDOUT", "TXTBSY", "XDEV"],
  "NOTCAPABLE",
];

/** What each code is called there. */
const NAMES: Readonly<Record<ErrorCode, string>> = {
  "access": "ACCES",
  "address-in-use": "ADDRINUSE",
  "address-not-bindable": "ADDRNOTAVAIL",
  "already": "ALREADY",
  "bad-descriptor": "BADF",
  "busy": "BUSY",
  "concurrency-conflict": "ALREADY",
  "connection-aborted": "CONNABORTED",
  "connection-refused": "CONNREFUSED",
  "connection-reset": "CONNRESET",
  "cross-device": "XDEV",
  "deadlock": "DEADLK",
  "exist": "EXIST",
  "file-too-large": "FBIG",
  "illegal-byte-sequence": "ILSEQ",
  "in-progress": "INPROGRESS",
  "insufficient-memory": "NOMEM",
  "insufficient-space": "NOSPC",
  "interrupted": "INTR",
  "invalid": "INVAL",
  "invalid-seek": "SPIPE",
  "invalid-state": "NOTCONN",
  "io": "IO",
  "is-directory": "ISDIR",
  "loop": "LOOP",
  "message-size": "MSGSIZE",
  "name-too-long": "NAMETOOLONG",
  "name-unresolvable": "HOSTUNREACH",
  "no-device": "NODEV",
  "no-entry": "NOENT",
  "no-lock": "NOLCK",
  "no-such-device": "NXIO",
  "no-tty": "NOTTY",
  "not-capable": "NOTCAPABLE",
  "not-directory": "NOTDIR",
  "not-in-progress": "INVAL",
  "not-empty": "NOTEMPTY",
  "not-permitted": "PERM",
  "not-recoverable": "NOTRECOVERABLE",
  "not-socket": "NOTSOCK",
  "overflow": "OVERFLOW",
  "permanent-resolver-failure": "HOSTUNREACH",
  "pipe": "PIPE",
  "quota": "DQUOT",
  "read-only": "ROFS",
  "remote-unreachable": "HOSTUNREACH",
  "stale": "STALE",
  "temporary-resolver-failure": "AGAIN",
  "text-file-busy": "TXTBSY",
  "timeout": "TIMEDOUT",
  "too-many-links": "MLINK",
  "too-many-open-files": "MFILE",
  "too-many-open-files-in-system": "NFILE",
  "unsupported": "NOTSUP",
  "would-block": "AGAIN",
};

Deno.test("errnoOf() is the number that the specification gives to the failure", () => {
  assertEquals(SPECIFIED.length, 77);
  for (const [code, name] of Object.entries(NAMES)) {
    assertEquals(errno.errnoOf(code as ErrorCode), SPECIFIED.indexOf(name), code);
  }
});

Deno.test("the errno constants are those of the specification", () => {
  const constants = Object.entries(errno).filter(([, value]) => typeof value === "number");
  assertEquals(constants.length > 8, true);
  for (const [name, value] of constants) assertEquals(value, SPECIFIED.indexOf(name), name);
});
