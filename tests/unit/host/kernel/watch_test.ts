import { assert, assertEquals } from "@std/assert";
import { ALWAYS_READY } from "../../../../lib/io/pollable.ts";
import { utf8 } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

const load = async () => ({
  ...await import("../../../../lib/host/kernel/watch.ts"),
  ...await import("../../../../lib/host/kernel/poll.ts"),
  ...await import("../pipe.ts"),
});

/** How many descriptors this process has. */
const openFiles = () => [...Deno.readDirSync("/proc/self/fd")].length;

/** Long enough for what must not happen to show itself. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 30));

testWithLibc("Watcher.watch() wakes once when there is something to read", async () => {
  const { Watcher, Pipe } = await load();
  using pipe = new Pipe();
  const watcher = new Watcher();
  let woken = 0;
  const wake = Promise.withResolvers<void>();
  watcher.watch({ descriptor: pipe.input, interest: "read" }, () => {
    woken++;
    wake.resolve();
  });
  await aWhile();
  assertEquals(woken, 0);
  pipe.write(utf8("a"));
  await wake.promise;
  await aWhile();
  assertEquals(woken, 1);
});

testWithLibc("Watcher.watch() wakes for room, for the end and for an error", async () => {
  const { Watcher, Pipe } = await load();
  const rows: readonly [
    interest: "read" | "write",
    then: (pipe: InstanceType<typeof Pipe>) => void,
  ][] = [
    ["write", (pipe) => void pipe.read(new Uint8Array(65_536))],
    ["write", (pipe) => pipe.closeInput()],
    ["read", (pipe) => pipe.closeOutput()],
  ];
  for (const [interest, then] of rows) {
    using pipe = new Pipe();
    if (interest === "write") { while (pipe.write(new Uint8Array(65_536)) > 0); }
    const descriptor = interest === "read" ? pipe.input : pipe.output;
    const woken = new Promise<void>((resolve) =>
      new Watcher().watch({ descriptor, interest }, resolve)
    );
    await aWhile();
    then(pipe);
    await woken;
  }
});

testWithLibc("Watcher.watch() waits for many at once, and wakes those that are ready", async () => {
  const { Watcher, Pipe } = await load();
  using stack = new DisposableStack();
  const pipes = Array.from({ length: 50 }, () => stack.use(new Pipe()));
  const watcher = new Watcher();
  const woken: number[] = [];
  const all = Promise.withResolvers<void>();
  const watchAll = (at: number) =>
    pipes.map((pipe) =>
      watcher.watch({ descriptor: pipe.input, interest: "read" }, () => {
        woken.push(at);
        if (woken.length === 2 * pipes.length) all.resolve();
      })
    );
  watchAll(1);
  await aWhile();
  watchAll(2);
  for (const pipe of pipes) {
    pipe.write(utf8("a"));
    await undefined;
  }
  await all.promise;
  assertEquals(woken.filter((at) => at === 1).length, pipes.length);
});

testWithLibc(
  "Watcher.watch() that is taken back wakes nobody and leaves nothing behind",
  async () => {
    const { Watcher, Pipe } = await load();
    const before = openFiles();
    {
      using pipe = new Pipe();
      const watcher = new Watcher();
      const woken: string[] = [];
      const watch = (name: string) =>
        watcher.watch({ descriptor: pipe.input, interest: "read" }, () => woken.push(name));
      for (let round = 0; round < 20; round++) {
        const [a, b] = [watch("a"), watch("b")];
        if (round % 2 === 0) await aWhile();
        a();
        a();
        if (round % 3 === 0) await undefined;
        b();
      }
      const kept = watch("kept");
      watch("taken back")();
      pipe.write(utf8("a"));
      while (woken.length === 0) await aWhile();
      kept();
      assertEquals(woken, ["kept"]);
    }
    // The other thread may need a moment to see that nothing is waited for.
    for (let i = 0; openFiles() > before && i < 100; i++) await aWhile();
    assertEquals(openFiles(), before);
  },
);

testWithLibc(
  "Watcher.watch() of one who is woken may take back another, and begin anew",
  async () => {
    const { Watcher, Pipe } = await load();
    using pipe = new Pipe();
    pipe.write(utf8("a"));
    const watcher = new Watcher();
    const interest = { descriptor: pipe.input, interest: "read" } as const;
    const woken: string[] = [];
    const again = Promise.withResolvers<void>();
    watcher.watch(interest, () => {
      woken.push("first");
      other();
      watcher.watch(interest, again.resolve);
    });
    const other = watcher.watch(interest, () => woken.push("other"));
    await again.promise;
    assertEquals(woken, ["first"]);
  },
);

testWithLibc("watch() lets the event loop end, also in a process without permissions", async () => {
  const lib = new URL("../../../../lib/", import.meta.url).href;
  const script = `
    import { kernelHost } from "${lib}host/kernel/kernel_host.ts";
    const host = await kernelHost({ files: false, clocks: false, shared: true });
    host.claimProcess({ network: false });
    const { input } = host.standardStream(0);
    const into = new Uint8Array(9);
    console.log(input.read(into));
    host.watch(input.subscribe(), () => console.log("wrong"))();
    const takeBack = host.watch(input.subscribe(), () => console.log("wrong"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    takeBack();
    console.log("end");
  `;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", script],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  // Standard input stays open and silent: only the event loop's own end ends the process.
  const { success } = await child.status;
  assertEquals(await new Response(child.stdout).text(), "-2\nend\n");
  assert(success);
  await child.stdin.close();
});

testWithLibc("watch() wakes after a moment for what has no descriptor", async () => {
  const { watch } = await load();
  const woken: string[] = [];
  watch(ALWAYS_READY, () => woken.push("taken back"))();
  await new Promise<void>((resolve) => watch(ALWAYS_READY, resolve));
  assertEquals(woken, []);
});
