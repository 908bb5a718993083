/**
 * Where the command is started should not matter: the working directory and what lies in it, the
 * environment, the limits of the process.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { pathChecked, quoted, shell, sluice, start } from "./spawn.ts";
import { type Workspace, workspace } from "./workspace.ts";

const FBIG = 22;

/** As long as Deno itself runs no script in a directory that is gone, the command cannot, either. */
const runsNowhere = new Deno.Command("sh", {
  args: [
    ...["-c", 'gone=$(mktemp -d) && cd "$gone" && rmdir "$gone" && exec "$@"', "sh"],
    ...[Deno.execPath(), "run", "-A", fromFileUrl(new URL("spawn.ts", import.meta.url))],
  ],
  stdout: "null",
  stderr: "null",
}).outputSync().success;

Deno.test("the command runs from any directory, and names count from there", async () => {
  using place = workspace();
  Deno.mkdirSync(`${place.path}/a b\n'"$/deep`, { recursive: true });
  const deep = `${place.path}/a b\n'"$/deep`;
  const grant = ["--dir", "../../data::/d"];
  const ended = await sluice([...grant, "../../files.wasm", "read", "/d/hello"], { cwd: deep });
  assertEquals([ended.status, ended.stdout], [0, "hello"]);
  const root = await sluice([`${place.path}/exit.wasm`, "5"], { cwd: "/" });
  assertEquals(root, { status: 5, signal: null, stdout: "before\n", stderr: "" });
});

Deno.test("the command says so where Deno has no place for what it downloads", async () => {
  using place = workspace();
  const surroundings = {
    cwd: place.path,
    env: { DENO_DIR: "/dev/null" },
    permissions: ["-A", "--no-prompt", "--cached-only"],
  };
  const { status, stderr } = await sluice(["--isolation", "basic", "exit.wasm"], surroundings);
  assertEquals(status, 2);
  assertMatch(
    stderr,
    /^error: a part of Sluice cannot be loaded: .*deno-std.*\nhint: DENO_DIR .*\n$/,
  );
});

Deno.test("a guest goes on when its working directory is removed", async () => {
  using place = workspace();
  const gone = `${place.path}/gone`;
  Deno.mkdirSync(gone);
  const child = start(["--dir", "../data::/d", "../cat.wasm"], { cwd: gone });
  const writer = child.stdin.getWriter();
  const reader = child.stdout.getReader();
  await writer.write(new TextEncoder().encode("x"));
  assertEquals((await reader.read()).value, new TextEncoder().encode("x"));
  Deno.removeSync(gone);
  await writer.write(new TextEncoder().encode("y"));
  assertEquals((await reader.read()).value, new TextEncoder().encode("y"));
  await writer.close();
  assertEquals((await reader.read()).done, true);
  await child.stderr.cancel();
  assertEquals((await child.status).code, 0);
});

Deno.test({
  name: `the command runs in a directory that is gone${
    runsNowhere ? "" : " (ignored: Deno itself runs nothing there)"
  }`,
  ignore: !runsNowhere,
  async fn() {
    using place = workspace();
    const { stdout, stderr } = await shell(
      `
        mkdir gone && cd gone && rmdir ../gone
        sluice ${quoted(place.path)}/exit.wasm 3; echo "$?"
        sluice --dir ${quoted(place.path)}/data::/d ${quoted(place.path)}/files.wasm names
        sluice --dir . ${quoted(place.path)}/exit.wasm 0; echo "$?"
      `,
      { cwd: place.path },
    );
    assertEquals(stdout, "before\n3\n/d\n2\n");
    assertMatch(stderr.replace(/^warning: .*\n/m, ""), /^error: \. is not there\n$/);
  },
});

Deno.test("what lies in the working directory has no effect", async () => {
  using place = workspace();
  const evil = "await Deno.stderr.write(new TextEncoder().encode('evil\\n'));";
  place.write("evil.ts", evil);
  place.write(".env", "A=evil\nNODE_OPTIONS=--evil\n");
  place.write("package.json", '{ "type": "evil", ');
  place.write("deno.lock", "evil");
  place.write(".npmrc", "registry=http://127.0.0.1:1/\n");
  place.write("import_map.json", '{ "imports": { "@std/cli/parse-args": "./evil.ts" } }');
  for (
    const config of [
      "{ evil",
      '{ "imports": { "@std/cli/parse-args": "./evil.ts", "npm:deno-std": "./evil.ts" } }',
      '{ "workspace": ["./data"], "unstable": ["evil"], "permissions": { "default": {} } }',
    ]
  ) {
    place.write("deno.json", config);
    place.write("data/deno.json", config);
    const words = ["--env", "B=1", "--dir", ".", "args.wasm"];
    const { stderr, ...ended } = await sluice(words, { cwd: place.path });
    assertEquals(ended, { status: 0, signal: null, stdout: "arg[args.wasm]\nenv[B=1]\n" });
    assertMatch(stderr, pathChecked ? /^warning: [^\n]*\n$/ : /^$/);
  }
});

Deno.test("the command runs without HOME, with no place for temporary files, and with a bare environment", async () => {
  using place = workspace();
  const cache = await ownCache(place);
  const { stdout, stderr } = await shell(
    `
      DENO_DIR=${quoted(cache)}; export DENO_DIR
      (unset HOME; sluice --env A=1 args.wasm)
      (HOME=/nonexistent TMPDIR=/nonexistent; export HOME TMPDIR; sluice --env A=2 args.wasm)
      (unset HOME TMPDIR XDG_CACHE_HOME USER LOGNAME LANG PATH; sluice --env A=3 args.wasm)
      (LC_ALL=xx_XX; TERM=evil; TZ=No/Where; export LC_ALL TERM TZ; sluice --env A=4 args.wasm)
    `,
    { cwd: place.path },
  );
  const expected = [1, 2, 3, 4].map((n) => `arg[args.wasm]\nenv[A=${n}]\n`).join("");
  assertEquals([stdout, stderr], [expected, ""]);
});

Deno.test("few file descriptors are enough", async () => {
  using place = workspace();
  const { stdout } = await shell(
    `
      ulimit -n 64
      sluice --dir data::/d --stdin file:file files.wasm read /d/hello; echo " $?"
    `,
    { cwd: place.path },
  );
  assertEquals(stdout, "hello 0\n");
});

Deno.test("a limit to the size of files is an error for the guest, not its end", async () => {
  using place = workspace();
  // With a cache of its own, whose files are no concern of anybody else when the limit cuts them off.
  const cache = await ownCache(place);
  const { stdout, stderr } = await shell(
    `
      DENO_DIR=${quoted(cache)}; export DENO_DIR
      sluice --stderr null lines.wasm 0
      truncate -s 64M large
      ulimit -f 65536
      sluice lines.wasm 1 >> large 2>/dev/null; echo "$?"
      sluice --stdout append:large --stderr null lines.wasm 1; echo "$?"
    `,
    { cwd: place.path },
  );
  assertEquals([stdout, stderr], [`${FBIG}\n${FBIG}\n`, ""]);
});

/** A new cache for Deno, which shares with the usual one only the packages, so that none is fetched. */
async function ownCache(place: Workspace): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
    env: { NO_COLOR: "1" },
  }).output();
  const { denoDir }: { denoDir: string } = JSON.parse(new TextDecoder().decode(stdout));
  const path = `${place.path}/cache`;
  Deno.mkdirSync(path);
  Deno.symlinkSync(`${denoDir}/npm`, `${path}/npm`);
  return path;
}
