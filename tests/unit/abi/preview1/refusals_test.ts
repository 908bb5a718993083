import { assertEquals } from "@std/assert";
import { Refusals, type RefusedCall } from "../../../../lib/abi/preview1/refusals.ts";
import { ALL_RIGHTS, FD_READ, WRITE_RIGHTS } from "../../../../lib/abi/preview1/rights.ts";
import { FakeGuest } from "../../doubles/fake_guest.ts";
import { FakeDirectory, FakeFile, FakeStream } from "../../doubles/fake_node.ts";
import { utf8 } from "../../outcome.ts";

const [PATH, OTHER, RESULT] = [1000, 1100, 2000];

/** A guest with a read-only directory 0, and a file 1 opened for reading. */
function guestWith(): { guest: FakeGuest; refusals: Refusals } {
  const guest = new FakeGuest();
  guest.open(new FakeDirectory(), { preopen: utf8("/ro"), rights: ALL_RIGHTS & ~WRITE_RIGHTS });
  guest.open(new FakeFile(), { rights: FD_READ });
  guest.put(PATH, "a/path");
  guest.put(OTHER, "other");
  const refusals = new Refusals(guest.context);
  guest.lookOn({ failed: refusals.note });
  return { guest, refusals };
}

/** What is kept of a call on that guest. */
function last(name: string, ...args: readonly (number | bigint)[]): RefusedCall | undefined {
  const { guest, refusals } = guestWith();
  guest.call(name, ...args);
  return refusals.last;
}

Deno.test("Refusals keeps what was refused for want of rights", () => {
  const at = { fd: 0, kind: "directory", preopen: "/ro", path: "a/path" } as const;
  assertEquals(last("path_unlink_file", 0, PATH, 6), {
    call: "path_unlink_file",
    code: "not-capable",
    operation: "change",
    at: [at],
  });
  assertEquals(last("path_open", 0, 0, PATH, 6, 1, 0n, 0n, 0, RESULT)?.operation, "write");
  assertEquals(last("path_rename", 0, PATH, 6, 0, OTHER, 5)?.at, [at, { ...at, path: "other" }]);
  assertEquals(last("path_symlink", OTHER, 5, 0, PATH, 6)?.at, [at]);
  assertEquals(last("fd_write", 1, 0, 0, RESULT), {
    call: "fd_write",
    code: "not-capable",
    operation: "write",
    at: [{ fd: 1, kind: "file", preopen: undefined, path: undefined }],
  });
  assertEquals(last("fd_pwrite", 1, 0, 0, 0n, RESULT)?.code, "not-capable");
});

Deno.test("Refusals keeps a path below a handle that is not there", () => {
  for (const fd of [-1, 7]) {
    const refused = last("path_filestat_get", fd, 0, PATH, 6, RESULT);
    assertEquals(refused?.code, "bad-descriptor");
    assertEquals(refused?.at, [{ fd, kind: undefined, preopen: undefined, path: "a/path" }]);
  }
});

Deno.test("Refusals keeps nothing of what failed for another reason", () => {
  const { guest, refusals } = guestWith();
  (guest.description(0).node as FakeDirectory).failure = "no-entry";
  guest.call("path_filestat_get", 0, 0, PATH, 6, RESULT);
  guest.call("path_filestat_get", 0, 0, PATH, 0, RESULT);
  guest.call("fd_close", 9);
  guest.call("fd_read", 9, 0, 0, RESULT);
  guest.call("fd_seek", 0, 0n, 0, RESULT);
  assertEquals(refusals.last, undefined);
});

Deno.test("Refusals keeps the last one", () => {
  const { guest, refusals } = guestWith();
  guest.open(new FakeStream());
  guest.call("path_unlink_file", 0, PATH, 6);
  guest.call("path_remove_directory", 0, OTHER, 5);
  guest.call("path_filestat_get", 0, 0, PATH, 6, RESULT);
  assertEquals(refusals.last?.call, "path_remove_directory");
});
