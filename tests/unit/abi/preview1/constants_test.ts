import { assertEquals } from "@std/assert";
import * as constants from "../../../../lib/abi/preview1/constants.ts";
import type { FileType } from "../../../../lib/filesystem/stat.ts";

Deno.test("filetypeOf() is the number of the specification", () => {
  const rows: Readonly<Record<FileType, number>> = {
    "unknown": 0,
    "block-device": 1,
    "character-device": 2,
    "directory": 3,
    "regular-file": 4,
    // 5 is a datagram socket, and there is no number for a FIFO.
    "socket": 6,
    "symbolic-link": 7,
    "fifo": 0,
  };
  for (const [type, number] of Object.entries(rows)) {
    assertEquals(constants.filetypeOf(type as FileType), number, type);
  }
});

Deno.test("the flags have the bits of the specification, and ALL is all of them", () => {
  /** The names in the order of their bits. */
  const rows: Readonly<Record<string, readonly string[]>> = {
    OFLAGS: ["CREAT", "DIRECTORY", "EXCL", "TRUNC"],
    FDFLAGS: ["APPEND", "DSYNC", "NONBLOCK", "RSYNC", "SYNC"],
    FST: ["ATIM", "ATIM_NOW", "MTIM", "MTIM_NOW"],
  };
  const values = new Map<string, unknown>(Object.entries(constants));
  for (const [prefix, names] of Object.entries(rows)) {
    for (const [bit, name] of names.entries()) {
      assertEquals(values.get(`${prefix}_${name}`), 2 ** bit, `${prefix}_${name}`);
    }
    assertEquals(values.get(`${prefix}_ALL`), 2 ** names.length - 1, prefix);
  }
  assertEquals(
    [constants.LOOKUP_SYMLINK_FOLLOW, constants.SUBCLOCK_ABSTIME, constants.EVENTRW_HANGUP],
    [1, 1, 1],
  );
});

Deno.test("the clocks and event types have the numbers of the specification", () => {
  const { CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_THREAD_CPUTIME } = constants;
  assertEquals([CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_THREAD_CPUTIME], [0, 1, 3]);
  const { EVENTTYPE_CLOCK, EVENTTYPE_FD_READ, EVENTTYPE_FD_WRITE } = constants;
  assertEquals([EVENTTYPE_CLOCK, EVENTTYPE_FD_READ, EVENTTYPE_FD_WRITE], [0, 1, 2]);
});
