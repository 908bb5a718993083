/**
 * Sockets: what is not granted, what a grant is not, and floods.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { preview1, stream } from "../../mod.ts";
import { attack } from "./attack.ts";
import { start } from "../cli/spawn.ts";
import { callsPath, sluice } from "./command.ts";
import { Place } from "./place.ts";
import { answers, callsModule, expectErrnos } from "./script.ts";

const [BADF, NOTSOCK] = [8, 57];

const sockets = fromFileUrl(new URL("../cli/guests/sockets.wasm", import.meta.url));

const socketsComponent = fromFileUrl(
  new URL("../guests/components/sockets/sockets.wasm", import.meta.url),
);

/** A listener of the test's, on a free port. */
function listener(): Deno.TcpListener {
  return Deno.listen({ hostname: "127.0.0.1", port: 0 });
}

attack("N01", async () => {
  using place = new Place({ in: { file: "" } });
  const listening = listener();
  let reached = false;
  const accepting = listening.accept().then(() => reached = true, () => {});
  const calls = (fd: number) => [
    `sock_accept ${fd} 0 >4`,
    `sock_recv ${fd} <8> 0 >4 >4`,
    `sock_send ${fd} [61] 0 >4`,
    `sock_shutdown ${fd} 3`,
  ];
  await expectErrnos(
    place,
    [0, 1, 2, 3, 4, 5, 100, -1].flatMap((fd) =>
      calls(fd).map((line): [string, number] => [line, fd >= 0 && fd <= 3 ? NOTSOCK : BADF])
    ),
  );
  listening.close();
  await accepting;
  assertEquals(reached, false);
});

attack("N02", async () => {
  const wrong = [
    ...["tcp:127.0.0.1:0", "tcp:127.0.0.1", "tcp:127.0.0.1:80,", "tcp:127.0.0.1:*", "tcp:*:80"],
    ...["tcp:127.0.0.1:80-90", "tcp:127.0.0.1:80,81", "tcp:127.0.0.1:65536", "tcp::80", "tcp:80"],
    ...["tcp:127.0.0.0/8:80", "tcp:http://127.0.0.1:80", "listen:*:80", "listen::80"],
  ];
  for (const spec of wrong) {
    const { status, stdout, stderr } = await sluice(["--stream", `x=${spec}`, "--explain"]);
    assertEquals([status, stdout], [2, ""], spec);
    assertMatch(stderr, /^error: --stream \S+ is not a stream\nhint: [^\n]+\n$/);
  }
});

attack("N02", async () => {
  // No call takes an address, so a connection leads where it led at the start.
  using listening = listener();
  const { port } = listening.addr;
  const [ended, reached] = await Promise.all([
    sluice(["--stream", `x=tcp:127.0.0.1:${port}`, sockets, "status"]),
    listening.accept().then((connection) => {
      connection.close();
      return true;
    }),
  ]);
  assertEquals([ended.status, reached], [0, true]);
  assertMatch(ended.stdout, /^accept -1 /m);
}, { about: "a connection stays what it is" });

attack("N03", async () => {
  const odd = ["2130706433", "0x7f.1", "0x7f000001", "127.1", "0177.0.0.1", "127.0.0.01"];
  for (const host of [...odd, "[fe80::1%1]", "[127.0.0.1]", "1.2.3.4.", "localhost\0.example"]) {
    const { status } = await sluice([
      "--stream",
      `x=tcp:${host.replace("\0", "%00")}:80`,
      "--explain",
    ]);
    assertEquals(status, 2, host);
  }
  // What is told is where the name led, once; the guest has the connection and no name.
  using listening = listener();
  const { port } = listening.addr;
  const spec = `tcp:localhost:${port}`;
  const [{ status, stdout }] = await Promise.all([
    sluice(["--stream", `x=${spec}`, "--explain"]),
    listening.accept().then((connection) => connection.close()),
  ]);
  assertEquals(status, 0);
  assert(stdout.includes(`${spec} (127.0.0.1:${port})`), stdout);
});

