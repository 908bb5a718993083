import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { dir } from "../../../lib/grants/directory.ts";
import type { RunOptions, RunResult } from "../../../lib/runner/options.ts";
import { preview1 } from "../../../lib/runner/preview1.ts";
import { run } from "../../../lib/runner/run.ts";
import { body, functionType, module, name, section, vector } from "../../guests/modules/binary.ts";
import { slowToCompile } from "../../guests/modules/slow_to_compile.ts";
import { testWithLibc } from "../host/with_libc.ts";
import { refusalOfPromise, text } from "../outcome.ts";

/** A guest that makes the calls which its arguments name. */
const calls = Deno.readFileSync(new URL("../../sandbox/guests/calls.wasm", import.meta.url));

const [EMPTY, END] = [0x40, 0x0b];
/** `(loop (br 0))` */
const SPIN = [0x03, EMPTY, 0x0c, 0, END];
/** `code` under `catch_all`, again and again: of the first exception proposal, and of the final one. */
const CATCHING = {
  try: (code: number[]) => [...[0x03, EMPTY, 0x06, EMPTY], ...code, ...[0x19, END, 0x0c, 0, END]],
  try_table: (code: number[]) => [
    ...[0x03, EMPTY, 0x02, EMPTY, 0x1f, EMPTY, 1, 0x02, 0],
    ...code,
    ...[END, END, 0x0c, 0, END],
  ],
};

/** A command with a memory and this code, in `_start` or in its start section. */
function command(code: number[], where: "_start" | "start section" = "_start") {
  return module(
    section(1, vector([functionType([], [])])),
    section(3, vector([[0], [0]])),
    section(5, vector([[0, 1]])),
    section(7, vector([[...name("memory"), 2, 0], [...name("_start"), 0, 0]])),
    ...where === "start section" ? [section(8, [1])] : [],
    section(10, vector([body(where === "_start" ? code : []), body(code)])),
  );
}

/** A subscription to the monotonic clock, so many milliseconds from now. */
function subscription(milliseconds: number): string {
  const view = new DataView(new ArrayBuffer(48));
  view.setUint32(16, 1, true);
  view.setBigUint64(24, BigInt(milliseconds) * 1_000_000n, true);
  return new Uint8Array(view.buffer).toHex();
}

/** Lines for {@linkcode calls} that wait. */
function sleep(milliseconds: number): string[] {
  return [`poke @0 ${subscription(milliseconds)}`, "poll_oneoff @0 >32 1 >4"];
}

const TIMEOUT = 150;

/** As much later as a busy machine may be, in milliseconds. */
const SLACK = 1000;

/** A run that is ended by its timeout, and not before. */
async function timesOut(source: Uint8Array, options: RunOptions = {}): Promise<RunResult> {
  const start = performance.now();
  const result = await run(source, { ...options, limits: { timeout: TIMEOUT } });
  const took = performance.now() - start;
  const { status, ended, message } = result;
  assertEquals({ status, ended, message }, {
    status: 124,
    ended: "timeout",
    message: `the guest ran longer than ${TIMEOUT}ms`,
  });
  assert(took >= TIMEOUT, `${took} ms`);
  return result;
}

/** Everything still works: calls, timers, files, and further guests, with a timeout and without. */
async function isUsable(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert((await Deno.stat(new URL(import.meta.url))).isFile);
  for (const limits of [{}, { timeout: 60_000 }]) {
    const { status, ended, stdout } = await run(calls, {
      args: [...sleep(1), "proc_exit 7"],
      stdout: "capture",
      limits,
    });
    assertEquals([status, ended], [7, "exit"]);
    assertStringIncludes(text(stdout!), "poll_oneoff 0 ");
  }
}

