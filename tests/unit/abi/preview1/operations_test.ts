import { assertEquals } from "@std/assert";
import { type Operation, operationOf } from "../../../../lib/abi/preview1/operations.ts";
import { FD_READ, FD_WRITE, WRITE_RIGHTS } from "../../../../lib/abi/preview1/rights.ts";
import { FUNCTION_NAMES } from "../../../../lib/abi/preview1/signatures.ts";

/** Functions for which no grant is needed, or which only ask what a grant is. */
const WITHOUT = [
  ...["args_get", "args_sizes_get", "clock_res_get", "clock_time_get", "fd_close"],
  ...["fd_fdstat_get", "fd_fdstat_set_rights", "fd_prestat_get", "fd_prestat_dir_name"],
  ...["fd_renumber", "proc_exit", "proc_raise", "random_get", "sched_yield"],
];

Deno.test("operationOf() is known of every function that needs a grant", () => {
  const args = [3, 0, 0, 0, 0, 0n, 0n, 0];
  const without = FUNCTION_NAMES.filter((name) => operationOf(name, args) === undefined);
  assertEquals([...without].sort(), [...WITHOUT].sort());
  assertEquals(operationOf("toString", []), undefined);
});

Deno.test("operationOf() tells what a read-only directory refuses", () => {
  const rows: readonly [name: string, operation: Operation][] = [
    ["path_create_directory", "change"],
    ["path_rename", "change"],
    ["path_filestat_set_times", "change"],
    ["fd_filestat_set_times", "change"],
    ["fd_write", "write"],
    ["fd_filestat_set_size", "write"],
    ["fd_read", "read"],
    ["fd_readdir", "list"],
    ["path_filestat_get", "status"],
  ];
  for (const [name, operation] of rows) assertEquals(operationOf(name, []), operation, name);
});

Deno.test("operationOf() tells an open for writing from one for reading", () => {
  const rows: readonly [oflags: number, rights: number, fdflags: number, operation: Operation][] = [
    [0, FD_READ, 0, "open"],
    [2, FD_READ, 4, "open"],
    [0, ~WRITE_RIGHTS, 0, "open"],
    [1, FD_READ, 0, "write"],
    [8, FD_READ, 0, "write"],
    [0, FD_READ | FD_WRITE, 0, "write"],
    [0, FD_READ, 1, "write"],
  ];
  for (const [oflags, rights, fdflags, operation] of rows) {
    const args = [3, 0, 0, 0, oflags, BigInt(rights), 0n, fdflags, 0];
    assertEquals(operationOf("path_open", args), operation, args.join());
  }
});
