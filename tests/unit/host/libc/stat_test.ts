import { assertEquals, assertNotEquals } from "@std/assert";
import type { FileType } from "../../../../lib/filesystem/stat.ts";
import { StatRecord } from "../../../../lib/host/libc/stat.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { testWithLibc } from "../with_libc.ts";

type Architecture = typeof Deno.build.arch;

/** Where and how wide a field of `struct stat` is, by the kernel's header of each architecture. */
type Place = readonly [at: number, bits: 32 | 64];

const BOTH = {
  device: [0, 64],
  inode: [8, 64],
  size: [48, 64],
  accessed: [72, 64],
  accessedNanoseconds: [80, 64],
  modified: [88, 64],
  modifiedNanoseconds: [96, 64],
  changed: [104, 64],
  changedNanoseconds: [112, 64],
} as const;

const PLACES = {
  x86_64: { ...BOTH, links: [16, 64], mode: [24, 32] },
  aarch64: { ...BOTH, mode: [16, 32], links: [20, 32] },
} as const;

type Fields = Partial<Record<keyof typeof PLACES.x86_64, bigint>>;

/** What a record says that has these fields, and rubbish where nobody should look. */
function read(arch: Architecture, fields: Fields) {
  const record = new StatRecord(arch);
  record.bytes.fill(0xaa);
  const view = new DataView(record.bytes.buffer);
  for (const [name, [at, bits]] of Object.entries<Place>(PLACES[arch])) {
    const value = fields[name as keyof Fields] ?? 0n;
    if (bits === 64) view.setBigUint64(at, BigInt.asUintN(64, value), true);
    else view.setUint32(at, Number(value), true);
  }
  assertEquals(record.type, record.read().type);
  return record.read();
}

for (const arch of ["x86_64", "aarch64"] as const) {
  Deno.test(`StatRecord.read() takes every field from its place, ${arch}`, () => {
    assertEquals(
      read(arch, {
        device: 0x0100_0803n,
        inode: 2n ** 53n + 1n,
        mode: 0o100644n,
        links: 3n,
        size: 2n ** 62n + 1n,
        accessed: 1n,
        accessedNanoseconds: 2n,
        modified: 5n,
        modifiedNanoseconds: 6n,
        changed: 3n,
        changedNanoseconds: 4n,
      }),
      {
        device: 0x0100_0803,
        inode: 2n ** 53n + 1n,
        type: "regular-file",
        links: 3,
        size: 2n ** 62n + 1n,
        accessed: 1_000_000_002n,
        modified: 5_000_000_006n,
        changed: 3_000_000_004n,
      },
    );
  });

  Deno.test(`StatRecord.type is that of the mode, whatever its other bits, ${arch}`, () => {
    const rows: readonly [mode: bigint, expected: FileType][] = [
      [0o010000n, "fifo"],
      [0o020666n, "character-device"],
      [0o047777n, "directory"],
      [0o060000n, "block-device"],
      [0o100000n, "regular-file"],
      [0o106755n, "regular-file"],
      [0o120777n, "symbolic-link"],
      [0o140000n, "socket"],
      [0o000777n, "unknown"],
      [0o170000n, "unknown"],
    ];
    for (const [mode, expected] of rows) {
      assertEquals(read(arch, { mode }).type, expected, mode.toString(8));
    }
  });
}

Deno.test("StatRecord.read() is exact about every time that a file system can have", () => {
  const seconds = [
    ...[0n, 1n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 34n, 2n ** 40n],
    ...[-1n, -(2n ** 31n), -(2n ** 31n) - 1n, -(2n ** 32n), -(2n ** 40n)],
  ];
  for (const modified of seconds) {
    for (const modifiedNanoseconds of [0n, 1n, 999_999_999n]) {
      const expected = modified * 1_000_000_000n + modifiedNanoseconds;
      assertEquals(read("x86_64", { modified, modifiedNanoseconds }).modified, expected);
    }
  }
});

testWithLibc("What is open has the status that Deno sees, by either binding", async () => {
  const { statOf } = await import("../../../../lib/host/kernel/status.ts");
  const { Descriptor } = await import("../../../../lib/host/kernel/descriptor.ts");
  const { openHost, HeldDescriptor } = await import("../held_descriptor.ts");
  using directory = new TemporaryDirectory();
  directory.make({ f: "abc", "d/": "" });
  Deno.linkSync(directory.at("f"), directory.at("g"));
  for (
    const [how, call] of Object.entries({
      quick: statOf,
      cold: (fd: number) => new Descriptor(fd, "read-only").stat(),
    })
  ) {
    const status = (name: string) => {
      using held = new HeldDescriptor(openHost(directory.at(name)));
      return call(held.fd);
    };
    const info = Deno.statSync(directory.at("f"));
    const file = status("f");
    assertEquals(
      [file.type, file.device, file.inode, file.links, file.size, file.modified / 1_000_000n],
      ["regular-file", info.dev, info.ino, 2, 3, BigInt(info.mtime!.valueOf())],
      how,
    );
    assertEquals(status("g"), file);
    const other = status("d");
    assertEquals([other.type, other.device], ["directory", file.device]);
    assertNotEquals(other.inode, file.inode);
  }
});
