import { assertEquals, assertNotEquals } from "@std/assert";
import type { FileType } from "../../../../lib/filesystem/stat.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { testWithLibc } from "../with_libc.ts";

/** Fields of a `struct statx`, by their place in the kernel's header. */
interface Fields {
  readonly mode?: number;
  readonly links?: number;
  readonly inode?: bigint;
  readonly size?: bigint;
  readonly major?: number;
  readonly minor?: number;
  /** Seconds and nanoseconds. */
  readonly accessed?: readonly [bigint, number];
  readonly created?: readonly [bigint, number];
  readonly changed?: readonly [bigint, number];
  readonly modified?: readonly [bigint, number];
}

function fill(bytes: Uint8Array<ArrayBuffer>, fields: Fields): void {
  // What is not asked for must not matter.
  bytes.fill(0xaa);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, fields.links ?? 0, true);
  view.setUint16(28, fields.mode ?? 0, true);
  view.setBigUint64(32, fields.inode ?? 0n, true);
  view.setBigUint64(40, fields.size ?? 0n, true);
  const times = [fields.accessed, fields.created, fields.changed, fields.modified];
  for (
    const [i, [seconds, nanoseconds]] of times.map((time) => time ?? [0n, 0] as const).entries()
  ) {
    view.setBigInt64(64 + 16 * i, seconds, true);
    view.setUint32(64 + 16 * i + 8, nanoseconds, true);
  }
  view.setUint32(136, fields.major ?? 0, true);
  view.setUint32(140, fields.minor ?? 0, true);
}

testWithLibc("StatxRecord.read() takes every field from its place", async () => {
  const { StatxRecord } = await import("../../../../lib/host/libc/statx.ts");
  const record = new StatxRecord();
  fill(record.bytes, {
    mode: 0o100644,
    links: 3,
    inode: 2n ** 53n + 1n,
    size: 2n ** 62n + 1n,
    accessed: [1n, 2],
    created: [99n, 99],
    changed: [3n, 4],
    modified: [5n, 6],
  });
  const { device: _, ...rest } = record.read();
  assertEquals(rest, {
    inode: 2n ** 53n + 1n,
    type: "regular-file",
    links: 3,
    size: 2n ** 62n + 1n,
    accessed: 1_000_000_002n,
    modified: 5_000_000_006n,
    changed: 3_000_000_004n,
  });
});

testWithLibc("StatxRecord.type is that of the mode, whatever its other bits", async () => {
  const { StatxRecord } = await import("../../../../lib/host/libc/statx.ts");
  const rows: readonly [mode: number, expected: FileType][] = [
    [0o010000, "fifo"],
    [0o020666, "character-device"],
    [0o047777, "directory"],
    [0o060000, "block-device"],
    [0o100000, "regular-file"],
    [0o106755, "regular-file"],
    [0o120777, "symbolic-link"],
    [0o140000, "socket"],
    [0o000777, "unknown"],
    [0o170000, "unknown"],
  ];
  const record = new StatxRecord();
  for (const [mode, expected] of rows) {
    fill(record.bytes, { mode });
    assertEquals([record.type, record.read().type], [expected, expected], mode.toString(8));
  }
});

testWithLibc(
  "StatxRecord.read() is exact about every time that a file system can have",
  async () => {
    const { StatxRecord } = await import("../../../../lib/host/libc/statx.ts");
    const record = new StatxRecord();
    const seconds = [
      ...[0n, 1n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 34n, 2n ** 40n],
      ...[-1n, -(2n ** 31n), -(2n ** 31n) - 1n, -(2n ** 32n), -(2n ** 40n)],
    ];
    for (const second of seconds) {
      for (const nanosecond of [0, 1, 999_999_999]) {
        fill(record.bytes, { modified: [second, nanosecond] });
        const expected = second * 1_000_000_000n + BigInt(nanosecond);
        assertEquals(record.read().modified, expected, `${second} ${nanosecond}`);
      }
    }
  },
);

testWithLibc("StatxRecord.read() tells every two devices apart", async () => {
  const { StatxRecord } = await import("../../../../lib/host/libc/statx.ts");
  const record = new StatxRecord();
  const seen = new Set<bigint>();
  const devices = [[0, 0], [0, 1], [1, 0], [0, 255], [8, 0], [8, 1], [0, 2 ** 20 - 1], [1, 1], [
    4095,
    2 ** 20 - 1,
  ]];
  for (const [major, minor] of devices) {
    fill(record.bytes, { major: major!, minor: minor! });
    seen.add(BigInt(record.read().device));
  }
  assertEquals(seen.size, devices.length);
});

testWithLibc("statDescriptor() is the status of what is open, by either binding", async () => {
  const { coldStatDescriptor, statDescriptor } = await import("../../../../lib/host/libc/statx.ts");
  const { coldFileCalls, fileCalls, quickStatDescriptor } = await import(
    "../../../../lib/host/libc/file_calls.ts"
  );
  const { ColdInt } = await import("../../../../lib/host/libc/library.ts");
  using directory = new TemporaryDirectory();
  directory.make({ f: "abc", "d/": "" });
  Deno.linkSync(directory.at("f"), directory.at("g"));
  const statOf = (name: string, call: typeof coldStatDescriptor) => {
    const path = new TextEncoder().encode(`${directory.at(name)}\0`);
    const fd = coldFileCalls.openat(new ColdInt().of(-100), path, 0, 0);
    try {
      return statDescriptor(fd, call);
    } finally {
      fileCalls.close(fd);
    }
  };
  for (const call of [coldStatDescriptor, quickStatDescriptor]) {
    const info = Deno.statSync(directory.at("f"));
    const file = statOf("f", call);
    assertEquals(
      [file.type, Number(file.inode), file.links, file.size, file.modified / 1_000_000n],
      ["regular-file", info.ino, 2, 3, BigInt(info.mtime!.valueOf())],
    );
    assertEquals(statOf("g", call), file);
    const other = statOf("d", call);
    assertEquals([other.type, other.device], ["directory", file.device]);
    assertNotEquals(other.inode, file.inode);
  }
});
