import { assertEquals, assertThrows } from "@std/assert";
import type { ErrorCode } from "../../../../lib/errors.ts";
import * as errno from "../../../../lib/host/libc/errno.ts";
import { outcomeOf } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

const { codeOfErrno } = errno;

/** The errno of Linux by name, as the C library's own text for each calls it. */
const LINUX: Readonly<Record<string, readonly [number: number, code: ErrorCode]>> = {
  EPERM: [1, "not-permitted"],
  ENOENT: [2, "no-entry"],
  EINTR: [4, "interrupted"],
  EIO: [5, "io"],
  ENXIO: [6, "no-such-device"],
  EBADF: [9, "bad-descriptor"],
  EAGAIN: [11, "would-block"],
  ENOMEM: [12, "insufficient-memory"],
  EACCES: [13, "access"],
  EBUSY: [16, "busy"],
  EEXIST: [17, "exist"],
  EXDEV: [18, "cross-device"],
  ENODEV: [19, "no-device"],
  ENOTDIR: [20, "not-directory"],
  EISDIR: [21, "is-directory"],
  EINVAL: [22, "invalid"],
  ENFILE: [23, "too-many-open-files-in-system"],
  EMFILE: [24, "too-many-open-files"],
  ENOTTY: [25, "no-tty"],
  ETXTBSY: [26, "text-file-busy"],
  EFBIG: [27, "file-too-large"],
  ENOSPC: [28, "insufficient-space"],
  ESPIPE: [29, "invalid-seek"],
  EROFS: [30, "read-only"],
  EMLINK: [31, "too-many-links"],
  EPIPE: [32, "pipe"],
  EDEADLK: [35, "deadlock"],
  ENAMETOOLONG: [36, "name-too-long"],
  ENOLCK: [37, "no-lock"],
  ENOSYS: [38, "unsupported"],
  ENOTEMPTY: [39, "not-empty"],
  ELOOP: [40, "loop"],
  EBADE: [52, "io"],
  ENODATA: [61, "io"],
  ENOLINK: [67, "io"],
  EPROTO: [71, "connection-aborted"],
  EBADMSG: [74, "io"],
  EOVERFLOW: [75, "overflow"],
  EILSEQ: [84, "illegal-byte-sequence"],
  ENOTSOCK: [88, "not-socket"],
  EDESTADDRREQ: [89, "invalid-state"],
  EMSGSIZE: [90, "message-size"],
  EOPNOTSUPP: [95, "unsupported"],
  EADDRINUSE: [98, "address-in-use"],
  EADDRNOTAVAIL: [99, "address-not-bindable"],
  ENETDOWN: [100, "remote-unreachable"],
  ENETUNREACH: [101, "remote-unreachable"],
  ECONNABORTED: [103, "connection-aborted"],
  ECONNRESET: [104, "connection-reset"],
  ENOBUFS: [105, "insufficient-memory"],
  ENOTCONN: [107, "invalid-state"],
  ESHUTDOWN: [108, "pipe"],
  ETIMEDOUT: [110, "timeout"],
  ECONNREFUSED: [111, "connection-refused"],
  EHOSTDOWN: [112, "remote-unreachable"],
  EHOSTUNREACH: [113, "remote-unreachable"],
  EALREADY: [114, "already"],
  EINPROGRESS: [115, "in-progress"],
  ESTALE: [116, "stale"],
  EUCLEAN: [117, "io"],
  EREMOTEIO: [121, "io"],
  EDQUOT: [122, "quota"],
  ENOMEDIUM: [123, "no-device"],
  ENOKEY: [126, "access"],
  EKEYEXPIRED: [127, "access"],
  EKEYREVOKED: [128, "access"],
  EKEYREJECTED: [129, "access"],
  ENOTRECOVERABLE: [131, "not-recoverable"],
};

Deno.test("codeOfErrno() is the failure that Linux means", () => {
  for (const [name, [number, code]] of Object.entries(LINUX)) {
    assertEquals(codeOfErrno(number), code, name);
  }
});

Deno.test("codeOfErrno() is undefined for what no call of ours should meet", () => {
  // Among them EFAULT: a pointer of ours that is wrong is not the guest's business.
  for (const number of [0, 3, 14, 97, 133, 255, -1, 4096]) {
    assertEquals(codeOfErrno(number), undefined, `${number}`);
  }
});

Deno.test("the errno constants have the numbers of Linux", () => {
  const constants = Object.entries(errno).filter(([, value]) => typeof value === "number");
  assertEquals(constants.length > 5, true);
  for (const [name, value] of constants) assertEquals(value, LINUX[name]?.[0], name);
});

testWithLibc("fail() throws what the guest may see, and a plain Error for the rest", async () => {
  const { fail } = await import("../../../../lib/host/libc/library.ts");
  for (const [number, code] of Object.values(LINUX)) {
    assertEquals(outcomeOf(() => fail(number)), code);
  }
  assertThrows(() => fail(14), Error, "unexpected errno 14");
});

testWithLibc("interrupted() is true for EINTR alone, and throws any other failure", async () => {
  const { interrupted, bind, COLD_INT, ColdInt } = await import(
    "../../../../lib/host/libc/library.ts"
  );
  assertEquals([interrupted(0), interrupted(5)], [false, false]);
  const { __errno_location, close } = bind({
    __errno_location: { parameters: [], result: "pointer" },
    close: { parameters: [COLD_INT], result: "i32" },
  });
  const answer = close(new ColdInt().of(-1));
  assertEquals(outcomeOf(() => interrupted(answer)), "bad-descriptor");
  const cell = new Int32Array(Deno.UnsafePointerView.getArrayBuffer(__errno_location()!, 4));
  cell[0] = 4;
  assertEquals(interrupted(-1), true);
});
