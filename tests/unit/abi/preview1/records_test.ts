import { assertEquals } from "@std/assert";
import {
  DirentHeader,
  EVENT,
  readSubscription,
  SUBSCRIPTION,
  writeEvent,
  writeFdstat,
  writeFilestat,
  writePrestat,
} from "../../../../lib/abi/preview1/records.ts";
import { Description } from "../../../../lib/abi/preview1/description.ts";
import type { FileType } from "../../../../lib/filesystem/stat.ts";
import { FakeGuest, SIZE } from "../../doubles/fake_guest.ts";
import { FakeDirectory, FakeFile, FakeStream, SOME_STAT } from "../../doubles/fake_node.ts";
import { hex, unhex, utf8 } from "../../outcome.ts";

/** A guest and what a call with its memory ended with: nothing, or a trap's message. */
function withGuest(use: (guest: FakeGuest) => void): [guest: FakeGuest, message: string] {
  const guest = new FakeGuest();
  try {
    use(guest);
    return [guest, ""];
  } catch (error) {
    return [guest, (error as Error).message];
  }
}

Deno.test("writeFdstat() writes type, flags and both sets of rights", () => {
  const rows = [
    {
      node: new FakeFile(),
      options: { rights: 0x3fff_ffff, inheriting: 0, flags: 0x1f },
      bytes: "04 00 1f00 00000000 ffffff3f00000000 0000000000000000",
    },
    {
      node: new FakeDirectory(),
      options: { rights: 0x0000_2000, inheriting: 0x3fff_ffff },
      bytes: "03 00 0000 00000000 0020000000000000 ffffff3f00000000",
    },
    {
      node: new FakeStream({ type: "character-device" }),
      options: { rights: 1, inheriting: 2, flags: 4 },
      bytes: "02 00 0400 00000000 0100000000000000 0200000000000000",
    },
    {
      node: new FakeStream({ type: "fifo" }),
      options: { rights: 0, inheriting: 0 },
      bytes: "00 00 0000 00000000 0000000000000000 0000000000000000",
    },
  ];
  for (const { node, options, bytes } of rows) {
    const guest = new FakeGuest();
    writeFdstat(guest.context.memory, 16, new Description(node, options));
    guest.assertWrote({ 16: bytes });
  }
});

Deno.test("writeFilestat() writes every field to its place", () => {
  const guest = new FakeGuest();
  writeFilestat(guest.context.memory, 8, SOME_STAT);
  guest.assertWrote({
    8: "0101010101010101 0202020202020202 0400000000000000 0303030300000000" +
      "0404040404040404 0505050505050505 0606060606060606 0707070707070707",
  });
});

Deno.test("writeFilestat() writes the greatest numbers, and times before 1970, without an exception", () => {
  const greatest = 2n ** 64n - 1n;
  const guest = new FakeGuest();
  writeFilestat(guest.context.memory, 8, {
    device: greatest,
    inode: greatest,
    type: "symbolic-link",
    links: greatest,
    size: greatest,
    accessed: -1n,
    modified: -(2n ** 63n),
    changed: 2n ** 63n - 1n,
  });
  const ones = "ff".repeat(8);
  guest.assertWrote({
    8: `${ones}${ones}0700000000000000${ones}${ones}${ones}0000000000000080ffffffffffffff7f`,
  });
});

Deno.test("writePrestat() writes the tag of a directory and the length of its name", () => {
  const guest = new FakeGuest();
  writePrestat(guest.context.memory, 4, 0x01020304);
  guest.assertWrote({ 4: "00000000 04030201" });
});

Deno.test("writeEvent() writes every field to its place", () => {
  const guest = new FakeGuest();
  writeEvent(guest.context.memory, 8, {
    userdata: 0x0102030405060708n,
    errno: 76,
    type: 2,
    bytes: 0x1112131415161718n,
    flags: 1,
  });
  guest.assertWrote({
    8: "0807060504030201 4c00 02 00 00000000 1817161514131211 0100000000000000",
  });
  assertEquals(EVENT, 32);
});

Deno.test("DirentHeader.set() is the 24 bytes before a name", () => {
  const types: readonly [FileType, string][] = [
    ["regular-file", "04"],
    ["directory", "03"],
    ["symbolic-link", "07"],
    ["fifo", "00"],
  ];
  const header = new DirentHeader();
  for (const [type, number] of types) {
    header.set({
      name: utf8("é"),
      inode: 0x1112131415161718n,
      type,
      next: 0x0102030405060708n,
    });
    assertEquals(
      hex(header.bytes),
      `0807060504030201 1817161514131211 02000000 ${number}000000`.replaceAll(" ", ""),
    );
  }
  header.set({ name: new Uint8Array(255), inode: 0n, type: "unknown", next: 2n ** 64n - 1n });
  assertEquals(hex(header.bytes), `${"ff".repeat(8)}${"00".repeat(8)}ff00000000000000`);
});

Deno.test("readSubscription() reads a stream's and a clock's fields from where they lie", () => {
  const guest = new FakeGuest();
  guest.put(
    16,
    unhex(
      "0807060504030201 01 a1a2a3a4a5a6a7 14131211 b1b2b3b4 2827262524232221 3837363534333231 " +
        "4241 c1c2c3c4c5c6",
    ),
  );
  assertEquals(readSubscription(guest.context.memory, 16), {
    userdata: 0x0102030405060708n,
    type: 1,
    fd: 0x11121314,
    clock: 0x11121314,
    timeout: 0x2122232425262728n,
    flags: 0x4142,
  });
  guest.put(16, new Uint8Array(48).fill(0xff));
  const { timeout, fd, flags } = readSubscription(guest.context.memory, 16);
  assertEquals([timeout, fd, flags], [2n ** 64n - 1n, 2 ** 32 - 1, 0xffff], "all are unsigned");
  assertEquals(SUBSCRIPTION, 48);
  guest.assertWrote({});
});

Deno.test("each record traps and writes nothing when it is not wholly within or misaligned", () => {
  const file = new Description(new FakeFile(), { rights: 0, inheriting: 0 });
  const event = { userdata: 0n, errno: 0, type: 0, bytes: 0n, flags: 0 };
  const rows: readonly [
    name: string,
    size: number,
    alignment: number,
    write: (guest: FakeGuest, pointer: number) => void,
  ][] = [
    ["fdstat", 24, 8, (guest, at) => writeFdstat(guest.context.memory, at, file)],
    ["filestat", 64, 8, (guest, at) => writeFilestat(guest.context.memory, at, SOME_STAT)],
    ["prestat", 8, 4, (guest, at) => writePrestat(guest.context.memory, at, 1)],
    ["event", 32, 8, (guest, at) => writeEvent(guest.context.memory, at, event)],
    ["subscription", 48, 8, (guest, at) => void readSubscription(guest.context.memory, at)],
  ];
  for (const [name, size, alignment, write] of rows) {
    assertEquals(withGuest((guest) => write(guest, SIZE - size))[1], "", `${name}: the last place`);
    for (const pointer of [SIZE - size + alignment, SIZE, -alignment, 0x8000_0000]) {
      const [guest, message] = withGuest((guest) => write(guest, pointer));
      assertEquals(message, "pointer out of bounds", `${name} at ${pointer}`);
      guest.assertWrote({});
    }
    for (const pointer of [1, alignment / 2, alignment + 1]) {
      const [guest, message] = withGuest((guest) => write(guest, pointer));
      assertEquals(message, "misaligned pointer", `${name} at ${pointer}`);
      guest.assertWrote({});
    }
  }
});
