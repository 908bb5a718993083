/**
 * What is granted, and what a grant must not be.
 *
 * @module
 */
import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import {
  dir,
  env,
  type Grant,
  inheritEnv,
  type Rights,
  run,
  type RunOptions,
  SluiceError,
} from "../../mod.ts";
import { isInstalled, quoted } from "../cli/spawn.ts";
import { attack } from "./attack.ts";
import { callsPath, command, errnosIn, inShell, shell, sluice } from "./command.ts";
import { NOTCAPABLE } from "./path_rows.ts";
import { Place } from "./place.ts";
import {
  answers,
  callsModule,
  expectErrnos,
  numberIn,
  pathChecked,
  runScript,
  textIn,
  word,
} from "./script.ts";

const BADF = 8;
const linux = Deno.build.os === "linux" ? undefined : "only Linux has it";

/** Asserts that a run with these options is refused with status 2, and runs nothing. */
async function assertRefused(options: RunOptions, message: RegExp): Promise<void> {
  const error = await assertRejects(() => run(callsModule, options), SluiceError);
  assertEquals(error.status, 2, error.message);
  assertMatch(error.message, message);
}

attack("P23", async () => {
  const trees = ["/proc", "/proc/self", "/proc/self/fd", "/sys", "/sys/kernel", "/dev", "/dev/fd"];
  using place = new Place({ in: { kernel: { link: "/proc" }, deep: { link: "/proc/self/task" } } });
  const links = [place.path("in/kernel"), place.path("in/kernel/self"), place.path("in/deep")];
  for (const path of [...trees, "/tmp/../proc", "//proc", "/proc/", "/./dev/.", ...links]) {
    for (const rights of ["ro", "rw"] as const) {
      await assertRefused(
        { grants: [dir(path, { guest: "/x", rights })] },
        /cannot be granted|may not be opened/,
      );
    }
  }
  const ended = await sluice(["--dir", "/proc::/x::ro", callsPath, "trap"]);
  assertEquals([ended.status, ended.stdout], [2, ""]);
  assertMatch(ended.stderr, /^error: \/proc (cannot be granted|may not be opened)/);
}, { ignored: linux });

attack("P54", async (t) => {
  using place = new Place({ in: { file: "the file" } });
  const rows: readonly (readonly [name: string, message: RegExp])[] = [
    ["in/file", /is not a directory/],
    ["in/missing", /is not there/],
    ["in/file/x", /is not (a directory|there)/],
    ["out/secret", /is not a directory/],
    ["out/link", /is not a directory/],
    [`in/${"x".repeat(300)}`, /long/],
  ];
  for (const [name, message] of rows) {
    await t.step(
      name.slice(0, 20),
      () => assertRefused({ grants: [dir(place.path(name))] }, message),
    );
  }
  await t.step("what may not be opened", async () => {
    if (Deno.uid() === 0 && !isInstalled("setpriv")) return;
    const under = Deno.uid() === 0 ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] : [];
    Deno.mkdirSync(place.path("in/closed"), { mode: 0 });
    const { status, stdout, stderr } = await command(["--dir", "closed"], ["trap"], {
      cwd: place.path("in"),
      under,
    });
    Deno.chmodSync(place.path("in/closed"), 0o700);
    assertEquals([status, stdout], [2, ""]);
    assertMatch(stderr, /^error: closed may not be opened/);
  });
});
attack("P54", async () => {
  using place = new Place({ in: { real: "", link: { link: "../second" } }, second: { inner: "" } });
  const [listing, up] = await answers(place, [
    "fd_readdir 3 +200 0 >4",
    `path_filestat_get 3 0 ${word("../real")} >64`,
  ], { dirs: [["in/link", "/in"]] });
  assertMatch(textIn(listing!.data[0]), /inner/);
  assertEquals(up!.errno, NOTCAPABLE);
}, { about: "a link, followed once and for all" });