attack("N06", async () => {
  using listening = listener();
  const { port } = listening.addr;
  const taken = await sluice(["--stream", `x=listen:127.0.0.1:${port}`, "--explain"]);
  assertEquals([taken.status, taken.stderr], [2, `error: listen:127.0.0.1:${port} is in use\n`]);
  const foreign = await sluice(["--stream", "x=listen:192.0.2.1:0", "--explain"]);
  assertEquals(foreign.status, 2);
  assertMatch(foreign.stderr, /is not an address of this machine\n$/);
  for (const line of ["sock_accept 3 0 >4", "sock_accept 0 0 >4"]) {
    const { stdout } = await sluice([callsPath, line]);
    assertMatch(stdout, line.includes(" 3 ") ? /^sock_accept 8/ : /^sock_accept 57/);
  }
});

attack("N08", async () => {
  using place = new Place({ in: {} });
  const path = place.path("in/socket");
  using _unix = Deno.listen({ transport: "unix", path });
  const opened = await answers(place, [
    "path_open 3 0 =736f636b6574 0 2 0 0 >4",
    "path_open 3 0 =736f636b6574 0 -1 0 0 >4",
    "path_open 3 1 =736f636b6574 0 66 0 4 >4",
  ]);
  assertEquals(opened.filter(({ errno }) => errno === 0), []);
  for (const spec of [`tcp:${path}`, `unix:${path}`, "tcp:@abstract:1"]) {
    const { status } = await sluice(["--stream", `x=${spec}`, "--explain"]);
    assertEquals(status, 2, spec);
  }
  const { status, stderr } = await sluice(["--stream", `x=file:${path}`, "--explain"]);
  assertEquals(status, 2, stderr);
}, { ignored: Deno.build.os === "windows" ? "Windows has no such paths" : undefined });

attack("N09", async () => {
  const most = 20;
  const child = startCommandOf(["--max-handles", `${most}`], "flood");
  const { port, rest } = await portOf(child);
  // More than the guest has handles for; when it has ended, the rest of them finds nobody.
  const attempts = Array.from({ length: 100 }, () => Deno.connect({ hostname: "127.0.0.1", port }));
  const clients = (await Promise.allSettled(attempts))
    .flatMap((attempt) => attempt.status === "fulfilled" ? [attempt.value] : []);
  const stdout = await new Response(child.stdout).text();
  await rest;
  for (const client of clients) client.close();
  assertEquals((await child.status).code, 0);
  assertMatch(stdout, /^accept -1 No file descriptors available\n/);
  // Standard streams and the listener have handles, too; one that is closed is free again.
  assertMatch(stdout, new RegExp(`^taken ${most - 4}$`, "m"));
  assertMatch(stdout, /^after a close 1 $/m);
});

attack("N09", async () => {
  const clients = 50;
  const child = startCommandOf([], "serve", `${clients + 1}`);
  const { port, rest } = await portOf(child);
  const silent = await Promise.all(
    Array.from({ length: clients }, () => Deno.connect({ hostname: "127.0.0.1", port })),
  );
  for (const client of silent) await client.write(new Uint8Array(1));
  const client = await Deno.connect({ hostname: "127.0.0.1", port });
  await client.write(new TextEncoder().encode("hello"));
  const buffer = new Uint8Array(16);
  assertEquals(await client.read(buffer), 5);
  for (const each of [client, ...silent]) each.close();
  await child.stdout.cancel();
  await rest;
  assertEquals((await child.status).code, 0);
}, { about: "many that begin a request and never end it" });

/** What a component prints that is to use the network with these options. */
async function component(options: readonly string[], ...words: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await sluice([...options, socketsComponent, ...words], {
    env: { DENO_NO_UPDATE_CHECK: "1" },
  });
  assertEquals([status, stderr], [0, ""], words.join(" "));
  return stdout;
}

