/**
 * Streams that an embedding program inherited, or finds in a directory: whatever they do, its thread
 * goes on.
 *
 * @module
 */
import { assertEquals, assertGreater } from "@std/assert";
import { dir } from "../../../lib/grants/directory.ts";
import { run } from "../../../lib/runner/run.ts";
import { TemporaryDirectory } from "../doubles/temporary_directory.ts";
import { testWithLibc } from "../host/with_libc.ts";
import { text, utf8 } from "../outcome.ts";

const ROOT = new URL("../../../", import.meta.url);

/** A guest that makes the calls which its arguments name. */
const calls = Deno.readFileSync(new URL("tests/sandbox/guests/calls.wasm", ROOT));

/** A program that copies its standard input, and tells how that ended and whether its timer came. */
const PROGRAM = `
  import { run } from "${ROOT}mod.ts";
  const cat = Deno.readFileSync(new URL("${ROOT}tests/cli/guests/cat.wasm"));
  const { promise: free, resolve } = Promise.withResolvers();
  let ticks = 0;
  const timer = setInterval(() => ++ticks === 20 && resolve(), 1);
  const copy = async (options) => {
    const { status, ended } = await run(cat, { stdin: "inherit", stdout: "inherit", ...options });
    clearInterval(timer);
    return { status, ended, free: ticks >= 20 };
  };
`;

/** The permissions with which each back end is chosen. */
const PERMISSIONS = {
  "kernel-confined": ["-A"],
  "path-checked": ["--allow-read"],
} as const;

type Program = Deno.ChildProcess & Disposable;

/** Runs a program that reports by standard error. */
function start(program: string, permissions: readonly string[]): Program {
  const directory = new TemporaryDirectory();
  directory.make({ "program.js": PROGRAM + program });
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--config", new URL("deno.json", ROOT).pathname],
      ...[...permissions, directory.at("program.js")],
    ],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return Object.assign(child, { [Symbol.dispose]: () => directory[Symbol.dispose]() });
}

for (const [backEnd, permissions] of Object.entries(PERMISSIONS)) {
  const test = backEnd === "kernel-confined" ? testWithLibc : Deno.test;

  test(`run() waits for inherited standard input beside the event loop, ${backEnd}`, async () => {
    using child = start(
      `
        const copying = copy({});
        await free;
        console.log("ready");
        console.error(JSON.stringify(await copying));
      `,
      permissions,
    );
    const reader = child.stdout.getReader();
    assertEquals(text((await reader.read()).value!), "ready\n");
    const writer = child.stdin.getWriter();
    for (const word of ["one", "two"]) {
      await writer.write(utf8(word));
      assertEquals(text((await reader.read()).value!), word);
    }
    await writer.close();
    assertEquals((await reader.read()).done, true);
    const report = await new Response(child.stderr).json();
    assertEquals(report, { status: 0, ended: "exit", free: true });
    await child.status;
  });

  test(`run() that is aborted while standard input is silent ends at once, ${backEnd}`, async () => {
    using child = start(
      `
        const abort = new AbortController();
        const copying = copy({ signal: abort.signal });
        await free;
        abort.abort();
        console.error(JSON.stringify(await copying));
        ${backEnd === "kernel-confined" ? "" : "Deno.exit();"}
      `,
      permissions,
    );
    // Nothing is written: only if nothing is left that waits for it does the process end.
    const report = await new Response(child.stderr).json();
    assertEquals(report, { status: 143, ended: "aborted", free: true });
    await child.status;
    await child.stdout.cancel();
    await child.stdin.close();
  });
}

testWithLibc("run() waits for room in standard output beside the event loop", async () => {
  using child = start(
    `
      const copying = copy({ stdin: new Uint8Array(1_000_000) });
      await free;
      console.error("free");
      console.error(JSON.stringify(await copying));
    `,
    PERMISSIONS["kernel-confined"],
  );
  // Nobody reads at first, so that the pipe is full.
  const reports = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  assertEquals((await reports.read()).value, "free\n");
  const { byteLength } = await new Response(child.stdout).arrayBuffer();
  const { value } = await reports.read();
  assertEquals([byteLength, JSON.parse(value!)], [
    1_000_000,
    { status: 0, ended: "exit", free: true },
  ]);
  await reports.cancel();
  await child.status;
  await child.stdin.close();
});

testWithLibc("run() waits for a FIFO in a directory beside the event loop", async () => {
  using directory = new TemporaryDirectory();
  await new Deno.Command("mkfifo", { args: [directory.at("fifo")] }).output();
  // Held open both ways, so that it neither ends nor has to be waited for.
  using fifo = await Deno.open(directory.at("fifo"), { read: true, write: true });
  let ticks = 0;
  const timer = setInterval(() => {
    if (++ticks === 20) fifo.writeSync(utf8("abc"));
  }, 1);
  const { stdout } = await run(calls, {
    stdout: "capture",
    grants: [dir(directory.path, { guest: "/in" })],
    args: ["path_open 3 0 =6669666f 0 -1 0 0 >4:f", "fd_read $f <3> >4"],
  });
  clearInterval(timer);
  assertEquals(text(stdout!).split("\n")[1], "fd_read 0 616263 03000000");
  assertGreater(ticks, 19);
});
