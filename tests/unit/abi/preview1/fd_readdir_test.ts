import { assertEquals } from "@std/assert";
import { ALL_RIGHTS, FD_READDIR } from "../../../../lib/abi/preview1/rights.ts";
import type { DirectoryEntry } from "../../../../lib/filesystem/directory.ts";
import type { FileType } from "../../../../lib/filesystem/stat.ts";
import { FakeGuest, SIZE, u32, u64, WILD_POINTERS } from "../../doubles/fake_guest.ts";
import { FakeDirectory, FakeFile, FakeStream } from "../../doubles/fake_node.ts";
import { text, utf8 } from "../../outcome.ts";

const [BADF, INVAL, NOTDIR, NOTCAPABLE] = [8, 28, 54, 76] as const;
const [BUFFER, USED] = [1001, 400];
const HEADER = 24;

const ENTRIES: readonly [name: string, type: FileType][] = [
  [".", "directory"],
  ["..", "directory"],
  ["f", "regular-file"],
  ["été", "symbolic-link"],
  ["n".repeat(255), "fifo"],
];

/** The entries, with cookies that are the number of those before, and inodes of 64 bits. */
function entries(names: readonly (readonly [string, FileType])[] = ENTRIES): DirectoryEntry[] {
  return names.map(([name, type], i) => ({
    name: utf8(name),
    inode: 2n ** 63n + BigInt(i),
    type,
    next: BigInt(i + 1),
  }));
}

/** The bytes of a listing. */
function listing(from = 0): Uint8Array {
  const types: Partial<Record<FileType, number>> = {
    "directory": 3,
    "regular-file": 4,
    "symbolic-link": 7,
  };
  return Uint8Array.from(
    entries().slice(from).flatMap(({ name, inode, type, next }) => [
      ...u64(next),
      ...u64(inode),
      ...u32(name.length),
      ...u32(types[type] ?? 0),
      ...name,
    ]),
  );
}

function guestWith(directory = new FakeDirectory()): FakeGuest {
  directory.entries = entries();
  const guest = new FakeGuest();
  guest.open(directory, { rights: FD_READDIR });
  return guest;
}

Deno.test("fd_readdir() writes whole entries and says how many bytes they take", () => {
  const whole = listing();
  for (const length of [whole.length + 1, whole.length + 1000]) {
    const guest = guestWith();
    assertEquals(guest.call("fd_readdir", 0, BUFFER, length, 0n, USED), 0);
    guest.assertWrote({ [BUFFER]: whole, [USED]: u32(whole.length) });
  }
});

Deno.test("fd_readdir() cuts the listing off wherever the buffer ends, and uses it up", () => {
  const whole = listing();
  const names = ENTRIES.map(([name]) => utf8(name).length);
  const second = HEADER + names[0]!;
  const lengths = [
    ...[0, 1, 8, 23, HEADER, HEADER + 1, second + 1, second + 23, second + HEADER],
    ...[second + HEADER + 1, second + HEADER + 2, whole.length - 255, whole.length - 1],
    whole.length,
  ];
  for (const length of lengths) {
    const guest = guestWith();
    assertEquals(guest.call("fd_readdir", 0, BUFFER, length, 0n, USED), 0, `${length}`);
    guest.assertWrote({ [BUFFER]: whole.subarray(0, length), [USED]: u32(length) }, `${length}`);
  }
});

Deno.test("fd_readdir() cuts a name of several bytes within a character", () => {
  const guest = guestWith();
  const bytes = listing(3).subarray(0, HEADER + 1);
  assertEquals(guest.call("fd_readdir", 0, BUFFER, HEADER + 1, 3n, USED), 0);
  guest.assertWrote({ [BUFFER]: bytes, [USED]: u32(HEADER + 1) });
});

Deno.test("fd_readdir() goes on behind the cookie", () => {
  for (const cookie of [1, 2, 3, 4]) {
    const guest = guestWith();
    const rest = listing(cookie);
    assertEquals(guest.call("fd_readdir", 0, BUFFER, 2000, BigInt(cookie), USED), 0);
    guest.assertWrote({ [BUFFER]: rest, [USED]: u32(rest.length) });
  }
});

