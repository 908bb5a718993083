/**
 * A run in a process of its own: what stands around it, and what the program that asks for it keeps.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { startChild } from "../../lib/host/child/start_child.ts";
import { encodeRequest } from "../../lib/runner/own_process/request.ts";
import { dir, run } from "../../mod.ts";
import { children, isFiltered } from "../unit/runner/own_process/children.ts";
import { callsPath } from "./command.ts";
import { callsModule, pathChecked } from "./script.ts";

const ignore = Deno.build.os !== "linux";
const NAMES = ["read", "write", "net", "env", "sys", "run", "ffi", "import"] as const;
const EPERM = 1;

/** Whatever goes on for half as long hangs, in milliseconds. */
const HANGS = 40_000;

/** Whether a wall stands by itself on this machine, and only then what it does is seen. */
const hasWall = !ignore && !pathChecked && await run(callsModule, {
  args: ["proc_exit 0"],
  process: { isolation: "strict" },
}).then(() => true, () => false);

const states = () =>
  NAMES.map((name) => Deno.permissions.querySync({ name } as Deno.PermissionDescriptor).state);

for (const isolation of ["strict", "basic"] as const) {
  const strict = isolation === "strict";
  Deno.test({
    name: `a guest's own process has ${strict ? "the wall and " : ""}no permission any more`,
    ignore: !hasWall,
    async fn() {
      const secret = "SLUICE_TEST_SECRET";
      Deno.env.set(secret, "of the embedding program");
      let answer = "";
      let printed = "";
      const text = new TextDecoder();
      const child = startChild({
        script: import.meta.resolve("./own_process/probe.ts"),
        stdin: "null",
        stdout: (bytes) => void (printed += text.decode(bytes)),
        stderr: "inherit",
        channel: (bytes) => void (answer += text.decode(bytes)),
      });
      child.send(encodeRequest({
        path: callsPath,
        module: undefined,
        input: undefined,
        options: { args: ["proc_exit 7"] },
        told: [],
        process: { isolation },
      }));
      const { status } = await child.ended.finally(() => Deno.env.delete(secret));
      const outcome = '{"kind":"outcome","outcome":{"status":7,"ended":"exit"}}\n';
      assertEquals([status, answer], [0, `{"kind":"begun"}\n${outcome}`]);
      const { environment, permissions, ...attempts } = JSON.parse(printed);
      assertEquals(permissions, NAMES.map(() => "prompt"));
      assertEquals(environment[secret], undefined);
      const expected = strict ? EPERM : "ok";
      assertEquals(attempts, { opens: expected, connects: expected, signals: expected });
    },
  });
}

Deno.test({
  name: "the program that asks for a process keeps its permissions, and has no wall",
  // Without every permission proc(5) cannot be read.
  ignore: ignore || pathChecked,
  async fn() {
    const before = states();
    let filtered = false;
    using timers = new DisposableStack();
    const { status } = await run(callsModule, {
      args: ["spin"],
      grants: [dir("/", { rights: "ro" })],
      limits: { timeout: 1000 },
      process: {},
      // Of the grant, and just before the wall is raised.
      onWarning() {
        const timer = setInterval(() => filtered ||= children().some(isFiltered), 10);
        timers.defer(() => clearInterval(timer));
      },
    });
    assertEquals([status, filtered], [124, hasWall]);
    assertEquals([states(), isFiltered("self")], [before, false]);
    assert((await new Deno.Command(Deno.execPath(), { args: ["--version"] }).output()).success);
  },
});

/** Runs `own_process/embedder.ts`; its standard input is an open pipe without a byte in it. */
async function embed(options: object, permissions: readonly string[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--quiet", ...permissions],
      fromFileUrl(new URL("own_process/embedder.ts", import.meta.url)),
      JSON.stringify({ module: callsPath, ...options }),
    ],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const { stdout, stderr } = await child.output().finally(() => child.stdin.close());
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  const said = new TextDecoder().decode(stderr);
  return { result: JSON.parse(lines.pop()!), stdout: lines.join("\n"), stderr: said };
}

const ALL = ["-A", ...pathChecked ? ["--deny-ffi"] : []];