attack("N01", async () => {
  using listening = listener();
  const { port } = listening.addr;
  const rows = [
    ["tcp", "127.0.0.1", "0", "bind"],
    ["tcp", "0.0.0.0", "8080", "bind"],
    ["udp", "0.0.0.0", "0", "bind"],
    ["connect", "127.0.0.1", `${port}`, "start-connect"],
    ["connect", "192.0.2.1", "80", "start-connect"],
    ["send", "127.0.0.1", "53", "bind"],
    ["lookup", "example.com", "", "resolve"],
    ["lookup", "localhost", "", "resolve"],
  ];
  for (const [what, address, port, call] of rows) {
    assertEquals(await component([], what!, address!, port!), `${call}: access-denied\n`);
  }
  // Nobody has to be asked for an address.
  assertEquals(await component([], "lookup", "192.0.2.1"), "192.0.2.1\n");
}, { about: "a component" });

attack("N02", async () => {
  using listening = listener();
  const { port } = listening.addr;
  const rows = [
    [`tcp://127.0.0.1:${port - 1}`, "access-denied"],
    [`tcp://127.0.0.2:${port}`, "access-denied"],
    [`udp://127.0.0.1:${port}`, "access-denied"],
    [`tcp://[::1]:${port}`, "access-denied"],
    [`tcp://127.0.0.1:*#ipv6-only`, "access-denied"],
    // What anybody may reach is not this machine.
    ["tcp://*:*", "access-denied"],
  ];
  for (const [grant, answer] of rows) {
    const said = await component(["--allow-outbound", grant!], "connect", "127.0.0.1", `${port}`);
    assertEquals(said, `start-connect: ${answer}\n`, grant);
  }
  for (
    const wrong of ["tcp://127.0.0.1:80,", "tcp://127.0.0.1:0", "tcp://1.2.3.0/24:80", "tcp:*"]
  ) {
    const { status, stderr } = await sluice([
      "--allow-outbound",
      wrong,
      socketsComponent,
      "states",
    ]);
    assertEquals(status, 2, wrong);
    assertMatch(stderr, /^error: --allow-outbound \S+ is not a network grant\nhint: [^\n]+\n$/);
  }
}, { about: "a component" });

attack("N03", async () => {
  const special = ["127.0.0.1", "169.254.169.254", "0.0.0.0", "0:0:0:0:0:0:0:0"];
  special.push("0:0:0:0:0:ffff:7f00:1", "fe80:0:0:0:0:0:0:1", "64:ff9b:0:0:0:0:a9fe:a9fe");
  for (const address of special) {
    const said = await component(
      ["--allow-outbound", "tcp://*:80", "--allow-resolve", "*"],
      ...["connect", address, "80"],
    );
    assertMatch(said, /^start-connect: (access-denied|invalid-argument)\n$/, address);
  }
  for (const name of ["2130706433", "0x7f.1", "127.1", "0177.0.0.1", "::ffff:127.0.0.1"]) {
    const said = await component(["--allow-resolve", "*"], "lookup", name);
    assertEquals(said, "resolve: invalid-argument\n", name);
  }
}, { about: "a component" });

attack("N04", async () => {
  const one = ["--allow-resolve", "*.example.com"];
  for (const name of ["example.com", "localhost", "aexample.com", "example.com.evil.example"]) {
    assertEquals(await component(one, "lookup", name), "resolve: access-denied\n", name);
  }
  for (const name of ["a..example.com", "a b.example.com", "-.example.com", "a".repeat(65_536)]) {
    const said = await component(["--allow-resolve", "*"], "lookup", name);
    assertEquals(said, "resolve: invalid-argument\n", name.slice(0, 20));
  }
});

attack("N05", async () => {
  const port = 40_053;
  const said = await component(
    ["--allow-outbound", `udp://127.0.0.1:${port}`, "--allow-outbound", "udp://*:*"],
    ...["datagrams", "127.0.0.1", `${port}`],
  );
  assertEquals(said.split("\n"), [
    ...["empty: ok", "65508 bytes: datagram-too-large", "another port: access-denied"],
    ...["port 0: invalid-argument", "broadcast: access-denied", "multicast: access-denied"],
    ...["nobody: invalid-argument", "stream to another: access-denied", ""],
  ]);
});

