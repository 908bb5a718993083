import { assertEquals } from "@std/assert";
import { errnoOf } from "../../../../../lib/abi/preview1/errno.ts";
import {
  errnoName,
  flagNames,
  nameIn,
  OFLAGS,
  RIGHTS,
} from "../../../../../lib/abi/preview1/trace/names.ts";
import type { ErrorCode } from "../../../../../lib/errors.ts";
import { RIGHT_NAMES } from "../../../../../lib/grants/right_names.ts";

Deno.test("errnoName() has each name at its number", () => {
  const rows: readonly [code: ErrorCode, name: string][] = [
    ["access", "ACCES"],
    ["would-block", "AGAIN"],
    ["bad-descriptor", "BADF"],
    ["deadlock", "DEADLK"],
    ["quota", "DQUOT"],
    ["illegal-byte-sequence", "ILSEQ"],
    ["invalid", "INVAL"],
    ["is-directory", "ISDIR"],
    ["too-many-open-files", "MFILE"],
    ["name-too-long", "NAMETOOLONG"],
    ["no-entry", "NOENT"],
    ["insufficient-memory", "NOMEM"],
    ["not-directory", "NOTDIR"],
    ["not-empty", "NOTEMPTY"],
    ["not-socket", "NOTSOCK"],
    ["no-tty", "NOTTY"],
    ["overflow", "OVERFLOW"],
    ["not-permitted", "PERM"],
    ["read-only", "ROFS"],
    ["stale", "STALE"],
    ["cross-device", "XDEV"],
    ["not-capable", "NOTCAPABLE"],
  ];
  for (const [code, name] of rows) assertEquals(errnoName(errnoOf(code)), name);
  assertEquals([errnoName(0), errnoName(1), errnoName(77)], ["SUCCESS", "2BIG", "77"]);
});

Deno.test("RIGHTS are those of the grants, in the order of their bits", () => {
  assertEquals(RIGHTS, RIGHT_NAMES);
});

Deno.test("flagNames() names each bit, and the rest as one number", () => {
  const rows: readonly [mask: bigint, names: string[]][] = [
    [0n, []],
    [1n, ["creat"]],
    [10n, ["directory", "trunc"]],
    [15n, ["creat", "directory", "excl", "trunc"]],
    [0x11n, ["creat", "0x10"]],
    [0xffff_ffff_0000_0000n, ["0xffffffff00000000"]],
  ];
  for (const [mask, names] of rows) assertEquals(flagNames(OFLAGS, mask), names, `${mask}`);
});

Deno.test("nameIn() gives the number of what has no name", () => {
  assertEquals([nameIn(["a"], 0), nameIn(["a"], 1), nameIn(["a"], 2 ** 32 - 1)], [
    ...["a", 1, 2 ** 32 - 1],
  ]);
});
