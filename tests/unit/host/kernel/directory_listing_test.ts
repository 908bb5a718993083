import { assertEquals, assertGreater } from "@std/assert";
import type { DirectoryEntry } from "../../../../lib/filesystem/directory.ts";
import type { U64 } from "../../../../lib/io/offset.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { outcomeOf, text, unhex, utf8 } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

const load = async () => ({
  ...await import("../../../../lib/host/kernel/directory_listing.ts"),
  ...await import("../held_descriptor.ts"),
});

interface Listing {
  after(cookie: U64): DirectoryEntry | undefined;
}

/** An entry whose name stays valid when the listing goes on. */
function kept(entry: DirectoryEntry): DirectoryEntry {
  return { ...entry, name: entry.name.slice() };
}

/** All entries, each asked for with the cookie of the one before. */
function all(listing: Listing, from: U64 = 0): DirectoryEntry[] {
  const found: DirectoryEntry[] = [];
  let cookie = from;
  for (;;) {
    const entry = listing.after(cookie);
    if (entry === undefined) return found;
    found.push(kept(entry));
    cookie = entry.next;
  }
}

const namesOf = (entries: readonly DirectoryEntry[]): string[] =>
  entries.map(({ name }) => text(name)).sort();

/** A directory of many names of one file, some of them long: more than one buffer of the kernel's. */
function large(count: number): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  directory.make({ 0: "" });
  for (let i = 1; i < count; i++) {
    Deno.linkSync(directory.at("0"), directory.at(`${i}${i % 5 === 0 ? "-long".repeat(45) : ""}`));
  }
  return directory;
}

testWithLibc("DirectoryListing.after() gives every entry of a large directory once", async () => {
  const { DirectoryListing, openHost, HeldDescriptor } = await load();
  using directory = large(3000);
  using held = new HeldDescriptor(openHost(directory.path));
  const listing = new DirectoryListing(held.fd);
  const expected = [".", "..", ...[...Deno.readDirSync(directory.path)].map(({ name }) => name)];
  assertEquals(namesOf(all(listing)), expected.sort());
  assertEquals(expected.length, 3002);
  assertEquals(namesOf(all(listing)), expected, "and once more from the beginning");
});

testWithLibc("DirectoryListing.after() goes on from any cookie that it gave", async () => {
  const { DirectoryListing, openHost, HeldDescriptor } = await load();
  using directory = large(400);
  using held = new HeldDescriptor(openHost(directory.path));
  const listing = new DirectoryListing(held.fd);
  const whole = all(listing);
  for (const at of [0, 1, 2, 200, 399, 400, 401]) {
    const rest = namesOf(all(listing, whole[at]!.next));
    assertEquals(rest, namesOf(whole.slice(at + 1)), `behind entry ${at}`);
  }
});

testWithLibc(
  "DirectoryListing.after() gives the same entry again for the same cookie",
  async () => {
    const { DirectoryListing, openHost, HeldDescriptor } = await load();
    using directory = large(400);
    using held = new HeldDescriptor(openHost(directory.path));
    const listing = new DirectoryListing(held.fd);
    const whole = all(listing);
    let cookie: U64 = 0;
    // What a guest does whose buffer was too short for the last entry.
    for (const expected of whole) {
      assertEquals(kept(listing.after(cookie)!), expected);
      assertEquals(kept(listing.after(cookie)!), expected);
      cookie = expected.next;
    }
    assertEquals([listing.after(cookie), listing.after(cookie)], [undefined, undefined]);
    assertEquals(kept(listing.after(0)!), whole[0]);
  },
);

testWithLibc("DirectoryListing.after() jumps back and forth between cookies", async () => {
  const { DirectoryListing, openHost, HeldDescriptor } = await load();
  using directory = large(400);
  using held = new HeldDescriptor(openHost(directory.path));
  const listing = new DirectoryListing(held.fd);
  const whole = all(listing);
  const cookies = [0 as U64, ...whole.map(({ next }) => next)];
  let seed = 3;
  for (let i = 0; i < 500; i++) {
    seed = seed * 48271 % 2147483647;
    const at = seed % whole.length;
    assertEquals(kept(listing.after(cookies[at]!)!), whole[at], `entry ${at}`);
  }
});

