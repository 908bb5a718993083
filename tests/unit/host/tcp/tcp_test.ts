import { assertEquals } from "@std/assert";
import { WasiError } from "../../../../lib/errors.ts";
import type { DenoConnection } from "../../../../lib/host/tcp/connection.ts";
import { Tcp } from "../../../../lib/host/tcp/tcp.ts";
import type { Pollable } from "../../../../lib/io/pollable.ts";
import { END, WOULD_BLOCK } from "../../../../lib/io/streams.ts";
import type { TcpConnection, TcpListener } from "../../../../lib/sockets/tcp.ts";
import { outcomeOf, text, utf8 } from "../../outcome.ts";

const LOOPBACK = { host: "127.0.0.1", port: 0 };

/** Waits until a pollable is ready. */
async function ready(pollable: Pollable): Promise<void> {
  while (!pollable.state().ready) {
    await new Promise<void>((resolve) => void pollable.watch!(resolve));
  }
}

/** The next connection. */
async function accept(listener: TcpListener): Promise<TcpConnection> {
  for (;;) {
    const connection = listener.accept();
    if (connection !== WOULD_BLOCK) return connection;
    await ready(listener.subscribe());
  }
}

/** What comes until the end. */
async function rest({ input }: TcpConnection): Promise<string> {
  let all = "";
  const buffer = new Uint8Array(1 << 16);
  for (;;) {
    const count = input.read(buffer);
    if (count === END) return all;
    if (count === WOULD_BLOCK) await ready(input.subscribe());
    else all += text(buffer.subarray(0, count));
  }
}

/** Both ends of a connection, and what made them. */
async function pair(): Promise<{ tcp: Tcp; near: TcpConnection; far: TcpConnection }> {
  const tcp = new Tcp();
  const { listener, port } = tcp.openAmbientListener(LOOPBACK);
  using _listener = listener;
  const { connection: near } = await tcp.openAmbientConnection({ host: "127.0.0.1", port });
  return { tcp, near, far: await accept(listener) };
}

/** The code with which a promise fails. */
async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof WasiError) return error.code;
    throw error;
  }
  return "nothing failed";
}

Deno.test("a connection carries bytes, and one direction can end without the other", async () => {
  const { tcp, near, far } = await pair();
  near.output.write(utf8("question"));
  near.shutdown("send");
  assertEquals(await rest(far), "question");
  assertEquals(outcomeOf(() => near.output.write(utf8("x"))), "pipe");
  far.output.write(utf8("answer"));
  far[Symbol.dispose]();
  assertEquals(await rest(near), "answer");
  near[Symbol.dispose]();
  await tcp.settled();
});

Deno.test("a connection that receives no more gives what has come, then the end", async () => {
  const { tcp, near, far } = await pair();
  far.output.write(utf8("hello"));
  await ready(near.input.subscribe());
  near.shutdown("receive");
  assertEquals(near.input.subscribe().state(), { ready: true, bytes: 5, hangup: true });
  assertEquals(await rest(near), "hello");
  for (const end of [near, far]) end[Symbol.dispose]();
  await tcp.settled();
});

Deno.test("a connection can be looked into", async () => {
  const { tcp, near, far } = await pair();
  assertEquals(near.input.peekv([new Uint8Array(2)]), WOULD_BLOCK);
  far.output.write(utf8("hello"));
  await ready(near.input.subscribe());
  const buffers = [new Uint8Array(2), new Uint8Array(0), new Uint8Array(8)];
  assertEquals(near.input.peekv(buffers), 5);
  assertEquals(buffers.map(text), ["he", "", "llo\0\0\0\0\0"]);
  far[Symbol.dispose]();
  assertEquals(await rest(near), "hello");
  assertEquals(near.input.peekv([new Uint8Array(2)]), END);
  near[Symbol.dispose]();
  await tcp.settled();
});

Deno.test("what was written is sent although the connection is closed at once", async () => {
  const { tcp, near, far } = await pair();
  const most = near.output.write(new Uint8Array(1 << 20));
  near[Symbol.dispose]();
  near[Symbol.dispose]();
  const settled = tcp.settled();
  assertEquals((await rest(far)).length, most);
  await settled;
  far[Symbol.dispose]();
  await tcp.settled();
});

