/**
 * The kernel wall, seen from inside.
 *
 * @module
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Canary } from "../attack/canary.ts";
import { FreshDirectory } from "../attack/place.ts";
import { rows as descriptorRows } from "../guests/fd/rows.ts";
import { rows as pathRows } from "../guests/path/rows.ts";
import { rows as pollRows } from "../guests/poll/rows.ts";
import { rows as programRows } from "../guests/programs/rows.ts";
import { runRow } from "../guests/run_row.ts";

import { ATTACKERS } from "../attack/races/attackers.ts";
import { Ground } from "../attack/races/ground.ts";
import { OPERATIONS } from "../attack/races/operations.ts";

const ignore = Deno.build.os !== "linux" ||
  Deno.permissions.querySync({ name: "ffi" }).state !== "granted";

/** `nobody`, on nearly every system. */
const ORDINARY_USER = 65534;

/** Attempts of an operation in a race. */
const ATTEMPTS = 500;

/** System calls that a kernel can lack, and how it says so. */
const [LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF, OPENAT2] = [444, 446, 437];
const SECCOMP = Deno.build.arch === "aarch64" ? 277 : 317;
const [EPERM, ENOSYS, EOPNOTSUPP] = [1, 38, 95];

/** What Landlock does not know, and so rests on the first wall alone. */
const NOT_WALLED = /stat|set-times|readlink/;

for (const uid of [undefined, ORDINARY_USER]) {
  const who = uid === undefined ? "" : " of an ordinary user";
  const impossible = uid !== undefined && (Deno.uid() !== 0 || !await canRun(uid));
  Deno.test({
    name: `a process${who} behind the wall has its directories, and nothing else`,
    ignore: ignore || impossible,
    async fn() {
      using place = new FreshDirectory("sluice_wall_");
      layOut(place.path);
      if (uid !== undefined) give(place.path, uid);
      const canary = new Canary(place.path, `${place.path}/granted`);
      const { stdout, stderr } = await run("behind.ts", [place.path], uid);
      assertEquals(stdout.trim(), "", stderr);
      assertEquals(stderr, "");
      assertEquals(canary.differences(), []);
    },
  });
}

for (const target of ["directory", "leaf", "hatch"] as const) {
  const operations = OPERATIONS[target].filter((operation) => !NOT_WALLED.test(operation));
  for (const isolation of ["strict", "basic"] as const) {
    const holds = isolation === "strict";
    Deno.test({
      name: holds
        ? `a host without a first wall holds behind the second: ${target}`
        : `a host without any wall is broken by the same attacker: ${target}`,
      ignore,
      async fn() {
        using ground = new Ground();
        await using _attacker = await ATTACKERS.exchange!({ ground, target, seed: 1 });
        const words = [isolation, ground.grant, `${ATTEMPTS}`, ...operations];
        const { stdout, stderr } = await run("race.ts", words);
        const lines = stdout.trim().split("\n");
        assertEquals(lines.length, operations.length, stderr);
        const escapes = lines.filter((line) => !line.endsWith(": escapes 0"));
        const broken = [...escapes, ...ground.damage()];
        if (holds) assertEquals(broken, []);
        else assert(broken.length > 0, stdout);
      },
    });
  }
}

/** What a kernel can lack: the number of the call, the errno for it, and what is said of that. */
const LACKING: readonly (readonly [call: number, errno: number, said: RegExp])[] = [
  [LANDLOCK_CREATE_RULESET, ENOSYS, /the kernel has no Landlock/],
  [LANDLOCK_CREATE_RULESET, EOPNOTSUPP, /Landlock is switched off/],
  [LANDLOCK_RESTRICT_SELF, EPERM, /Landlock cannot be raised/],
  [SECCOMP, ENOSYS, /the kernel has no system call filters/],
  [OPENAT2, ENOSYS, /the kernel has no openat2/],
];

