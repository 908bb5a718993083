import { assertEquals, assertLess } from "@std/assert";
import { allowInbound } from "../../../lib/grants/network.ts";
import { stream } from "../../../lib/grants/stream.ts";
import { preview1 } from "../../../lib/runner/preview1.ts";
import type { RunOptions, RunResult } from "../../../lib/runner/options.ts";
import { run } from "../../../lib/runner/run.ts";

const guest = Deno.readFileSync(new URL("../../cli/guests/sockets.wasm", import.meta.url));

/** Runs the guest with a connection to `peer`. */
async function connected(
  args: readonly string[],
  options: RunOptions,
  peer: (connection: Deno.TcpConn) => Promise<void>,
): Promise<RunResult> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const grant = stream("peer", { kind: "tcp", host: "127.0.0.1", port: listener.addr.port });
  const [result] = await Promise.all([
    run(guest, { args, grants: [grant], stdout: "capture", ...options }),
    listener.accept().then(async (connection) => {
      using _connection = connection;
      await peer(connection);
    }),
  ]);
  return result;
}

Deno.test("run() leaves the thread to others while its guest waits for a connection's bytes", async () => {
  const { status, stdout } = await connected(["echo"], {}, async (peer) => {
    const buffer = new Uint8Array(8);
    for (let i = 0; i < 3; i++) {
      await peer.write(new TextEncoder().encode(`ping ${i}`));
      assertEquals(await peer.read(buffer), 6);
    }
    await peer.closeWrite();
    assertEquals(await peer.read(buffer), null);
  });
  assertEquals([status, new TextDecoder().decode(stdout)], [0, "end 18 \n"]);
});

Deno.test("run() resolves when it is aborted, and waits for no peer that does not read", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const grant = stream("peer", { kind: "tcp", host: "127.0.0.1", port: listener.addr.port });
  const controller = new AbortController();
  const running = run(guest, {
    args: ["send", "100000000"],
    grants: [grant],
    signal: controller.signal,
  });
  using peer = await listener.accept();
  await peer.read(new Uint8Array(1));
  controller.abort();
  // The peer has not read the rest, and has not gone.
  const { ended } = await running;
  assertEquals(ended, "aborted");
  const left = await new Response(peer.readable).arrayBuffer();
  assertEquals(left.byteLength < 100_000_000, true);
});

Deno.test("run() of a component waits for no peer that does not read, when it is aborted", async () => {
  const component = new URL("../../guests/components/sockets/sockets.wasm", import.meta.url);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const controller = new AbortController();
  const running = run(Deno.readFileSync(component), {
    args: ["serve", "127.0.0.1", "0"],
    grants: [allowInbound("tcp://127.0.0.1:0")],
    stdout: writable,
    signal: controller.signal,
  });
  const said = readable.pipeThrough(new TextDecoderStream()).getReader();
  let line = "";
  while (!line.endsWith("\n")) line += (await said.read()).value ?? "\n";
  const port = Number(/^port (\d+)\n$/.exec(line)?.[1]);
  const peer = await Deno.connect({ hostname: "127.0.0.1", port });
  // It echoes, until nobody takes any more of it.
  const sending = (async () => {
    for (;;) await peer.write(new Uint8Array(65_536));
  })().catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = performance.now();
  controller.abort();
  assertEquals((await running).ended, "aborted");
  // A peer that does not read can keep the end of a run for five seconds.
  assertLess(performance.now() - before, 4_000);
  peer.close();
  await sending;
});

Deno.test("run() sends what its guest has written before it resolves", async () => {
  let received = 0;
  const { status } = await connected(["send", "300000"], {}, async (peer) => {
    for await (const part of peer.readable) received += part.length;
  });
  assertEquals([status, received], [0, 300_000]);
});

Deno.test("run() gives many guests a connection each, all at once", async () => {
  const results = await Promise.all(
    Array.from({ length: 50 }, () =>
      connected(["echo"], {}, async (peer) => {
        const buffer = new Uint8Array(8);
        await peer.write(new TextEncoder().encode("hello"));
        assertEquals(await peer.read(buffer), 5);
        await peer.closeWrite();
        assertEquals(await peer.read(buffer), null);
      })),
  );
  assertEquals(results.filter(({ status }) => status !== 0), []);
});

const calls = Deno.readFileSync(new URL("../../sandbox/guests/calls.wasm", import.meta.url));

/** Lines for {@linkcode calls} that write more to handle 3 than goes away, without waiting for that. */
const FLOOD = ["fd_fdstat_set_flags 3 4", "repeat 1500 1", "fd_write 3 <4096,4096> >4"];

/** What ends a run after a while, and how that is called. */
const ENDS: readonly (readonly [ended: string, options: () => RunOptions])[] = [
  ["timeout", () => ({ limits: { timeout: 1500 } })],
  ["aborted", () => ({ signal: AbortSignal.timeout(1500) })],
];

Deno.test("run() is over in time also while its guest's last bytes are sent", async () => {
  const aborted = new AbortController();
  // Closed when the guest has come to its end.
  const stdout = new WritableStream({ close: () => aborted.abort() });
  const rows: readonly (readonly [ended: string, options: RunOptions])[] = [
    ["aborted", { stdout, signal: aborted.signal }],
    ["timeout", { limits: { timeout: 1500 } }],
  ];
  for (const [expected, options] of rows) {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const grant = stream("peer", { kind: "tcp", host: "127.0.0.1", port: listener.addr.port });
    const running = run(calls, { args: FLOOD, grants: [grant], ...options });
    using _peer = await listener.accept();
    assertEquals((await running).ended, expected);
  }
});

Deno.test({
  name: "run() is over in time also while it connects",
  // Elsewhere a full queue refuses a connection, and does not let it wait.
  ignore: Deno.build.os !== "linux",
  async fn() {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 1 });
    const { port } = listener.addr;
    const full = new AbortController();
    const waiting = Array.from(
      { length: 8 },
      () => Deno.connect({ port, signal: full.signal }).then((one) => one.close(), () => {}),
    );
    const grant = stream("peer", { kind: "tcp", host: "127.0.0.1", port });
    for (const [expected, options] of ENDS) {
      const { ended } = await run(guest, { args: ["echo"], grants: [grant], ...options() });
      assertEquals(ended, expected);
    }
    full.abort();
    await Promise.all(waiting);
  },
});

Deno.test("Preview1 is disposed asynchronously when its guest's last bytes are sent", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const grant = stream("peer", { kind: "tcp", host: "127.0.0.1", port: listener.addr.port });
  const wasi = await preview1({ args: ["guest", ...FLOOD], grants: [grant] });
  const { instance } = await WebAssembly.instantiate(calls, wasi.imports);
  await wasi.start(instance);
  using peer = await listener.accept();
  let over = false;
  const disposed = wasi[Symbol.asyncDispose]().then(() => over = true);
  await new Promise((resolve) => setTimeout(resolve, 10));
  assertEquals(over, false, "the peer has not read yet");
  for await (const _ of peer.readable);
  await disposed;
});