const GUESTS: readonly (readonly [what: string, source: Uint8Array, lines?: readonly string[]])[] =
  [
    ["a spin", command(SPIN)],
    ["a spin before a wait", calls, ["spin", ...sleep(1)]],
    ["a spin behind a wait", calls, [...sleep(20), "spin"]],
    ["a wait", calls, sleep(60_000)],
    ["a wait behind another", calls, [...sleep(20), ...sleep(60_000)]],
    ["waits without end", calls, ["repeat 1000000 2", ...sleep(1)]],
    ["calls without end", calls, ["repeat 1000000000 1", "fd_tell 1 >8"]],
    ["a spin under catch_all", command(CATCHING.try(SPIN))],
    ["a spin under catch_all of a try_table", command(CATCHING.try_table(SPIN))],
    ["a start section", command(SPIN, "start section")],
    // 64 KiB at a time: (memory.fill 0 0 65535), again and again.
    [
      "memory.fill",
      command([
        ...[0x03, EMPTY, 0x41, 0, 0x41, 0, 0x41, 0xff, 0xff, 0x03, 0xfc, 0x0b, 0, 0x0c, 0, END],
      ]),
    ],
  ];

for (const [what, source, args = []] of GUESTS) {
  Deno.test(`run() ends ${what} at its timeout, and the process goes on`, async () => {
    const start = performance.now();
    await timesOut(source, { args });
    const took = performance.now() - start;
    assert(took < TIMEOUT + SLACK, `${took} ms`);
    await isUsable();
  });
}

Deno.test("run() ends a module that takes too long to compile, and the process goes on", async () => {
  const { stdout, stderr } = await timesOut(slowToCompile(10_000), { stdout: "capture" });
  assertEquals([stdout, stderr], [new Uint8Array(), undefined]);
  await isUsable();
});

Deno.test("run() gives what a guest wrote before its timeout", async () => {
  const { stdout } = await timesOut(calls, {
    args: [...sleep(1), "spin"],
    stdout: "capture",
  });
  assertStringIncludes(text(stdout!), "poll_oneoff 0 ");
});

testWithLibc("run() closes what a guest had open at its timeout", async () => {
  const path = Deno.makeTempDirSync();
  const open = () =>
    [...Deno.readDirSync("/proc/self/fd")].filter(({ name }) => {
      try {
        return Deno.readLinkSync(`/proc/self/fd/${name}`).startsWith(path);
      } catch {
        return false;
      }
    }).length;
  try {
    const { stdout } = await timesOut(calls, {
      args: [...Array(5).fill("path_open 3 1 =66 1 66 0 0 >4"), "spin"],
      grants: [dir(path)],
      stdout: "capture",
    });
    assertEquals(text(stdout!).match(/^path_open 0 /gm)?.length, 5);
    assertEquals(open(), 0);
  } finally {
    Deno.removeSync(path, { recursive: true });
  }
});

Deno.test("run() does not notice a timeout that is not reached", async () => {
  for (let i = 0; i < 3; i++) {
    const { status, ended, message } = await run(command([]), { limits: { timeout: 5000 } });
    assertEquals([status, ended, message], [0, "exit", undefined]);
  }
  const refusal = await refusalOfPromise(run(new Uint8Array(3), { limits: { timeout: 5000 } }));
  assertEquals(refusal.status, 126);
});

Deno.test("run() keeps no process for a timeout that is not reached", async () => {
  const guest = new URL("../../sandbox/guests/calls.wasm", import.meta.url);
  const config = new URL("../../../deno.json", import.meta.url);
  const script = `
    import { run } from ${JSON.stringify(new URL("../../../mod.ts", import.meta.url).href)};
    const module = Deno.readFileSync(new URL(${JSON.stringify(guest.href)}));
    const args = ${JSON.stringify(["repeat 3 2", ...sleep(1)])};
    console.log((await run(module, { args, limits: { timeout: 3_600_000 } })).status);
  `;
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-lock", "--config", fromFileUrl(config), script],
    stderr: "null",
    // It ends by itself, or else not for an hour.
    signal: AbortSignal.timeout(60_000),
  }).output();
  assertEquals([code, text(stdout)], [0, "0\n"]);
});

