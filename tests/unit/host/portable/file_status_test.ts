import { assert, assertEquals } from "@std/assert";
import {
  hasExactInode,
  isSameFile,
  statOf,
  typeOf,
} from "../../../../lib/host/portable/file_status.ts";

const FILE = Deno.lstatSync(new URL(import.meta.url));

Deno.test("statOf() gives times in nanoseconds, and 0 for one that is not known", () => {
  const rows: [time: Date | null, expected: bigint, why: string][] = [
    [new Date(1_500), 1_500_000_000n, "milliseconds"],
    [new Date(-1_500), -1_500_000_000n, "before 1970"],
    [new Date(8.64e15), 8_640_000_000_000_000_000_000n, "the last day of a Date"],
    [new Date(NaN), 0n, "a file from a year beyond it"],
    [null, 0n, "a platform that has none"],
  ];
  for (const [time, expected, why] of rows) {
    const info = { ...FILE, atime: time, mtime: time, ctime: time };
    const { accessed, modified, changed } = statOf(info, "/a");
    assertEquals([accessed, modified, changed], [expected, expected, expected], why);
  }
  assertEquals(statOf({ ...FILE, mtime: new Date(7), ctime: null }, "/a").changed, 7_000_000n);
});

Deno.test("statOf() makes up an inode from the path where there is none", () => {
  const bare = { ...FILE, ino: null, nlink: null };
  const inode = statOf(bare, "/a").inode;
  assert(inode !== 0);
  assertEquals(statOf(bare, "/a"), { ...statOf(bare, "/b"), inode });
  assert(statOf(bare, "/b").inode !== inode);
  assertEquals(statOf(bare, "/a").links, 1);
  assertEquals(statOf(FILE, "/a").inode, FILE.ino!);
});

Deno.test("statOf() gives numbers, and bigints beyond what a number holds exactly", () => {
  const { device, inode, size } = statOf({ ...FILE, dev: 7, ino: 2 ** 60, size: 2 ** 53 }, "/a");
  assertEquals([device, inode, size], [7, 2n ** 60n, 2n ** 53n]);
});

Deno.test("typeOf() tells every type", () => {
  const none = { ...FILE, isFile: false };
  assertEquals([
    typeOf(FILE),
    typeOf({ ...none, isDirectory: true }),
    typeOf({ ...none, isSymlink: true }),
    typeOf({ ...none, isFifo: true }),
    typeOf({ ...none, isCharDevice: true }),
    typeOf({ ...none, isBlockDevice: true }),
    typeOf({ ...none, isSocket: true }),
    typeOf({ ...none, isFifo: null, isCharDevice: null, isBlockDevice: null, isSocket: null }),
  ], [
    "regular-file",
    "directory",
    "symbolic-link",
    "fifo",
    "character-device",
    "block-device",
    "socket",
    "unknown",
  ]);
});

Deno.test("isSameFile() compares device and inode, which hasExactInode() judges", () => {
  assert(isSameFile(FILE, { ...FILE, size: 0 }));
  assert(!isSameFile(FILE, { ...FILE, ino: FILE.ino! + 1 }));
  assert(!isSameFile(FILE, { ...FILE, dev: FILE.dev + 1 }));
  assert(hasExactInode(FILE));
  assert(!hasExactInode({ ...FILE, ino: null }));
  assert(!hasExactInode({ ...FILE, ino: 2 ** 53 }), "rounded");
});
