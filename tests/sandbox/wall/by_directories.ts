/**
 * Attempts by the confined back end on directories that are granted, all of which have to succeed.
 *
 * @module
 */

import { WasiError } from "../../../lib/errors.ts";
import type { Directory, OpenOptions } from "../../../lib/filesystem/directory.ts";
import type { File } from "../../../lib/filesystem/node.ts";
import { walkBeneath } from "../../../lib/host/kernel/walk_beneath.ts";
import { fileCalls } from "../../../lib/host/libc/file_calls.ts";
import type { Attempt } from "./attempt.ts";

const O_CREAT = 0o100;
const O_CLOEXEC = 0o2000000;

const READ: OpenOptions = {
  read: true,
  write: false,
  create: false,
  exclusive: false,
  truncate: false,
  append: false,
  directory: false,
  follow: true,
  sync: "none",
};
const WRITE: OpenOptions = { ...READ, write: true };
const CREATE: OpenOptions = { ...WRITE, create: true, exclusive: true };
const FOLLOW = { follow: true };
const NOFOLLOW = { follow: false };

const name = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The directories of wall_test.ts. */
export interface Granted {
  readonly writable: Directory;
  readonly other: Directory;
  readonly readable: Directory;
}

/** The attempts, each of which finds what those before it left. */
export function byDirectories({ writable, other, readable }: Granted): Attempt[] {
  const open = (directory: Directory, path: string, options: OpenOptions) =>
    directory.openAt(name(path), options) as File;
  const sub = (directory: Directory) =>
    directory.openAt(name("sub"), { ...READ, directory: true }) as Directory;
  const fd = (directory: Directory) => (directory as unknown as { readonly fd: number }).fd;
  const rows: Record<string, readonly [expected: unknown, () => unknown]> = {
    "reads": ["a file", () => contentOf(open(writable, "f", READ))],
    "creates and writes": ["one", () => {
      using file = open(writable, "one", CREATE);
      file.writeAt(name("one"), 0);
      return contentOf(file);
    }],
    "truncates": [0, () => {
      using file = open(writable, "one", { ...WRITE, truncate: true });
      return file.size();
    }],
    "appends": ["++", () => {
      using file = open(writable, "one", { ...WRITE, append: true });
      file.append(name("+"));
      file.append(name("+"));
      return contentOf(file);
    }],
    "resizes and reserves": [100, () => {
      using file = open(writable, "one", WRITE);
      file.resize(10);
      file.allocate(0, 100);
      file.advise(0, 0, "sequential");
      file.sync();
      file.syncData();
      return file.size();
    }],
    "makes a directory": ["directory", () => {
      writable.createDirectoryAt(name("made"));
      return writable.statAt(name("made"), NOFOLLOW).type;
    }],
    "creates below it": ["two", () => {
      using file = open(writable, "made/two", CREATE);
      file.writeAt(name("two"), 0);
      return contentOf(file);
    }],
    "renames": ["two", () => {
      writable.renameAt(name("made/two"), writable, name("made/three"));
      return contentOf(open(writable, "made/three", READ));
    }],
    "renames to another directory": ["two", () => {
      writable.renameAt(name("made/three"), writable, name("sub/four"));
      return contentOf(open(writable, "sub/four", READ));
    }],
    "renames by a handle of a directory below": ["two", () => {
      using below = sub(writable);
      below.renameAt(name("four"), writable, name("four"));
      return contentOf(open(writable, "four", READ));
    }],
    "renames to another grant": ["two", () => {
      writable.renameAt(name("four"), other, name("sub/five"));
      return contentOf(open(other, "sub/five", READ));
    }],
    "renames a directory to another grant": ["directory", () => {
      writable.renameAt(name("made"), other, name("sub/made"));
      return other.statAt(name("sub/made"), NOFOLLOW).type;
    }],
    "renames a FIFO to another directory": ["fifo", () => {
      writable.renameAt(name("fifo"), writable, name("sub/fifo"));
      return writable.statAt(name("sub/fifo"), NOFOLLOW).type;
    }],
    "opens a FIFO": ["stream", () => {
      using stream = writable.openAt(name("sub/fifo"), READ);
      return stream.kind;
    }],
    "links": [2, () => {
      other.linkAt(name("sub/five"), NOFOLLOW, other, name("sub/six"));
      return other.statAt(name("sub/six"), NOFOLLOW).links;
    }],
    "links to another grant": [3, () => {
      other.linkAt(name("sub/five"), NOFOLLOW, writable, name("sub/six"));
      return other.statAt(name("sub/five"), NOFOLLOW).links;
    }],
    "makes a symbolic link": ["sub/six", () => {
      writable.symlinkAt(name("sub/six"), name("to six"));
      return text(writable.readlinkAt(name("to six")));
    }],
    "links what a link leads to": [4, () => {
      writable.linkAt(name("to six"), FOLLOW, writable, name("sub/seven"));
      return writable.statAt(name("sub/seven"), NOFOLLOW).links;
    }],
    "links a symbolic link": ["symbolic-link", () => {
      writable.linkAt(name("to six"), NOFOLLOW, other, name("to six"));
      return other.statAt(name("to six"), NOFOLLOW).type;
    }],
    "follows": ["two", () => contentOf(open(writable, "to six", READ))],
    "sets times": [5_000_000_007n, () => {
      writable.setTimesAt(name("to six"), FOLLOW, 5_000_000_007n, "now");
      return writable.statAt(name("sub/six"), FOLLOW).accessed;
    }],
    "sets times of a file and of a directory": [7n, () => {
      using file = open(writable, "one", WRITE);
      file.setTimes("unchanged", 7n);
      using below = sub(writable);
      below.setTimes(7n, 7n);
      return file.stat().modified;
    }],
    "lists": [". .. f fifo out seven six", () => {
      using below = sub(writable);
      open(writable, "sub/f", CREATE)[Symbol.dispose]();
      writable.symlinkAt(name("../../outside"), name("sub/out"));
      return listing(below);
    }],
    "syncs a directory": [undefined, () => sub(writable).sync()],
    "removes": ["no-entry", () => {
      writable.unlinkFileAt(name("sub/six"));
      other.removeDirectoryAt(name("sub/made"));
      return codeOf(() => writable.statAt(name("sub/six"), NOFOLLOW));
    }],
    "walks": ["a file", () => {
      const opened = walkBeneath(fd(writable), name("sub/../to-f"), O_CLOEXEC, 0);
      const into = new Uint8Array(100);
      const count = fileCalls.read(opened, into, into.length);
      fileCalls.close(opened);
      return text(into.subarray(0, count));
    }],
    "walks and creates": ["regular-file", () => {
      fileCalls.close(walkBeneath(fd(writable), name("sub/new"), O_CREAT | O_CLOEXEC, 0o666));
      return writable.statAt(name("sub/new"), NOFOLLOW).type;
    }],
    "stays inside": ["not-capable", () => codeOf(() => open(writable, "out/secret", READ))],
    "reads what is read only": ["a file", () => contentOf(open(readable, "f", READ))],
    "lists what is read only": [". .. empty f out secret", () => listing(readable)],
    "does not write what is read only": [
      "not-capable",
      () => codeOf(() => open(readable, "f", WRITE)),
    ],
  };
  return Object.entries(rows).map(([what, [expected, make]]): Attempt => [
    `a directory ${what}`,
    String(expected),
    () => {
      try {
        return String(make());
      } catch (error) {
        return error instanceof WasiError ? error.code : String(error);
      }
    },
  ]);
}

function contentOf(file: File): string {
  using _file = file;
  const into = new Uint8Array(100);
  return text(into.subarray(0, file.readAt(into, 0)));
}

function listing(directory: Directory): string {
  const found: string[] = [];
  for (let entry = directory.entryAfter(0); entry !== undefined;) {
    found.push(text(entry.name));
    entry = directory.entryAfter(entry.next);
  }
  return found.sort().join(" ");
}

function codeOf(call: () => unknown): string {
  try {
    call();
    return "ok";
  } catch (error) {
    return (error as WasiError).code;
  }
}
