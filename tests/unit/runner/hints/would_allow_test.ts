import { assertEquals } from "@std/assert";
import { dir } from "../../../../lib/grants/directory.ts";
import type { Rights } from "../../../../lib/grants/grant.ts";
import { directoryWords } from "../../../../lib/grants/option_words.ts";
import type { HandleGrant } from "../../../../lib/runner/directory_grants.ts";
import { isBelow, type Refusal, wouldAllow } from "../../../../lib/runner/hints/would_allow.ts";

function grantOf(rights: Rights): HandleGrant {
  const directory = dir("data", { guest: "/data", rights });
  return { name: "/data", words: directoryWords(directory), directory };
}

const READ_ONLY = grantOf("ro");

/** A path that was refused below a grant. */
function below(grant: HandleGrant, within: string, operation: Refusal["operation"]): Refusal {
  return { call: "path_open", operation, names: [{ grant, fd: 3, within }] };
}

/** A path below a handle that is not open. */
function nowhere(fd: number, within: string, operation: Refusal["operation"]): Refusal {
  return { call: "path_open", operation, names: [{ grant: undefined, fd, within }] };
}

Deno.test("wouldAllow() names the option that lets a call through, where there is one", () => {
  const rows: readonly [refusal: Refusal, expected: string | undefined, why: string][] = [
    [below(READ_ONLY, "x", "write"), "--dir data::/data", "it is read-only"],
    [below(READ_ONLY, "x", "change"), "--dir data::/data", "it is read-only"],
    [below(READ_ONLY, "x", "open"), undefined, "it can be read"],
    [below(READ_ONLY, "../x", "write"), undefined, "no rights lead outside"],
    [below(READ_ONLY, "/x", "write"), undefined, "no rights lead outside"],
    [below(grantOf("rw"), "x", "write"), undefined, "nothing is missing"],
    [below(grantOf(["path_open"]), "x", "open"), "--dir data::/data::ro", "fd_read is missing"],
    [below(grantOf(["path_open", "fd_write"]), "x", "open"), "--dir data::/data", "and kept"],
    [below(grantOf(["path_open", "fd_read"]), "x", "write"), "--dir data::/data", "fd_write"],
    [nowhere(-1, "etc/hosts", "open"), "--dir /etc::/etc::ro", "Go, from the root"],
    [nowhere(-1, "/etc/ssl/x", "write"), "--dir /etc/ssl", "written"],
    [nowhere(-1, "notes", "open"), "--dir .::/::ro", "Go, from its working directory"],
    [nowhere(3, "sub/notes", "open"), "--dir .::.::ro", "handle 3 for the working directory"],
    [nowhere(3, "/etc/x", "open"), undefined, "a path from the root is below no handle"],
    [nowhere(9, "x", "open"), undefined, "a handle that was closed"],
    [nowhere(-1, "../x", "open"), undefined, "it would lead outside"],
    [
      { call: "fd_write", operation: "write", names: [], grant: READ_ONLY },
      "--dir data::/data",
      "a C library opens for reading then",
    ],
    [
      { call: "fd_read", operation: "read", names: [], grant: READ_ONLY },
      undefined,
      "its own doing",
    ],
    [
      {
        ...{ call: "fd_seek", operation: "status", names: [] },
        grant: { name: "stdout", words: ["--stdout", "append:log"] },
      },
      "--stdout file:log",
      "an append has no position",
    ],
    [
      {
        ...{ call: "fd_read", operation: "read", names: [] },
        grant: { name: "stdout", words: ["--stdout", "append:log"] },
      },
      undefined,
      "no output can be read",
    ],
  ];
  for (const [refusal, expected, why] of rows) {
    assertEquals(wouldAllow(refusal)?.join(" "), expected, why);
  }
});

Deno.test("wouldAllow() looks at each path of a call", () => {
  const names = [
    { grant: grantOf("rw"), fd: 3, within: "x" },
    { grant: READ_ONLY, fd: 4, within: "y" },
  ];
  assertEquals(wouldAllow({ call: "path_rename", operation: "change", names }), [
    ...["--dir", "data::/data"],
  ]);
});

Deno.test("isBelow() counts steps up and down", () => {
  for (const path of ["", ".", "x", "x/..", "x/../y", "./x//y", "a/b/../.."]) {
    assertEquals(isBelow(path), true, path);
  }
  for (const path of ["..", "/x", "x/../..", "../x", "./../x", "x/../../x"]) {
    assertEquals(isBelow(path), false, path);
  }
});
