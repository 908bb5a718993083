import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { argsEnviron } from "../../../../lib/abi/preview1/args_environ.ts";
import { clock } from "../../../../lib/abi/preview1/clock.ts";
import { fdIo } from "../../../../lib/abi/preview1/fd_io.ts";
import { fdReaddir } from "../../../../lib/abi/preview1/fd_readdir.ts";
import { fdStatus } from "../../../../lib/abi/preview1/fd_status.ts";
import { SNAPSHOT_PREVIEW1 } from "../../../../lib/abi/preview1/layouts.ts";
import { path } from "../../../../lib/abi/preview1/path.ts";
import { pathOpen } from "../../../../lib/abi/preview1/path_open.ts";
import { poll } from "../../../../lib/abi/preview1/poll.ts";
import { proc } from "../../../../lib/abi/preview1/proc.ts";
import { random } from "../../../../lib/abi/preview1/random.ts";
import { FUNCTION_NAMES, signatureOf } from "../../../../lib/abi/preview1/signatures.ts";
import { sock } from "../../../../lib/abi/preview1/sock.ts";
import type { Family } from "../../../../lib/abi/preview1/context.ts";
import { readInterface } from "../../../../lib/wasm/module_interface.ts";
import { FakeGuest } from "../../doubles/fake_guest.ts";

/**
 * The functions in the order of the specification, each parameter by its name there: `ptr`, `len`
 * and the like are 32 bits wide, filesize, filedelta, timestamp, cookie and rights are 64.
 */
const SPECIFIED = `
  args_get argv argv_buf
  args_sizes_get ptr ptr
  environ_get environ environ_buf
  environ_sizes_get ptr ptr
  clock_res_get id ptr
  clock_time_get id timestamp ptr
  fd_advise fd filesize filesize advice
  fd_allocate fd filesize filesize
  fd_close fd
  fd_datasync fd
  fd_fdstat_get fd ptr
  fd_fdstat_set_flags fd flags
  fd_fdstat_set_rights fd rights rights
  fd_filestat_get fd ptr
  fd_filestat_set_size fd filesize
  fd_filestat_set_times fd timestamp timestamp fst_flags
  fd_pread fd ptr len filesize ptr
  fd_prestat_get fd ptr
  fd_prestat_dir_name fd path len
  fd_pwrite fd ptr len filesize ptr
  fd_read fd ptr len ptr
  fd_readdir fd buf buf_len cookie ptr
  fd_renumber fd to
  fd_seek fd filedelta whence ptr
  fd_sync fd
  fd_tell fd ptr
  fd_write fd ptr len ptr
  path_create_directory fd path len
  path_filestat_get fd flags path len ptr
  path_filestat_set_times fd flags path len timestamp timestamp fst_flags
  path_link old_fd old_flags path len new_fd path len
  path_open fd dirflags path len oflags rights rights fdflags ptr
  path_readlink fd path len buf buf_len ptr
  path_remove_directory fd path len
  path_rename fd path len new_fd path len
  path_symlink path len fd path len
  path_unlink_file fd path len
  poll_oneoff in out nsubscriptions ptr
  proc_exit rval
  proc_raise sig
  sched_yield
  random_get buf buf_len
  sock_accept fd flags ptr
  sock_recv fd ptr len ri_flags ptr ptr
  sock_send fd ptr len si_flags ptr
  sock_shutdown fd how
`.trim().split("\n").map((line) => line.trim().split(" "));

const WIDE = ["filesize", "filedelta", "timestamp", "cookie", "rights"];

Deno.test("FUNCTION_NAMES is the 46 functions in the order of the specification", () => {
  assertEquals(FUNCTION_NAMES, SPECIFIED.map(([name]) => name!));
  assertEquals(FUNCTION_NAMES.length, 46);
});

Deno.test("signatureOf() is the type that the specification lowers to", () => {
  for (const [name = "", ...parameters] of SPECIFIED) {
    assertEquals(signatureOf(name), {
      parameters: parameters.map((parameter) => WIDE.includes(parameter) ? "i64" : "i32"),
      results: name === "proc_exit" ? [] : ["i32"],
    }, name);
  }
});

Deno.test("signatureOf() is undefined for what is not a function", () => {
  for (const name of ["", "fd_dup", "FD_READ", "constructor", "toString", "__proto__"]) {
    assertStrictEquals(signatureOf(name), undefined, name);
  }
});

Deno.test("signatureOf() agrees with what compilers import", () => {
  for (const program of ["list_c", "list_rust"]) {
    const url = new URL(`../../../guests/programs/${program}.wasm`, import.meta.url);
    const { imports } = readInterface(Deno.readFileSync(url));
    assert(imports.length > 5, program);
    for (const { name, type } of imports) assertEquals(type, signatureOf(name), name);
  }
});

Deno.test("each function of a family takes as many parameters as its signature", () => {
  const families: readonly Family[] = [
    ...[argsEnviron, clock, fdIo, fdReaddir, fdStatus, path, pathOpen, poll, proc, random, sock],
  ];
  const { context } = new FakeGuest();
  const functions = families.flatMap((family) =>
    Object.entries(family(context, SNAPSHOT_PREVIEW1))
  );
  assertEquals(functions.map(([name]) => name).sort(), [...FUNCTION_NAMES].sort());
  for (const [name, { length }] of functions) {
    assertEquals(length, signatureOf(name)?.parameters.length, name);
  }
});