Deno.test("run() ends a guest that writes more than is kept, and keeps the rest", async () => {
  const piece = "61".repeat(50_000);
  for (const [stream, fd] of [["stdout", 1], ["stderr", 2]] as const) {
    const writes = (
      times: number,
    ) => ["out 9", `repeat ${times} 1`, `fd_write ${fd} [${piece}] >4`];
    const limits = { maxMemory: 1 << 20, timeout: 20_000 };
    const enough = await run(calls, { args: writes(20), [stream]: "capture", limits });
    assertEquals([enough.ended, enough.status, enough[stream]?.length], ["exit", 0, 1_000_000]);
    const args = [...writes(21), "spin"];
    const tooMuch = await run(calls, { args, [stream]: "capture", limits });
    assertEquals([tooMuch.ended, tooMuch.status, tooMuch[stream]?.length], ["limit", 134, 1 << 20]);
    assertStringIncludes(tooMuch.message!, "1048576 bytes");
  }
});

Deno.test("run() refuses with status 126 a module that begins with more memory than it may have", async () => {
  const refusal = await refusalOfPromise(run(command([]), { limits: { maxMemory: 65_535 } }));
  assertEquals([refusal.status, refusal.hint], [126, "--max-memory 64KiB"]);
  assertEquals((await run(command([]), { limits: { maxMemory: 65_536 } })).status, 0);
});

Deno.test("run() bounds the handles of a guest", async () => {
  const path = Deno.makeTempDirSync();
  try {
    const { stdout } = await run(calls, {
      args: Array(6).fill("path_open 3 1 =66 1 66 0 0 >4"),
      grants: [dir(path)],
      stdout: "capture",
      limits: { maxHandles: 7 },
    });
    const errnos = text(stdout!).trim().split("\n").map((line) => line.split(" ")[1]);
    assertEquals(errnos, ["0", "0", "0", "33", "33", "33"]);
  } finally {
    Deno.removeSync(path, { recursive: true });
  }
});

Deno.test("preview1() bounds the handles of a guest", async () => {
  using wasi = await preview1({ limits: { maxHandles: 3 } });
  assertEquals(Object.keys(wasi.imports).length, 2);
  const refusal = await refusalOfPromise(preview1({ limits: { maxHandles: 2 } }));
  assertEquals([refusal.status, refusal.hint], [2, "--max-handles 3"]);
});

Deno.test("run() and preview1() refuse with status 2 a limit that is out of its range", async () => {
  for (const value of [0, -1, NaN, Infinity, 2 ** 60]) {
    for (const limit of ["timeout", "maxMemory", "maxHandles"]) {
      const refusal = await refusalOfPromise(run(command([]), { limits: { [limit]: value } }));
      assertEquals(refusal.status, 2);
      assertStringIncludes(refusal.message, limit);
    }
    assertEquals((await refusalOfPromise(preview1({ limits: { maxHandles: value } }))).status, 2);
  }
});

Deno.test("what a guest calls of the embedding program is ended with it, without catch and finally", async () => {
  const seen: string[] = [];
  const spin = (milliseconds: number) => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  };
  const stdout = {
    writeSync(from: Uint8Array) {
      try {
        seen.push("begun");
        spin(10_000);
        seen.push("done");
        return from.length;
      } catch {
        seen.push("caught");
        return 0;
      } finally {
        seen.push("finally");
      }
    },
  };
  const hello = new URL("../../guests/components/wasi/hello.wasm", import.meta.url);
  const { ended } = await timesOut(Deno.readFileSync(hello), { stdout });
  assertEquals([ended, seen.filter((what) => what !== "begun")], ["timeout", []]);
});

Deno.test("run() ends while its module is fetched, at its timeout and when it is aborted", async () => {
  // Accepts, and never answers.
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}/m.wasm#sha256=${"0".repeat(64)}`;
  assertEquals((await run(url, { limits: { timeout: TIMEOUT } })).ended, "timeout");
  const abort = new AbortController();
  const running = run(url, { signal: abort.signal });
  using _ = await listener.accept();
  abort.abort();
  assertEquals((await running).ended, "aborted");
});
