/**
 * Fewer permissions than the documented `-A`: the command does with them what it can, or ends with 2
 * and names the one that is missing.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { type Row, testRows } from "./rows.ts";

/** A row of a command line under other permissions. */
function row(permissions: readonly string[], words: readonly string[], rest: Partial<Row>): Row {
  return {
    name: `${permissions.join(" ") || "none"}: ${words.join(" ")}`,
    words,
    permissions: ["--no-prompt", ...permissions],
    // At its end, so that a prompt could not wait for an answer, either.
    stdin: "",
    ...rest,
  };
}

/** A row in which something needs the permission that `missing` gives. */
function needs(
  missing: string,
  permissions: readonly string[],
  words: readonly string[],
  after: NonNullable<Row["after"]> = () => {},
): Row {
  return row(permissions, words, {
    status: 2,
    error: /\w/,
    says: new RegExp(`${missing}\\b`),
    after,
  });
}

/** A row for which the permissions are enough. */
function runs(permissions: readonly string[], words: readonly string[], stdout: string): Row {
  return row(permissions, words, { stdout });
}

testRows("what needs no permission works without any", [
  row([], ["--help"], { stdout: /^usage: /m }),
  row([], ["--version"], { stdout: /^sluice / }),
  row([], ["--explain"], { stdout: /^handle / }),
  row([], ["--bogus"], { status: 2, error: /unknown option --bogus/ }),
  row([], [], { status: 2, error: /no module/ }),
  row([], ["--env", "=x", "exit.wasm"], { status: 2, error: /no variable name/ }),
  row([], ["--argv0", "x", "--env", "A=1", "--stderr", "null", "-", "y"], {
    stdin: Deno.readFileSync(new URL("../guests/process/arguments.wasm", import.meta.url)),
    stdout: "arg[x]\narg[y]\nenv[A=1]\n",
  }),
], { once: true });

testRows("the permission to read the module is enough for a guest without grants", [
  row(["--allow-read"], ["exit.wasm", "3"], { status: 3, stdout: "before\n" }),
  runs(["--allow-read=args.wasm"], ["--env", "A=1", "args.wasm"], "arg[args.wasm]\nenv[A=1]\n"),
  runs(["--allow-read", "--allow-ffi"], ["args.wasm"], "arg[args.wasm]\n"),
  runs(["-A", "--deny-env", "--deny-write", "--deny-net"], ["args.wasm"], "arg[args.wasm]\n"),
  row(["--allow-read"], ["cat.wasm"], { stdin: "input", stdout: "input" }),
], { once: true });

testRows("a missing permission ends with 2 and is named", [
  needs("--allow-read", [], ["exit.wasm", "0"]),
  needs("--allow-read", ["--allow-ffi"], ["exit.wasm", "0"]),
  needs("--allow-read", ["--allow-read=data"], ["exit.wasm", "0"]),
  needs("--allow-read", ["-A", "--deny-read"], ["exit.wasm", "0"]),
  needs("--allow-read", ["--allow-read=exit.wasm"], ["--dir", "data::/d::ro", "exit.wasm", "0"]),
  needs("--allow-read", ["--allow-read=exit.wasm", "--allow-ffi"], [
    ...["--dir", "data::/d::ro", "exit.wasm", "0"],
  ]),
  needs("--allow-read", ["--allow-read=exit.wasm"], ["--stdin", "file:file", "exit.wasm", "0"]),
  needs("--allow-write", ["--allow-read"], ["--dir", "data", "exit.wasm", "0"]),
  needs("--allow-write", ["--allow-read", "--allow-write=file"], [
    "--dir",
    "data",
    "exit.wasm",
    "0",
  ]),
  needs(
    "--allow-write",
    ["--allow-read"],
    ["--stdout", "file:made", "exit.wasm", "0"],
    (place) => assertEquals(place.read("made"), undefined),
  ),
  needs(
    "--allow-write",
    ["--allow-read"],
    ["--stderr", "append:kept", "exit.wasm", "0"],
    (place) => assertEquals(place.read("kept"), "precious"),
  ),
  needs("--allow-env", ["--allow-read"], ["--inherit-env", "args.wasm"]),
  needs("--allow-env", ["--allow-read"], ["--env", "HOME", "args.wasm"]),
  needs("--allow-env", ["-A", "--deny-env"], ["--env", "HOME", "args.wasm"]),
], { once: true, prepare: (place) => place.write("kept", "precious") });

const warning = /path-checked.*--allow-ffi/;
testRows("without the permission for FFI a directory is path-checked, with one warning", [
  row(["--allow-read"], ["--dir", "data::/d::ro", "files.wasm", "read", "/d/hello"], {
    stdout: "hello",
    warning,
  }),
  row(["-A", "--deny-ffi"], ["--dir", "data", "--dir", "link::/l::ro", "files.wasm", "names"], {
    stdout: "data\n/l\n",
    warning,
  }),
  row(
    ["--allow-read", "--allow-write"],
    ["--dir", "data", "files.wasm", "write", "data/new", "x"],
    {
      warning,
      after: (place) => assertEquals(place.read("data/new"), "x"),
    },
  ),
  row(["-A", "--deny-ffi"], ["--stdin", "file:file", "cat.wasm"], { stdout: "a file" }),
  row(["-A", "--deny-ffi"], ["--explain", "--dir", "data"], { stdout: /\(path-checked\)/ }),
  row(["-A", "--deny-ffi"], ["--dir", "/proc", "exit.wasm", "0"], {
    status: 2,
    error: /^\/proc /,
  }),
], { once: true });

testRows("with the permission for FFI on Linux a directory is confined by the kernel, silently", [
  runs(["-A"], ["--dir", "data", "files.wasm", "read", "data/hello"], "hello"),
  runs(["--allow-read", "--allow-ffi"], ["--dir", "data", "files.wasm", "names"], "data\n"),
  row(["-A"], ["--explain", "--dir", "data"], { stdout: /\(kernel-confined\)/ }),
], { once: true, ignored: Deno.build.os === "linux" ? undefined : "only Linux has that back end" });
