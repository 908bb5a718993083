import { assertEquals } from "@std/assert";
import * as rights from "../../../../lib/abi/preview1/rights.ts";
import { RIGHT_NAMES, type RightName } from "../../../../lib/grants/right_names.ts";

const { ALL_RIGHTS, DIRECTORY_RIGHTS, FILE_RIGHTS, STREAM_RIGHTS, toRights, WRITE_RIGHTS } = rights;

/** The names in a set. */
function namesIn(mask: number): RightName[] {
  return RIGHT_NAMES.filter((_, bit) => (mask & 1 << bit) !== 0);
}

/** The order of the bits, written out once more from the specification. */
const SPECIFIED = `
  fd_datasync fd_read fd_seek fd_fdstat_set_flags fd_sync fd_tell fd_write fd_advise fd_allocate
  path_create_directory path_create_file path_link_source path_link_target path_open fd_readdir
  path_readlink path_rename_source path_rename_target path_filestat_get path_filestat_set_size
  path_filestat_set_times fd_filestat_get fd_filestat_set_size fd_filestat_set_times path_symlink
  path_remove_directory path_unlink_file poll_fd_readwrite sock_shutdown sock_accept
`.trim().split(/\s+/);

Deno.test("RIGHT_NAMES and the bits of the ABI are those of the specification", () => {
  assertEquals([...RIGHT_NAMES], SPECIFIED);
  const constants = new Map(Object.entries(rights));
  for (const [bit, name] of SPECIFIED.entries()) {
    assertEquals(constants.get(name.toUpperCase()), 2 ** bit, name);
  }
});

Deno.test("ALL_RIGHTS is every right and nothing else", () => {
  assertEquals(ALL_RIGHTS, 2 ** 30 - 1);
});

Deno.test("WRITE_RIGHTS is what a read-only grant must not have", () => {
  assertEquals(
    namesIn(ALL_RIGHTS & ~WRITE_RIGHTS),
    [
      ...["fd_datasync", "fd_read", "fd_seek", "fd_fdstat_set_flags", "fd_sync", "fd_tell"],
      ...["fd_advise", "path_open", "fd_readdir", "path_readlink", "path_filestat_get"],
      ...["fd_filestat_get", "poll_fd_readwrite", "sock_shutdown", "sock_accept"],
    ] as RightName[],
  );
});

Deno.test("FILE_RIGHTS is no right to a path, DIRECTORY_RIGHTS none to bytes", () => {
  const isPath = (name: RightName): boolean => name.startsWith("path_") || name === "fd_readdir";
  assertEquals(namesIn(FILE_RIGHTS).filter(isPath), []);
  assertEquals(
    namesIn(DIRECTORY_RIGHTS).filter((name) => !isPath(name)),
    ["fd_datasync", "fd_fdstat_set_flags", "fd_sync", "fd_filestat_get", "fd_filestat_set_times"],
  );
  assertEquals(
    namesIn(ALL_RIGHTS & ~(FILE_RIGHTS | DIRECTORY_RIGHTS)),
    ["sock_shutdown", "sock_accept"],
    "each other right is good for one of the two",
  );
});

Deno.test("STREAM_RIGHTS has no position and no size", () => {
  assertEquals(namesIn(STREAM_RIGHTS), [
    ...["fd_datasync", "fd_read", "fd_fdstat_set_flags", "fd_sync", "fd_write"],
    ...["fd_filestat_get", "poll_fd_readwrite"],
  ] as RightName[]);
});

Deno.test("toRights() leaves out the bits that are no right", () => {
  const rows: readonly [mask: bigint, expected: number][] = [
    [0n, 0],
    [1n, 1],
    [1n << 29n, 2 ** 29],
    [1n << 30n, 0],
    [1n << 31n, 0],
    [1n << 32n, 0],
    [1n << 63n, 0],
    [(1n << 63n) | 2n, 2],
    [2n ** 64n - 1n, ALL_RIGHTS],
    [-1n, ALL_RIGHTS],
    [-(1n << 63n), 0],
  ];
  for (const [mask, expected] of rows) assertEquals(toRights(mask), expected, `${mask}`);
});