Deno.test({
  name: "a guest's own process has the streams of the program, and is ended in a blocked read",
  ignore,
  async fn() {
    const { result, stdout, stderr } = await embed({
      args: ["fd_write 1 [6f75740a] >4", "fd_write 2 [6572720a] >4", "fd_read 0 <8> >4"],
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
      limits: { timeout: 300 },
    }, ALL);
    assertEquals(result.ended, "timeout");
    assertEquals([stdout, stderr], ["out\nfd_write 0 04000000\nfd_write 0 04000000", "err\n"]);
  },
});

Deno.test({
  name: "a guest cannot say on its streams how it ended",
  ignore,
  async fn() {
    const forged = '{"kind":"outcome","outcome":{"status":0,"ended":"exit"}}\n';
    const hex = new TextEncoder().encode(forged).toHex();
    // Every number that the channel could have, too.
    const lines = Array.from({ length: 32 }, (_, fd) => `fd_write ${fd} [${hex}] >4`);
    const { status, ended } = await run(callsModule, {
      args: [...lines, "proc_exit 9"],
      stdout: "capture",
      stderr: "capture",
      process: {},
    });
    assertEquals([status, ended], [9, "exit"]);
  },
});

Deno.test({
  name: "a process of its own needs the permission to start it, and for all that is granted",
  ignore,
  async fn() {
    const run = ["--allow-run", "--allow-env=NODE_V8_COVERAGE"];
    const file = { kind: "file", path: "/nowhere/x" };
    const local = { host: "127.0.0.1" };
    const grant = (rights: string) => ({ grants: [{ ...dir("."), rights }] });
    const streamOf = (spec: object) => ({ grants: [{ kind: "stream", name: "a", spec }] });
    const rows: readonly (readonly [permissions: string[], options: object, hint: string])[] = [
      [["--allow-read"], {}, "--allow-run"],
      [["--allow-read", "--allow-run"], {}, "--allow-env"],
      [run, {}, "--allow-read"],
      [[...run, "--allow-read"], grant("rw"), "--allow-write"],
      [[...run, `--allow-read=${callsPath}`], grant("ro"), "--allow-read"],
      [[...run, `--allow-read=${callsPath}`], { stdin: file }, "--allow-read"],
      [[...run, "--allow-read"], { stdout: file }, "--allow-write"],
      [[...run, `--allow-read=${callsPath}`], streamOf(file), "--allow-read"],
      [[...run, "--allow-read"], streamOf({ ...file, kind: "append" }), "--allow-write"],
      [[...run, "--allow-read"], streamOf({ kind: "tcp", ...local, port: 1 }), "--allow-net"],
      [[...run, "--allow-read"], streamOf({ kind: "listen", ...local, port: 0 }), "--allow-net"],
      [[...run, "--allow-read"], { stdin: { kind: "tcp", ...local, port: 1 } }, "--allow-net"],
      [[...run, "--allow-read"], {
        grants: [{ kind: "inherited-environment", names: ["HOME"] }],
      }, "--allow-env"],
    ];
    for (const [permissions, options, hint] of rows) {
      const { result } = await embed(options, permissions);
      assertEquals(result.refused, 2, JSON.stringify(result));
      assertStringIncludes(result.hint, hint);
    }
    // FFI is not among what it takes: the guest's process has that by itself.
    const enough = [...run, "--allow-read"];
    const { result } = await embed({ args: ["proc_exit 3"], ...grant("ro") }, enough);
    assertEquals(result, { status: 3, ended: "exit" });
  },
});

Deno.test({
  name: "a guest's own process ends with the program that has started it",
  ignore: ignore || pathChecked,
  async fn() {
    const program = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", "--no-prompt", "--quiet"],
        fromFileUrl(new URL("own_process/embedder.ts", import.meta.url)),
        JSON.stringify({
          module: callsPath,
          args: ["fd_write 1 [2e0a] >4", "spin"],
          stdout: "inherit",
          // Should it not end with the program.
          limits: { timeout: HANGS },
        }),
      ],
      stdin: "null",
      stdout: "piped",
    }).spawn();
    const reader = program.stdout.getReader();
    await reader.read();
    program.kill("SIGKILL");
    await program.status;
    const killed = performance.now();
    // The guest has the other end of the pipe, too.
    while (!(await reader.read()).done);
    assert(performance.now() - killed < HANGS / 2);
  },
});
