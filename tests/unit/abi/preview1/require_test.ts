import { assertEquals, assertStrictEquals } from "@std/assert";
import {
  descriptionOf,
  directoryOf,
  offsetOf,
  timesOf,
} from "../../../../lib/abi/preview1/require.ts";
import { FD_READ, FD_READDIR, FD_WRITE } from "../../../../lib/abi/preview1/rights.ts";
import type { ErrorCode } from "../../../../lib/errors.ts";
import type { NewTime } from "../../../../lib/filesystem/stat.ts";
import type { Offset } from "../../../../lib/io/offset.ts";
import { FakeGuest } from "../../doubles/fake_guest.ts";
import { FakeDirectory, FakeFile } from "../../doubles/fake_node.ts";
import { outcomeOf } from "../../outcome.ts";

Deno.test("descriptionOf() is what is open, when it has every right that is asked for", () => {
  const guest = new FakeGuest();
  const fd = guest.open(new FakeFile(), { rights: FD_READ | FD_READDIR });
  const rows: readonly [fd: number, rights: number, expected: "found" | ErrorCode][] = [
    [fd, 0, "found"],
    [fd, FD_READ, "found"],
    [fd, FD_READ | FD_READDIR, "found"],
    [fd, FD_WRITE, "not-capable"],
    [fd, FD_READ | FD_WRITE, "not-capable"],
    [fd + 1, 0, "bad-descriptor"],
    [fd + 1, FD_WRITE, "bad-descriptor"],
    [-1, 0, "bad-descriptor"],
    [-(2 ** 31), 0, "bad-descriptor"],
  ];
  for (const [number, rights, expected] of rows) {
    const found = outcomeOf(() => descriptionOf(guest.context, number, rights));
    if (expected === "found") assertStrictEquals(found, guest.description(fd));
    else assertEquals(found, expected, `${number} ${rights}`);
  }
});

Deno.test("directoryOf() looks for a descriptor, then a directory, then its rights", () => {
  const guest = new FakeGuest();
  const file = guest.open(new FakeFile(), { rights: 0 });
  const directory = guest.open(new FakeDirectory(), { rights: FD_READDIR });
  const outcome = (fd: number, rights: number) =>
    outcomeOf(() => directoryOf(guest.context, fd, rights));
  assertStrictEquals(outcome(directory, FD_READDIR), guest.description(directory));
  assertEquals(outcome(directory, FD_READ), "not-capable");
  assertEquals(outcome(file, FD_READ), "not-directory");
  assertEquals(outcome(7, FD_READ), "bad-descriptor");
});

Deno.test("offsetOf() takes a signed number of 64 bits for the unsigned one it stands for", () => {
  const rows: readonly [value: bigint, expected: Offset | ErrorCode][] = [
    [0n, 0],
    [2n ** 53n - 1n, 2 ** 53 - 1],
    [2n ** 53n + 1n, 2n ** 53n + 1n],
    [2n ** 63n - 1n, 2n ** 63n - 1n],
    [2n ** 63n, "invalid"],
    [-(2n ** 63n), "invalid"],
    [-1n, "invalid"],
    [2n ** 64n - 1n, "invalid"],
  ];
  for (const [value, expected] of rows) {
    assertStrictEquals(outcomeOf(() => offsetOf(value)), expected, `${value}`);
  }
});

Deno.test("timesOf() is what the flags ask for", () => {
  const [ATIM, ATIM_NOW, MTIM, MTIM_NOW] = [1, 2, 4, 8];
  const rows: readonly [
    accessed: bigint,
    modified: bigint,
    flags: number,
    expected: [NewTime, NewTime] | ErrorCode,
  ][] = [
    [1n, 2n, 0, ["unchanged", "unchanged"]],
    [1n, 2n, ATIM, [1n, "unchanged"]],
    [1n, 2n, MTIM, ["unchanged", 2n]],
    [1n, 2n, ATIM | MTIM, [1n, 2n]],
    [1n, 2n, ATIM_NOW, ["now", "unchanged"]],
    [1n, 2n, MTIM_NOW, ["unchanged", "now"]],
    [1n, 2n, ATIM_NOW | MTIM_NOW, ["now", "now"]],
    [1n, 2n, ATIM_NOW | MTIM, ["now", 2n]],
    [0n, 0n, ATIM | MTIM, [0n, 0n]],
    [2n ** 63n - 1n, 0n, ATIM, [2n ** 63n - 1n, "unchanged"]],
    [1n, 2n, ATIM | ATIM_NOW, "invalid"],
    [1n, 2n, MTIM | MTIM_NOW, "invalid"],
    [1n, 2n, ATIM | MTIM | MTIM_NOW, "invalid"],
    [1n, 2n, 16, "invalid"],
    [1n, 2n, ATIM | 32, "invalid"],
    [1n, 2n, 0x8000, "invalid"],
    [1n, 2n, -1, "invalid"],
    // 2^63 and 2^64 - 1, as a guest passes them.
    [-(2n ** 63n), 2n, ATIM, "overflow"],
    [1n, -1n, MTIM, "overflow"],
    [-1n, -1n, 0, ["unchanged", "unchanged"]],
    [-1n, -1n, ATIM_NOW | MTIM_NOW, ["now", "now"]],
  ];
  for (const [accessed, modified, flags, expected] of rows) {
    assertEquals(
      outcomeOf(() => timesOf(accessed, modified, flags)),
      expected,
      `${accessed} ${modified} ${flags}`,
    );
  }
});