attack("N05", async () => {
  const rows = [
    ...["127.0.0.1", "169.254.169.254", "100.100.100.200", "255.255.255.255", "224.0.0.1"]
      .map((address) => [address, "access-denied"]),
    ["0.0.0.0", "invalid-argument"],
    ["0:0:0:0:0:ffff:7f00:1", "invalid-argument"],
  ];
  for (const [address, answer] of rows) {
    const said = await component(["--allow-outbound", "udp://*:*"], "send", address!, "9");
    assertEquals(said, `stream: ${answer}\n`, address);
  }
}, { about: "what everybody may send to is not this machine, its link or a group" });

attack("N06", async () => {
  using listening = listener();
  const { port } = listening.addr;
  const here = "tcp://127.0.0.1:0";
  const rows = [
    [here, "tcp", "127.0.0.1", "0", "ok"],
    [here, "tcp", "0.0.0.0", "0", "access-denied"],
    [here, "tcp", "127.0.0.1", "80", "access-denied"],
    [here, "udp", "127.0.0.1", "0", "access-denied"],
    ["tcp://localhost:0", "tcp", "0.0.0.0", "0", "access-denied"],
    [`tcp://127.0.0.1:${port}`, "tcp", "127.0.0.1", `${port}`, "address-in-use"],
    ["tcp://*:0", "tcp", "192.0.2.1", "0", "address-not-bindable"],
    ["udp://*:0", "udp", "192.0.2.1", "0", "address-not-bindable"],
  ];
  for (const [grant, what, address, port, answer] of rows) {
    const said = await component(["--allow-inbound", grant!], what!, address!, port!);
    assertEquals(said, `bind: ${answer}\n`, `${grant} ${what} ${address} ${port}`);
  }
}, { about: "a component" });

/** Starts the guest that has sockets, with a listener on a free port. */
function startCommandOf(options: readonly string[], ...words: string[]): Deno.ChildProcess {
  return start([...options, "--stream", "web=listen:127.0.0.1:0", sockets, ...words]);
}

/** Where a guest listens; `rest` is over when it has no more to say. */
async function portOf(child: Deno.ChildProcess): Promise<{ port: number; rest: Promise<unknown> }> {
  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  for (;;) {
    const { value, done } = await reader.read();
    said += value ?? "";
    const [, port] = /listens on 127\.0\.0\.1:(\d+)\n/.exec(said) ?? [];
    if (port !== undefined) return { port: Number(port), rest: drained(reader) };
    if (done) throw new Error(said);
  }
}

async function drained(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}

attack("M13", async () => {
  using listening = listener();
  const { port } = listening.addr;
  const [wasi, connection] = await Promise.all([
    preview1({
      args: ["calls", "fd_read 3 <8> >4", "sock_recv 3 <4,4> 2 >4 >4"],
      grants: [stream("peer", { kind: "tcp", host: "127.0.0.1", port })],
      stdout: "capture",
    }),
    listening.accept(),
  ]);
  using _wasi = wasi;
  using peer = connection;
  const { instance } = await WebAssembly.instantiate(
    callsModule as Uint8Array<ArrayBuffer>,
    wasi.imports,
  );
  const memory = instance.exports.memory as WebAssembly.Memory;
  const running = wasi.start(instance);
  const parts = ["hello", "ab", "cd", "efgh"];
  for (const part of parts) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    // What the call saw of the memory before it waited is detached now.
    memory.grow(1);
    await peer.write(new TextEncoder().encode(part));
  }
  const { stdout, status } = await running;
  const text = new TextDecoder().decode(stdout);
  assertEquals(status, 0);
  const question = "3f";
  assertEquals(text.split("\n").slice(0, 2), [
    `fd_read 0 ${hex("hello")}${question.repeat(3)} 05000000`,
    `sock_recv 0 ${hex("abcd")} ${hex("efgh")} 08000000 0000${question.repeat(2)}`,
  ]);
});

function hex(text: string): string {
  return new TextEncoder().encode(text).toHex();
}
