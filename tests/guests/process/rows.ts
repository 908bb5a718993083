/**
 * Guests about arguments, clocks, randomness, exits and traps.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { IN, type Row } from "../row.ts";

const file = { "in/file": "the file", "in/link": { link: "file" } };

/** The statuses that the guest ends itself with. The library hands them on as they are. */
const statuses = [0, 1, 3, 124, 134, 255, 256, 2 ** 31, 2 ** 32 - 1];

const traps = [
  "unreachable",
  "divide",
  "overflow",
  "load",
  "store",
  "stack",
  "call type",
  "call index",
  "convert",
];

/** The calls of `bad_pointer.c`. */
const calls = [
  ...[
    "fd_write result",
    "fd_write result at the end",
    "fd_write result across the end",
    "fd_write result unaligned",
  ],
  ...[
    "fd_pwrite result",
    "path_open result",
    "fd_seek result",
    "fd_tell result",
    "fd_tell result unaligned",
  ],
  ...[
    "fd_write vectors",
    "fd_write vectors at the end",
    "fd_write vectors unaligned",
    "fd_write too many vectors",
  ],
  ...[
    "fd_write bytes",
    "fd_read bytes",
    "fd_write bytes that wrap",
    "fd_pread bytes that wrap",
    "fd_read bytes across the end",
  ],
  ...[
    "fd_write second vector",
    "path",
    "path negative",
    "path across the end",
    "path that wraps",
    "rename new path",
  ],
  ...[
    "symlink text",
    "readlink buffer",
    "readlink result",
    "fd_fdstat_get",
    "fd_fdstat_get unaligned",
    "fd_filestat_get",
  ],
  ...[
    "path_filestat_get",
    "fd_prestat_get",
    "fd_prestat_dir_name",
    "fd_readdir buffer",
    "fd_readdir result",
    "args_get",
  ],
  ...[
    "args_get buffer",
    "args_sizes_get",
    "environ_sizes_get",
    "clock_time_get",
    "clock_time_get unaligned",
    "clock_res_get",
  ],
  ...[
    "random_get",
    "random_get that wraps",
    "poll_oneoff in",
    "poll_oneoff in unaligned",
    "poll_oneoff out",
  ],
  ...["poll_oneoff result", "poll_oneoff too many"],
];

function badPointer(call: string): Row {
  return {
    guest: "process/bad_pointer",
    name: call,
    args: [call],
    tree: file,
    dirs: [IN],
    expected: { status: 134 },
    // Nothing happened before the trap: no file made, none changed.
    after: (root) => {
      assertEquals([...Deno.readDirSync(`${root}/in`)].map(({ name }) => name).sort(), [
        "file",
        "link",
      ]);
      assertEquals(Deno.readTextFileSync(`${root}/in/file`), "the file");
    },
  };
}

/** The rows. */
export const rows: Row[] = [
  { guest: "process/arguments", name: "none", expected: { stdout: "arg[guest]\n" } },
  {
    guest: "process/arguments",
    name: "all kinds",
    args: ["", "two words", "--flag=x", "caf\u00e9 \u{1f600}", "line\nfeed"],
    env: { A: "1", EMPTY: "", LONG: "x".repeat(5000), "WITH": "a=b" },
    expected: {
      stdout: [
        ...["arg[guest]", "arg[]", "arg[two words]", "arg[--flag=x]", "arg[caf\u00e9 \u{1f600}]"],
        ...["arg[line\nfeed]", "env[A=1]", "env[EMPTY=]", `env[LONG=${"x".repeat(5000)}]`],
        ...["env[WITH=a=b]", ""],
      ].join("\n"),
    },
  },
  {
    guest: "process/arguments",
    name: "what looks like an option",
    by: "command",
    args: ["--dir", "/", "--", "-"],
    env: { A: "1" },
    expected: { stdout: "arg[guest]\narg[--dir]\narg[/]\narg[--]\narg[-]\nenv[A=1]\n" },
  },
  ...calls.map(badPointer),
  { guest: "process/clocks" },
  ...statuses.map((status): Row => ({
    guest: "process/exit",
    name: `${status}`,
    args: [`${status}`],
    expected: { status, ended: "exit", stdout: "before\n" },
  })),
  {
    guest: "process/exit",
    name: "3",
    by: "command",
    args: ["3"],
    expected: { status: 3, stdout: "before\n" },
  },
  {
    guest: "process/exit",
    name: "256",
    by: "command",
    args: ["256"],
    expected: { status: 255, stdout: "before\n", message: /256/ },
  },
  { guest: "process/raise" },
  { guest: "process/random" },
  { guest: "process/sockets", tree: file, dirs: [IN] },
  ...traps.map((how): Row => ({
    guest: "process/trap",
    name: how,
    args: [how],
    expected: { status: 134 },
  })),
  {
    guest: "process/trap",
    name: "stack",
    by: "command",
    args: ["stack"],
    expected: { status: 134, message: /^error: / },
  },
];