Deno.test("a connection tells when it is closed, behind what it has sent", async () => {
  const { tcp, near, far } = await pair();
  const { promise: closed, resolve } = Promise.withResolvers<string>();
  (near as DenoConnection).whenClosed(() => resolve("closed"));
  const large = new Uint8Array(1 << 16);
  // Until the kernel holds no more either.
  for (let pauses = 0; pauses < 20; pauses++) {
    if (near.output.write(large) > 0) pauses = 0;
    await new Promise((done) => setTimeout(done, 1));
  }
  near[Symbol.dispose]();
  const soon = new Promise((done) => setTimeout(() => done("not yet"), 20));
  assertEquals(await Promise.race([closed, soon]), "not yet");
  await rest(far);
  assertEquals(await closed, "closed");
  far[Symbol.dispose]();
  await tcp.settled();
});

Deno.test("a connection that is full takes no more until the peer reads", async () => {
  const { tcp, near, far } = await pair();
  const chunk = new Uint8Array(1 << 16);
  let taken = 0;
  // Not for ever: what is taken and not sent is bounded, and so is what the kernel holds.
  for (let pauses = 0; pauses < 20;) {
    const count = near.output.write(chunk);
    if (count > 0) [taken, pauses] = [taken + count, 0];
    else pauses++;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assertEquals(near.output.subscribe().state().ready, false);
  near.shutdown("send");
  assertEquals((await rest(far)).length, taken);
  for (const end of [near, far]) end[Symbol.dispose]();
  await tcp.settled();
});

Deno.test("a peer that breaks off fails reads, or ends them, and fails writes", async () => {
  const { tcp, near, far } = await pair();
  near.output.write(utf8("nobody reads this"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  far[Symbol.dispose]();
  await tcp.settled();
  await ready(near.input.subscribe());
  const read = outcomeOf(() => near.input.read(new Uint8Array(1)));
  assertEquals([END, "connection-reset"].includes(read as number), true, `${read}`);
  let written: unknown = 1;
  for (let i = 0; i < 100 && typeof written === "number"; i++) {
    written = outcomeOf(() => near.output.write(utf8("x")));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assertEquals(["pipe", "connection-reset"].includes(written as string), true, `${written}`);
  near[Symbol.dispose]();
  await tcp.settled();
});

Deno.test("a listener takes one connection at a time out of the kernel's queue", async () => {
  const tcp = new Tcp();
  const { listener, port } = tcp.openAmbientListener(LOOPBACK);
  const clients = await Promise.all(
    Array.from({ length: 5 }, () => tcp.openAmbientConnection({ host: "127.0.0.1", port })),
  );
  assertEquals(listener.accept(), WOULD_BLOCK);
  await ready(listener.subscribe());
  // Ready for one, and nobody has asked for a second one.
  const first = listener.accept();
  assertEquals([first === WOULD_BLOCK, listener.accept()], [false, WOULD_BLOCK]);
  for (const { connection } of clients) connection[Symbol.dispose]();
  if (first !== WOULD_BLOCK) first[Symbol.dispose]();
  await ready(listener.subscribe());
  // Accepted, and never taken.
  listener[Symbol.dispose]();
  listener[Symbol.dispose]();
  await tcp.settled();
});

Deno.test("a listener can be closed while it waits", async () => {
  const tcp = new Tcp();
  const { listener } = tcp.openAmbientListener(LOOPBACK);
  const woken = new Promise<void>((resolve) => void listener.subscribe().watch!(resolve));
  listener[Symbol.dispose]();
  await woken;
  assertEquals(outcomeOf(() => listener.accept()), "bad-descriptor");
});

Deno.test("openAmbientConnection() and openAmbientListener() tell why there is none", async () => {
  const tcp = new Tcp();
  const { listener, port } = tcp.openAmbientListener(LOOPBACK);
  assertEquals(
    outcomeOf(() => tcp.openAmbientListener({ host: "127.0.0.1", port }) && 0),
    "address-in-use",
  );
  listener[Symbol.dispose]();
  assertEquals(
    await codeOf(tcp.openAmbientConnection({ host: "127.0.0.1", port })),
    "connection-refused",
  );
  assertEquals(
    outcomeOf(() => tcp.openAmbientListener({ host: "192.0.2.1", port: 0 }) && 0),
    "address-not-bindable",
  );
  assertEquals(
    await codeOf(tcp.openAmbientConnection({ host: `${"a".repeat(64)}.invalid`, port: 1 })),
    "name-unresolvable",
  );
});