Deno.test("fd_readdir() writes nothing when no entry is left", () => {
  for (const cookie of [5n, 6n, 2n ** 62n]) {
    const guest = guestWith();
    assertEquals(guest.call("fd_readdir", 0, BUFFER, 2000, cookie, USED), 0);
    guest.assertWrote({ [USED]: u32(0) });
  }
});

Deno.test("fd_readdir() takes the cookie for an unsigned number, and fails as the directory does", () => {
  const directory = new FakeDirectory();
  const guest = guestWith(directory);
  directory.failure = "invalid";
  assertEquals(guest.call("fd_readdir", 0, BUFFER, 2000, 2n ** 64n - 1n, USED), INVAL);
  assertEquals(directory.calls, [`entryAfter(${2n ** 64n - 1n})`]);
  guest.assertWrote({});
});

Deno.test("fd_readdir() asks for no entry when the buffer has no room", () => {
  const directory = new FakeDirectory();
  const guest = guestWith(directory);
  assertEquals(guest.call("fd_readdir", 0, -1, 0, 0n, USED), 0);
  assertEquals(directory.calls, []);
  guest.assertWrote({ [USED]: u32(0) });
});

/** What a C library does: ask from the last whole entry, with more room where not one was whole. */
function listAll(guest: FakeGuest, size: number): string[] {
  const found: string[] = [];
  let cookie = 0n;
  let room = size;
  for (;;) {
    assertEquals(guest.call("fd_readdir", 0, BUFFER, room, cookie, USED), 0);
    const used = guest.u32(USED);
    const bytes = guest.bytes(BUFFER, used);
    const view = new DataView(bytes.buffer);
    let at = 0;
    let whole = 0;
    while (at + HEADER <= used) {
      const end = at + HEADER + view.getUint32(at + 16, true);
      if (end > used) break;
      found.push(text(bytes.subarray(at + HEADER, end)));
      cookie = view.getBigUint64(at, true);
      at = end;
      whole++;
    }
    if (used < room) return found;
    if (whole === 0) room *= 2;
  }
}

Deno.test("fd_readdir() gives every entry once, however small the buffer is", () => {
  for (const size of [1, 24, 25, 26, 51, 64, 280, 300, 4096]) {
    assertEquals(listAll(guestWith(), size), ENTRIES.map(([name]) => name), `${size}`);
  }
});

Deno.test("fd_readdir() looks for a descriptor, then a directory, then the right", () => {
  const rows: readonly [node: FakeFile | FakeDirectory | FakeStream, fd: number, errno: number][] =
    [
      [new FakeFile(), 0, NOTDIR],
      [new FakeStream(), 0, NOTDIR],
      [new FakeDirectory(), 0, NOTCAPABLE],
      [new FakeDirectory(), 1, BADF],
      [new FakeDirectory(), -1, BADF],
    ];
  for (const [node, fd, errno] of rows) {
    const guest = new FakeGuest();
    guest.open(node, { rights: ALL_RIGHTS & ~FD_READDIR });
    assertEquals(guest.call("fd_readdir", fd, BUFFER, 100, 0n, USED), errno);
    guest.assertWrote({});
  }
});

Deno.test("fd_readdir() traps and writes nothing when the buffer or the result has no place", () => {
  const rows:
    readonly (readonly [buffer: number, length: number, used: number, expected: string])[] = [
      ...WILD_POINTERS.map((wild) => [wild, 1, USED, "trap: pointer out of bounds"] as const),
      ...WILD_POINTERS.map((wild) => [BUFFER, 9, wild, "trap: pointer out of bounds"] as const),
      [BUFFER, SIZE, USED, "trap: pointer out of bounds"],
      [BUFFER, -1, USED, "trap: pointer out of bounds"],
      [BUFFER, 100, SIZE - 3, "trap: pointer out of bounds"],
      [BUFFER, 100, USED + 2, "trap: misaligned pointer"],
    ];
  for (const [buffer, length, used, expected] of rows) {
    const directory = new FakeDirectory();
    const guest = guestWith(directory);
    assertEquals(guest.call("fd_readdir", 0, buffer, length, 0n, used), expected);
    assertEquals(directory.calls, []);
    guest.assertWrote({});
  }
});