testWithLibc(
  "DirectoryListing.after() leaves out names that are not UTF-8, and no other",
  async () => {
    const { DirectoryListing, openHost, HeldDescriptor } = await load();
    const { coldFileCalls, fileCalls } = await import("../../../../lib/host/libc/file_calls.ts");
    const { ColdInt } = await import("../../../../lib/host/libc/library.ts");
    using directory = new TemporaryDirectory();
    using held = new HeldDescriptor(openHost(directory.path));
    const [O_RDWR, O_CREAT, O_EXCL] = [2, 0o100, 0o200];
    const make = (name: Uint8Array): void => {
      const argument = new Uint8Array([...name, 0]);
      const fd = coldFileCalls.openat(
        new ColdInt().of(held.fd),
        argument,
        O_RDWR | O_CREAT | O_EXCL,
        0o600,
      );
      assertGreater(fd, 2);
      fileCalls.close(fd);
    };
    const good = ["a", "é", "\ufffd", "x\ufffd", "\ufeff", "\u202e", "\n", "\x1b[2J", "z"];
    const bad = ["ff", "ff fe", "78 ff", "ff 78", "c0 af", "c0 ae", "ed a0 80", "c3", "61 c3"];
    for (const name of good) make(utf8(name));
    for (const digits of bad) make(unhex(digits));

    const listing = new DirectoryListing(held.fd);
    assertEquals(namesOf(all(listing)), [".", "..", ...good].sort());
    let cookie: U64 = 0;
    for (;;) {
      const entry = listing.after(cookie);
      if (entry === undefined) break;
      const first = kept(entry);
      assertEquals(kept(listing.after(cookie)!), first, "the same again, past what is left out");
      cookie = first.next;
    }
  },
);

testWithLibc(
  "DirectoryListing.after() ends when only names that are not UTF-8 are left",
  async () => {
    const { DirectoryListing, openHost, HeldDescriptor } = await load();
    const { coldFileCalls } = await import("../../../../lib/host/libc/file_calls.ts");
    const { ColdInt } = await import("../../../../lib/host/libc/library.ts");
    using directory = new TemporaryDirectory();
    using held = new HeldDescriptor(openHost(directory.path));
    for (let i = 0; i < 50; i++) {
      coldFileCalls.mkdirat(new ColdInt().of(held.fd), new Uint8Array([0xff, 0x41 + i, 0]), 0o700);
    }
    assertEquals(namesOf(all(new DirectoryListing(held.fd))), [".", ".."]);
  },
);

testWithLibc("DirectoryListing.after() tells types and inodes", async () => {
  const { DirectoryListing, openHost, HeldDescriptor } = await load();
  using directory = new TemporaryDirectory();
  directory.make({ f: "", "d/": "", l: "-> nowhere" });
  using held = new HeldDescriptor(openHost(directory.path));
  const found = all(new DirectoryListing(held.fd));
  const types = { "f": "regular-file", "d": "directory", "l": "symbolic-link", ".": "directory" };
  for (const [name, type] of Object.entries(types)) {
    const entry = found.find((one) => text(one.name) === name)!;
    assertEquals([entry.type, Number(entry.inode)], [
      // Some file systems do not tell; the directory asks them in another way.
      entry.type === "unknown" ? "unknown" : type,
      Deno.lstatSync(directory.at(name)).ino,
    ]);
  }
});

testWithLibc("DirectoryListing.after() sees what came and went when it begins anew", async () => {
  const { DirectoryListing, openHost, HeldDescriptor } = await load();
  using directory = new TemporaryDirectory();
  directory.make({ a: "", b: "" });
  using held = new HeldDescriptor(openHost(directory.path));
  const listing = new DirectoryListing(held.fd);
  assertEquals(namesOf(all(listing)), [".", "..", "a", "b"]);
  directory.make({ c: "" });
  Deno.removeSync(directory.at("a"));
  assertEquals(namesOf(all(listing)), [".", "..", "b", "c"]);
});

testWithLibc("DirectoryListing.after() ends or fails on a cookie that it never gave", async () => {
  const { DirectoryListing, openHost, HeldDescriptor } = await load();
  using directory = large(20);
  using held = new HeldDescriptor(openHost(directory.path));
  const listing = new DirectoryListing(held.fd);
  for (const cookie of [2n ** 63n, 2n ** 64n - 1n]) {
    assertEquals(outcomeOf(() => listing.after(cookie)), "invalid", `${cookie}`);
  }
  for (const cookie of [12_345, 2 ** 40, 2n ** 62n, 2n ** 63n - 1n]) {
    // What a file system makes of it is its own; it must be an answer, and the listing goes on.
    outcomeOf(() => listing.after(cookie));
    assertEquals(all(listing).length, 22);
  }
});

testWithLibc("DirectoryListing.after() ends when its directory has been removed", async () => {
  const { DirectoryListing, openHost, HeldDescriptor } = await load();
  using directory = new TemporaryDirectory();
  directory.make({ "d/": "" });
  using held = new HeldDescriptor(openHost(directory.at("d")));
  const listing = new DirectoryListing(held.fd);
  Deno.removeSync(directory.at("d"));
  assertEquals([undefined, "no-entry"].includes(outcomeOf(() => listing.after(0)) as string), true);
});

testWithLibc("DirectoryListing.after() fails with not-directory on anything else", async () => {
  const { DirectoryListing, openHost, HeldDescriptor } = await load();
  using directory = new TemporaryDirectory();
  directory.make({ f: "" });
  using held = new HeldDescriptor(openHost(directory.at("f")));
  assertEquals(outcomeOf(() => new DirectoryListing(held.fd).after(0)), "not-directory");
});