attack("P55", async () => {
  using place = new Place({ in: { file: "the file", "sub/inner": "inner" } });
  const write = (fd: number, name: string) => `path_open ${fd} 0 ${word(name)} 0 0x40 0 0 >4`;
  await expectErrnos(place, [
    [write(3, "file"), NOTCAPABLE],
    [write(3, "sub/inner"), NOTCAPABLE],
    [write(4, "inner"), 0],
    [write(5, "file"), 0],
    [write(6, "file"), NOTCAPABLE],
    [`path_open 3 0 ${word("sub")} 2 -65 -1 0 >4:d`, 0],
    ["path_open $d 0 =696e6e6572 0 0x40 0 0 >4", NOTCAPABLE],
    [`path_rename 4 ${word("inner")} 3 ${word("moved")}`, NOTCAPABLE],
    [`path_rename 3 ${word("sub/inner")} 4 ${word("moved")}`, NOTCAPABLE],
    [`path_rename 4 ${word("inner")} 5 ${word("moved")}`, 0],
    [`path_filestat_get 3 0 ${word("moved")} >64`, 0],
    [write(3, "moved"), NOTCAPABLE],
  ], {
    dirs: [["in", "/ro", "ro"], ["in/sub", "/sub", "rw"], ["in", "/rw", "rw"], [
      "in",
      "/ro2",
      "ro",
    ]],
  });
});

attack("P58", async (t) => {
  const malformed = ["", "::", "::/x", "x::", "x::/a/../b", "x::..", "x::../y", "x::/y::", "x::ro"];
  for (const grant of [...malformed, "x::/y::wo", "x::/y::ro::z", "x::/a/..", "x::::ro"]) {
    await t.step(JSON.stringify(grant), async () => {
      const ended = await sluice(["--dir", grant, callsPath, "trap"], { cwd: "/" });
      assertEquals([ended.status, ended.stdout], [2, ""]);
      assertMatch(ended.stderr, /^error: /);
    });
  }
  await t.step("the same name twice", async () => {
    using place = new Place();
    for (const guests of [["/x", "/x"], ["x", "x"]]) {
      const grants = guests.map((guest) => dir(place.path("in"), { guest }));
      await assertRefused({ grants }, /twice/);
    }
  });
  await t.step("in the library", () => {
    for (const guest of ["", "/a/../b", "..", "a\0b"]) {
      assertThrows(() => dir("x", { guest }), SluiceError);
    }
    assertThrows(() => dir(""), SluiceError);
    assertThrows(() => dir("a\0b"), SluiceError);
  });
});

attack("E01", async () => {
  using place = new Place();
  const lines = [
    "fd_prestat_get 3 >8",
    "environ_sizes_get >4 >4",
    "args_sizes_get >4 >4",
    ...[0, 1, 2, 3, 4, 100].flatMap((fd) => [
      `path_open ${fd} 0 ${word("/etc/passwd")} 0 2 0 0 >4`,
      `path_open ${fd} 0 ${word("deno.json")} 0 2 0 0 >4`,
      `path_open ${fd} 0 ${word(".")} 2 0 0 0 >4`,
      `fd_prestat_dir_name ${fd} +16`,
      `sock_accept ${fd} 0 >4`,
    ]),
  ];
  const { answers: got } = await runScript(place, [], {
    dirs: [],
    stdin: new TextEncoder().encode(lines.join("\n")),
  });
  assertEquals(got[0]!.errno, BADF);
  assertEquals(got[1]!.data.map((bytes) => numberIn(bytes)), [0, 0]);
  assertEquals(got[2]!.data.map((bytes) => numberIn(bytes)), [1, "calls\0".length]);
  const errnos = got.slice(3).map(({ errno }) => errno);
  assertEquals(errnos.filter((errno) => errno === 0), []);
}, { about: "in the library" });
attack("E01", async () => {
  const { stdout, stderr, status } = await sluice([callsPath], {
    cwd: "/",
    env: { SLUICE_CANARY: "secret" },
    stdin: "fd_prestat_get 3 >8\nenviron_sizes_get >4 >4\nargs_sizes_get >4 >4\nargs_get >4 >11\n",
  });
  assertEquals([status, stderr], [0, ""]);
  assertEquals(stdout.split("\n"), [
    `fd_prestat_get ${BADF} ${"3f".repeat(8)}`,
    "environ_sizes_get 0 00000000 00000000",
    "args_sizes_get 0 01000000 0b000000",
    stdout.split("\n")[3],
    "",
  ]);
  assertMatch(stdout, new RegExp(` ${word("calls.wasm\0").slice(1)}\n`));
}, { about: "by the command" });

