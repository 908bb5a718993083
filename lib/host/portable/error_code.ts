/**
 * From what Deno throws to the failure that a guest may see.
 *
 * @module
 */

import { type ErrorCode, WasiError } from "../../errors.ts";

/** By the `code` of the error, which Deno sets for most failures of the operating system. */
const BY_NAME: Readonly<Record<string, ErrorCode>> = {
  EACCES: "access",
  EADDRINUSE: "address-in-use",
  EADDRNOTAVAIL: "address-not-bindable",
  EAGAIN: "would-block",
  EBADF: "bad-descriptor",
  EBADMSG: "io",
  EBUSY: "busy",
  ECONNABORTED: "connection-aborted",
  ECONNREFUSED: "connection-refused",
  ECONNRESET: "connection-reset",
  EDQUOT: "quota",
  EEXIST: "exist",
  EFBIG: "file-too-large",
  EHOSTDOWN: "remote-unreachable",
  EHOSTUNREACH: "remote-unreachable",
  EILSEQ: "illegal-byte-sequence",
  EINTR: "interrupted",
  EINVAL: "invalid",
  EIO: "io",
  EISDIR: "is-directory",
  ELOOP: "loop",
  EMFILE: "too-many-open-files",
  EMLINK: "too-many-links",
  ENAMETOOLONG: "name-too-long",
  ENETDOWN: "remote-unreachable",
  ENETUNREACH: "remote-unreachable",
  ENFILE: "too-many-open-files-in-system",
  ENOBUFS: "insufficient-memory",
  ENODATA: "io",
  ENODEV: "no-device",
  ENOENT: "no-entry",
  ENOKEY: "access",
  ENOLINK: "io",
  ENOMEDIUM: "no-device",
  ENOMEM: "insufficient-memory",
  ENOSPC: "insufficient-space",
  ENOSYS: "unsupported",
  ENOTCONN: "invalid-state",
  ENOTDIR: "not-directory",
  ENOTEMPTY: "not-empty",
  ENOTSUP: "unsupported",
  ENOTTY: "no-tty",
  ENXIO: "no-such-device",
  EOPNOTSUPP: "unsupported",
  EOVERFLOW: "overflow",
  EPERM: "not-permitted",
  EPIPE: "pipe",
  EPROTO: "connection-aborted",
  EREMOTEIO: "io",
  EROFS: "read-only",
  ESHUTDOWN: "pipe",
  ESPIPE: "invalid-seek",
  ESTALE: "stale",
  ETIMEDOUT: "timeout",
  ETXTBSY: "text-file-busy",
  EUCLEAN: "io",
  EXDEV: "cross-device",
};

/**
 * By the number in the message, for the few that Deno leaves without a `code`. Those up to 34 are
 * the same on Linux and macOS; Windows has other numbers and none of these failures.
 */
const BY_NUMBER: Readonly<Record<number, string>> = {
  6: "ENXIO",
  16: "EBUSY",
  26: "ETXTBSY",
  27: "EFBIG",
  29: "ESPIPE",
  30: "EROFS",
  31: "EMLINK",
  ...(Deno.build.os === "darwin"
    ? { 45: "ENOTSUP", 69: "EDQUOT", 70: "ESTALE", 84: "EOVERFLOW" }
    : {
      ...{ 75: "EOVERFLOW", 95: "EOPNOTSUPP", 116: "ESTALE", 122: "EDQUOT" },
      // A damaged file system, a disk that fails, one that is not there, and a key that is not.
      ...{ 61: "ENODATA", 74: "EBADMSG", 117: "EUCLEAN", 121: "EREMOTEIO" },
      ...{ 67: "ENOLINK", 108: "ESHUTDOWN", 112: "EHOSTDOWN", 123: "ENOMEDIUM", 126: "ENOKEY" },
    }),
};

/** By the class of the error, which is all there is where Deno itself refuses. */
const BY_CLASS: Readonly<Record<string, ErrorCode>> = {
  AlreadyExists: "exist",
  BadResource: "bad-descriptor",
  BrokenPipe: "pipe",
  Busy: "busy",
  FilesystemLoop: "loop",
  Interrupted: "interrupted",
  // The text of a link or of a directory's real path is not UTF-8.
  InvalidData: "illegal-byte-sequence",
  IsADirectory: "is-directory",
  // The permission that Deno was given does not reach so far.
  NotCapable: "not-capable",
  NotADirectory: "not-directory",
  NotFound: "no-entry",
  NotSupported: "unsupported",
  PermissionDenied: "access",
  WouldBlock: "would-block",
};

/** The code of an error, or undefined for one that no call of ours should meet. */
export function codeOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error)) return undefined;
  return BY_NAME[nameOf(error) ?? ""] ?? BY_CLASS[error.name];
}

/**
 * Turns what a call of Deno threw into the failure that a guest may see.
 *
 * @throws WasiError always, unless the error is one that no call should meet: then the error itself,
 * which ends the run as a bug of ours
 */
export function fail(error: unknown): never {
  const code = codeOf(error);
  throw code === undefined ? error : new WasiError(code);
}

/** Makes a call of Deno, and tells of its failure in our words. Not for the hot path. */
export function act<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    fail(error);
  }
}

function nameOf(error: Error & { readonly code?: unknown }): string | undefined {
  if (typeof error.code === "string") return error.code;
  if (Deno.build.os === "windows") return undefined;
  const [, number] = error.message.match(/^[^(':]*\(os error (\d+)\)/) ?? [];
  return number === undefined ? undefined : BY_NUMBER[Number(number)];
}