for (const [call, errno, said] of LACKING) {
  Deno.test({
    name: `a run is basic and says so, and a strict one refused: ${said.source}`,
    ignore,
    async fn() {
      using place = new FreshDirectory("sluice_wall_");
      const words = [`${call}`, `${errno}`, "--dir", `${place.path}::/d`];
      const module = fromFileUrl(new URL("../guests/process/arguments.wasm", import.meta.url));
      const usual = await run("lacking.ts", [...words, module]);
      assertEquals(usual.stdout, "arg[arguments.wasm]\n", usual.stderr);
      assertMatch(usual.stderr, /^warning: isolation is basic: [^\n]+\n$/);
      assertMatch(usual.stderr, said);
      const strict = await run("lacking.ts", [...words, "--isolation", "strict", module]);
      assertEquals([strict.status, strict.stdout], [2, ""]);
      assertMatch(strict.stderr, /^error: isolation cannot be strict: [^\n]+\nhint: [^\n]+\n$/);
      assertMatch(strict.stderr, said);
      const basic = await run("lacking.ts", [...words, "--isolation", "basic", module]);
      assertEquals(basic, { status: 0, stdout: usual.stdout, stderr: "" });
    },
  });
}

for (const row of [...descriptorRows, ...pathRows, ...pollRows, ...programRows]) {
  if (row.by === "command") continue;
  Deno.test({
    name: `behind the wall: ${row.guest}${row.name === undefined ? "" : `, ${row.name}`}`,
    ignore,
    fn: () =>
      runRow({
        ...row,
        by: "command",
        options: [...row.options ?? [], "--isolation", "strict"],
      }),
  });
}

/**
 * Makes what `wall/behind.ts` expects:
 *
 * ```text
 * ROOT/granted/rw/    f, to-f -> f, out -> ../../outside, a FIFO, a program, sub/
 * ROOT/granted/rw2/   sub/
 * ROOT/ro/            f, secret, empty/, out -> ../outside
 * ROOT/outside/       secret, empty/, link -> secret
 * ```
 */
function layOut(root: string): void {
  const directories = ["granted/rw/sub", "granted/rw2/sub", "ro/empty", "outside/empty"];
  for (const name of directories) Deno.mkdirSync(`${root}/${name}`, { recursive: true });
  const files = ["granted/rw/f", "ro/f", "ro/secret", "outside/secret"];
  for (const name of files) Deno.writeTextFileSync(`${root}/${name}`, "a file");
  Deno.writeTextFileSync(`${root}/granted/rw/program.ts`, "");
  Deno.symlinkSync("../../outside", `${root}/granted/rw/out`);
  Deno.symlinkSync("f", `${root}/granted/rw/to-f`);
  Deno.symlinkSync("../outside", `${root}/ro/out`);
  Deno.symlinkSync("secret", `${root}/outside/link`);
  new Deno.Command("mkfifo", { args: [`${root}/granted/rw/fifo`] }).outputSync();
}

/** Gives a tree to another user. */
function give(path: string, owner: number): void {
  const info = Deno.lstatSync(path);
  if (!info.isSymlink) Deno.chownSync(path, owner, owner);
  if (!info.isDirectory) return;
  for (const { name } of Deno.readDirSync(path)) give(`${path}/${name}`, owner);
}

/** Whether another user can run a script of these tests. */
async function canRun(uid: number): Promise<boolean> {
  return !ignore && (await run("attempt.ts", [], uid)).stderr === "";
}

/** Runs a script of `wall/`. */
async function run(
  script: string,
  words: readonly string[],
  uid?: number,
): Promise<{ status: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--no-prompt", "--quiet"],
      fromFileUrl(new URL(`wall/${script}`, import.meta.url)),
      ...words,
    ],
    env: { NO_COLOR: "1", ...uid !== undefined && { HOME: "/", DENO_DIR: "/nowhere" } },
    stdin: "null",
    ...uid !== undefined && { uid, gid: uid },
  }).output();
  const text = new TextDecoder();
  return { status: code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}