/** The environment that a guest has, by a script of calls. */
async function environOf(options: readonly string[]): Promise<string[] | string> {
  const { status, stdout, stderr } = await command(options, [
    "environ_sizes_get >4 >4:s",
    // Room for all of it; what is not used keeps its question marks.
    "environ_get >4096 >4096",
  ], { env: { SLUICE_A: "host a" } });
  if (status !== 0) return `${status} ${stderr}`;
  const [sizes, strings] = stdout.split("\n").map((line) => line.split(" "));
  const size = parseInt(sizes![3]!.match(/../g)!.reverse().join(""), 16);
  return new TextDecoder().decode(hex(strings!.at(-1)!)).slice(0, size).split("\0").slice(0, -1);
}

function hex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

attack("E02", async () => {
  assertEquals(await environOf([]), []);
  assertEquals(await environOf(["--env", "SLUICE_A"]), ["SLUICE_A=host a"]);
  assertEquals(await environOf(["--env", "SLUICE_NOT_SET"]), []);
  assertEquals(await environOf(["--env", "A=1"]), ["A=1"]);
  assertEquals(await environOf(["--env", "A="]), ["A="]);
  assertEquals(await environOf(["--env", "A B=1=2"]), ["A B=1=2"]);
  assertEquals(await environOf(["--env", "A=1", "--env", "A=2"]), ["A=2"]);
  assertMatch(`${await environOf(["--env", "=x"])}`, /^2 error: /);
  assertMatch(`${await environOf(["--env", ""])}`, /^2 error: /);
});

attack("E03", async () => {
  const nul = (make: () => unknown) => assertThrows(make, SluiceError);
  for (
    const variables of [{ "A\0B": "1" }, { A: "1\x002" }, { A: "\0" }, { "": "1" }, { "A=B": "1" }]
  ) {
    const error = nul(() => env(variables as unknown as Record<string, string>));
    assertEquals(error.status, 2);
  }
  nul(() => inheritEnv("A\0B"));
  await assertRefused({ args: ["a\0b"] }, /NUL/);
  await assertRefused({ argv0: "\0" }, /NUL/);
  // A grant that was not made by these functions is looked at as well.
  using place = new Place();
  const host = place.path("in");
  const forged: readonly Grant[] = [
    { kind: "environment", variables: { A: "1\0B=2" } },
    { kind: "directory", host: `${host}\0/x`, guest: "/in", rights: "rw" },
  ];
  for (const grant of forged) await assertRefused({ grants: [grant] }, /./);
});

attack("E04", async (t) => {
  using place = new Place();
  const sizes = async (options: RunOptions & { more?: readonly Grant[] }, name: string) => {
    const { answers: [first] } = await runScript(place, [], {
      ...options,
      dirs: [],
      stdin: new TextEncoder().encode(`${name}_sizes_get >4 >4\n`),
    });
    return first!.data.map((bytes) => numberIn(bytes));
  };
  await t.step("100 000 variables", async () => {
    const variables = Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [`V${i}`, "x"]));
    const total = Object.keys(variables).reduce((sum, name) => sum + name.length + 3, 0);
    assertEquals(await sizes({ more: [env(variables)] }, "environ"), [1e5, total]);
  });
  await t.step("a variable of 1 MiB", async () => {
    const value = "x".repeat(1 << 20);
    assertEquals(await sizes({ more: [env({ A: value })] }, "environ"), [1, (1 << 20) + 3]);
  });
});
attack("E04", async () => {
  using place = new Place();
  // The guest takes its arguments for its script; comments of no effect carry the bulk.
  const bulk = Array.from({ length: 100 }, (_, i) => `set a ${`${i}`.padStart(1e6, "0")}`);
  const [sizes] = await answers(place, [...bulk, "args_sizes_get >4 >4"]);
  const last = "args_sizes_get >4 >4";
  const total = bulk.reduce(
    (sum, line) => sum + line.length + 1,
    "calls\0".length + last.length + 1,
  );
  assertEquals(sizes!.data.map((bytes) => numberIn(bytes)), [102, total]);
}, { about: "arguments of 100 MB" });

