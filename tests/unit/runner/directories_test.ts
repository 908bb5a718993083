import { assertEquals, assertStrictEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as bits from "../../../lib/abi/preview1/rights.ts";
import { type ErrorCode, WasiError } from "../../../lib/errors.ts";
import type { Access } from "../../../lib/filesystem/access.ts";
import { parseDirectoryGrant } from "../../../lib/grants/directory.ts";
import { preopen } from "../../../lib/runner/directories.ts";
import { FakeDirectory } from "../doubles/fake_node.ts";
import { fakeHost } from "../doubles/fake_host.ts";
import { refusalOf, text } from "../outcome.ts";

const { ALL_RIGHTS, DIRECTORY_RIGHTS, SOCK_ACCEPT, SOCK_SHUTDOWN, WRITE_RIGHTS } = bits;
const OPENABLE = ALL_RIGHTS & ~(SOCK_ACCEPT | SOCK_SHUTDOWN);

/** A host on which every directory is there, which notes how it was opened. */
function host(realPath = (path: string) => path) {
  const opened: [path: string, access: Access][] = [];
  return {
    opened,
    host: fakeHost({
      realPath,
      openAmbientDirectory(path, access) {
        opened.push([path, access]);
        return new FakeDirectory(access);
      },
    }),
  };
}

Deno.test("preopen() gives the rights that were granted, to the directory and below it", () => {
  const read = OPENABLE & ~WRITE_RIGHTS;
  const some = bits.FD_READ | bits.PATH_OPEN | bits.FD_READDIR;
  const rows: readonly [text: string, rights: number, inheriting: number, access: Access][] = [
    ["d", DIRECTORY_RIGHTS, OPENABLE, "read-write"],
    ["d::/d::rw", DIRECTORY_RIGHTS, OPENABLE, "read-write"],
    ["d::/d::ro", DIRECTORY_RIGHTS & read, read, "read-only"],
    [
      "d::/d::fd_read+path_open+fd_readdir",
      bits.PATH_OPEN | bits.FD_READDIR,
      some,
      "read-only",
    ],
    ["d::/d::fd_write", 0, bits.FD_WRITE, "read-write"],
    [
      "d::/d::path_open+path_create_file",
      ...[
        bits.PATH_OPEN | bits.PATH_CREATE_FILE,
        bits.PATH_OPEN | bits.PATH_CREATE_FILE,
      ] as const,
      "read-write",
    ],
    ["d::/d::sock_accept", 0, 0, "read-only"],
  ];
  for (const [grant, rights, inheriting, access] of rows) {
    const { host: given, opened } = host();
    using description = preopen(given, parseDirectoryGrant(grant));
    assertEquals([description.rights, description.inheriting], [rights, inheriting], grant);
    assertEquals(opened, [["d", access]], grant);
  }
});

Deno.test("preopen() gives every name of a right its own bit", () => {
  for (const [name, bit] of Object.entries(bits)) {
    if (!/^(FD|PATH|POLL|SOCK)_/.test(name)) continue;
    using description = preopen(host().host, parseDirectoryGrant(`d::/d::${name.toLowerCase()}`));
    assertEquals(description.inheriting, Number(bit) & OPENABLE, name);
  }
});

Deno.test("preopen() refuses with status 2 rights that are none, and opens nothing", () => {
  for (const rights of ["read", ["fd_reed"], [], ["fd_read", "toString"]]) {
    const { host: given, opened } = host();
    const grant = { kind: "directory", host: "d", guest: "/d", rights } as never;
    assertEquals([refusalOf(() => preopen(given, grant)).status, opened], [2, []]);
  }
});

Deno.test("preopen() names the directory as the grant does", () => {
  for (const [grant, name] of [["d", "d"], ["../d", "../d"], ["d::/dàta", "/dàta"]] as const) {
    using description = preopen(host().host, parseDirectoryGrant(grant));
    assertEquals(text(description.preopen!), name);
  }
});

Deno.test("preopen() refuses with status 2 what shows the kernel's own state, by whatever name", () => {
  const rows: readonly [real: string, refused: boolean][] = [
    ["/proc", true],
    ["/proc/1", true],
    ["/proc/self/fd", true],
    ["/sys", true],
    ["/sys/kernel", true],
    ["/dev", true],
    ["/dev/shm/x", true],
    ["/", false],
    ["/process", false],
    ["/devices", false],
    ["/system", false],
    ["/home/proc", false],
    ["/data/dev", false],
  ];
  for (const [real, refused] of rows) {
    const { host: given, opened } = host(() => real);
    const open = () => preopen(given, parseDirectoryGrant("link::/data"));
    if (refused) {
      const refusal = refusalOf(open);
      assertEquals(refusal.status, 2, real);
      assertStringIncludes(refusal.message, "link");
      assertEquals(refusal.message.includes(real), false, "a path the user did not type");
    } else open();
    assertEquals(opened.length, refused ? 0 : 1, real);
  }
});

Deno.test("preopen() refuses with status 2 what cannot be opened, and says why", () => {
  const rows: readonly [code: ErrorCode, words: string][] = [
    ["no-entry", "is not there"],
    ["not-directory", "is not a directory"],
    ["access", "may not be opened"],
    ["loop", "loop"],
    ["name-too-long", "too long"],
  ];
  for (const [code, words] of rows) {
    const failing = (): never => {
      throw new WasiError(code);
    };
    for (const parts of [{ realPath: failing }, { openAmbientDirectory: failing }]) {
      const refusal = refusalOf(() => preopen(fakeHost(parts), parseDirectoryGrant("data")));
      assertEquals(refusal.status, 2);
      assertStringIncludes(refusal.message, "data");
      assertStringIncludes(refusal.message, words);
    }
  }
});

Deno.test("preopen() passes on what is no failure of the host", () => {
  const failure = new TypeError("x");
  const given = fakeHost({
    openAmbientDirectory() {
      throw failure;
    },
  });
  assertStrictEquals(assertThrows(() => preopen(given, parseDirectoryGrant("data"))), failure);
});