attack("E05", async () => {
  const { stdout, stderr } = await shell(
    `
      bad=$(printf 'a\\377b')
      sluice ${quoted(callsPath)} sched_yield "$bad"; echo "argument $?"
      sluice --env A="$bad" ${quoted(callsPath)} sched_yield; echo "option $?"
      A="$bad"; export A
      sluice --env A ${quoted(callsPath)} sched_yield; echo "variable $?"
    `,
  );
  assertEquals(stdout, "argument 2\noption 2\nvariable 2\n");
  // Nothing was run: a word that a message shows may be shown with U+FFFD.
  assertEquals(stderr.match(/^error: [^\n]*not UTF-8$/gm)?.length, 3, stderr);
}, { ignored: linux });

attack("E06", async () => {
  const evil = "\x1b[31m\n\u202e\x07";
  for (const words of [["--env", `=${evil}`], ["--env", `${evil}`, `--bogus${evil}`]]) {
    const { status, stderr } = await sluice([...words, callsPath, "trap"]);
    assertEquals(status, 2);
    assertMatch(stderr, /\\u\{1b\}\[31m\\u\{a\}\\u\{202e\}\\u\{7\}/);
    // deno-lint-ignore no-control-regex
    assertEquals(stderr.match(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/), null);
  }
});

attack("E07", async () => {
  const { status, stdout } = await sluice([
    ...[callsPath, "fd_prestat_get 3 >8", "environ_sizes_get >4 >4"],
    "args_sizes_get >4 >4",
  ]);
  assertEquals([status, errnosIn(stdout)[0]], [0, `fd_prestat_get ${BADF}`]);
  const echoed = await sluice(
    [callsPath, "--dir", "/::/x", "--env", "A=1", "--", "--help", "-A"],
  );
  // The first argument is no call, so the script is none; nothing of it was an option.
  assertEquals([echoed.status, echoed.stderr], [99, ""]);
  assertMatch(echoed.stdout, /^malformed at --dir/);
});

attack("E08", async () => {
  using place = new Place({
    in: { "d/inner": "", "a:b,c/inner": "", "~/inner": "", link: { link: "d" }, "-d/inner": "" },
  });
  const cwd = place.path("in");
  const look = [`path_filestat_get 3 0 ${word("inner")} >64`, "fd_prestat_dir_name 3 +7"];
  const good = [
    "d",
    "./d",
    "d/",
    "d//",
    "link",
    "link/",
    "~",
    "-d",
    "a:b,c",
    "link::/x::ro",
    "d/.",
  ];
  for (const grant of good) {
    const { status, stdout, stderr } = await command(["--dir", grant], look.slice(0, 1), { cwd });
    assertEquals([grant, status, stderr], [grant, 0, ""]);
    assertEquals(errnosIn(stdout), ["path_filestat_get 0"], grant);
  }
  const dot = await command(["--dir", "."], [`path_filestat_get 3 0 ${word("d/inner")} >64`], {
    cwd,
  });
  assertEquals(errnosIn(dot.stdout), ["path_filestat_get 0"]);
  for (const grant of ["", "a::b::c", "~root", "d::rw"]) {
    const { status, stdout } = await command(["--dir", grant], look, { cwd });
    assertEquals([grant, status, stdout], [grant, 2, ""]);
  }
});

attack("E09", async () => {
  for (const path of ["/", "//", "/tmp/.."]) {
    const grant = ["--dir", `${path}::/host::ro`];
    const { status, stdout, stderr } = await command(grant, [
      `path_filestat_get 3 0 ${word("..")} >64`,
      `path_open 3 0 ${word("tmp")} 0 0x40 0 0 >4`,
    ]);
    assertEquals([status, errnosIn(stdout).length], [0, 2]);
    assertMatch(stderr, /^warning: [^\n]*\/proc[^\n]*\n$/, path);
  }
}, { ignored: linux });

attack("E10", async () => {
  const evil = '{ "imports": { "@std/cli/parse-args": "./evil.ts", "npm:deno-std": "./evil.ts" } }';
  using place = new Place({
    in: {
      "deno.json": evil,
      "deno.jsonc": evil,
      "package.json": '{ "type": "module", "exports": "./evil.ts" }',
      ".env": "A=evil\n",
      ".npmrc": "registry=http://127.0.0.1:1/\n",
      "evil.ts": "console.error('evil');",
      "node_modules/deno-std/mod.js": "console.error('evil');",
      "deno.lock": "{ evil",
    },
  });
  const before = place.tree("in");
  const { status, stdout, stderr } = await command(["--dir", ".", "--env", "B=1"], [
    "environ_sizes_get >4 >4",
    `path_filestat_get 3 0 ${word("evil.ts")} >64`,
  ], { cwd: place.path("in") });
  assertEquals([status, stderr], [0, ""]);
  assertMatch(stdout, /^environ_sizes_get 0 01000000 04000000\n/);
  assertEquals(place.tree("in"), before);
});

attack("E11", async (t) => {
  const repository = new URL("../../", import.meta.url).pathname;
  const granted = async (path: string, rights: Rights): Promise<string> => {
    const lines = ["fd_prestat_get 3 >8"];
    const { status, stdout, stderr } = await command(["--dir", `${path}::/x::${rights}`], lines);
    assertEquals([status, errnosIn(stdout)], [0, ["fd_prestat_get 0"]]);
    return stderr;
  };
  await t.step("Sluice's own files, or what holds them, writable", async () => {
    for (const path of [repository, `${repository}lib`, `${repository}..`]) {
      assertMatch(await granted(path, "rw"), /^warning: [^\n]*\n$/, path);
    }
  });
  await t.step("read-only", async () => assertEquals(await granted(repository, "ro"), ""));
  await t.step("the module's own directory", async () => {
    using place = new Place({ in: {} });
    Deno.copyFileSync(callsPath, place.path("in/calls.wasm"));
    const words = ["--dir", ".", "calls.wasm", `path_unlink_file 3 ${word("calls.wasm")}`];
    const { status, stdout, stderr } = await sluice(words, { cwd: place.path("in") });
    assertEquals([status, errnosIn(stdout), stderr], [0, ["path_unlink_file 0"], ""]);
    assertEquals(place.list("in"), []);
  });
});

attack("E12", async () => {
  using place = new Place({ in: { file: "the file" } });
  const lines = [
    `path_open 3 0 ${word("file")} 0 2 0 0 >4`,
    `path_open 3 0 ${word("new")} 1 0x40 0 0 >4`,
    `path_open 3 0 ${word("../secret")} 0 2 0 0 >4`,
    "random_get +8",
    "clock_time_get 0 0 >8",
    "sched_yield",
  ];
  // A terminal, on which whoever is asked would be refused.
  const script = inShell(["--dir", "in::/in"], lines).replace(
    /^sluice/,
    [Deno.execPath(), ...["run", "-A", ...pathChecked ? ["--deny-ffi"] : []], main].map(quoted)
      .join(" "),
  );
  const { stdout } = await shell(
    `{ sleep 1; printf 'n\\n'; } | script -qec ${quoted(script)} /dev/null`,
    { cwd: place.up },
  );
  assertEquals(stdout.match(/Allow\?|requests? .* access/), null, stdout);
  assertEquals(errnosIn(stdout.replaceAll("\r", "")), [
    "path_open 0",
    "path_open 0",
    `path_open ${NOTCAPABLE}`,
    "random_get 0",
    "clock_time_get 0",
    "sched_yield 0",
  ]);
}, { ignored: isInstalled("script") ? undefined : "script, which makes a terminal, is missing" });

const main = new URL("../../main.ts", import.meta.url).pathname;
