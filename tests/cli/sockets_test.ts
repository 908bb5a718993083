/**
 * `--stream` with `tcp:` and `listen:`: guests that talk over loopback.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { testRows } from "./rows.ts";
import { type Ended, sluice, start, type Surroundings } from "./spawn.ts";
import { workspace } from "./workspace.ts";

const MODULE = new URL("guests/sockets.wasm", import.meta.url);

/** Listens on a free port of the loopback interface for the guests to connect to. */
function listener(): Deno.TcpListener {
  return Deno.listen({ hostname: "127.0.0.1", port: 0 });
}

/** Runs a guest that is connected to the test. */
async function connected(
  words: readonly string[],
  peer: (connection: Deno.TcpConn) => Promise<void>,
  surroundings?: Surroundings,
): Promise<Ended> {
  using place = workspace();
  Deno.copyFileSync(MODULE, `${place.path}/sockets.wasm`);
  using listening = listener();
  const [ended] = await Promise.all([
    sluice(
      ["--stream", `peer=tcp:127.0.0.1:${listening.addr.port}`, "sockets.wasm", ...words],
      { cwd: place.path, ...surroundings },
    ),
    listening.accept().then(async (connection) => {
      using _connection = connection;
      await peer(connection);
    }),
  ]);
  return ended;
}

/** A guest that listens, and where. */
interface Server extends AsyncDisposable {
  readonly port: number;
  readonly child: Deno.ChildProcess;
}

/** Starts a guest that listens on a free port. What it says on standard error comes first. */
async function server(options: readonly string[], words: readonly string[]): Promise<Server> {
  const place = workspace();
  Deno.copyFileSync(MODULE, `${place.path}/sockets.wasm`);
  const child = start(
    ["--stream", "web=listen:127.0.0.1:0", ...options, "sockets.wasm", ...words],
    { cwd: place.path },
  );
  let said = "";
  for await (const part of child.stderr.pipeThrough(new TextDecoderStream())) {
    said += part;
    if (/listens on .*\n/.test(said)) break;
  }
  const [, port] = /^warning: --stream web listens on 127\.0\.0\.1:(\d+)\n/m.exec(said) ?? [];
  assert(port !== undefined, said);
  return {
    port: Number(port),
    child,
    async [Symbol.asyncDispose]() {
      if (!child.stdout.locked) await child.stdout.cancel();
      await child.status;
      place[Symbol.dispose]();
    },
  };
}

/** Everything that comes until the end. */
async function rest(connection: Deno.TcpConn): Promise<string> {
  return await new Response(connection.readable).text();
}

/** So many bytes. */
async function exactly(connection: Deno.TcpConn, count: number): Promise<string> {
  const buffer = new Uint8Array(count);
  let at = 0;
  while (at < count) {
    const got = await connection.read(buffer.subarray(at));
    if (got === null) throw new Error(`the end after ${at} of ${count} bytes`);
    at += got;
  }
  return new TextDecoder().decode(buffer);
}

async function send(connection: Deno.TcpConn, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("a guest asks over a connection, ends its half, and reads the answer", async () => {
  const { status, stdout, stderr } = await connected(["half"], async (peer) => {
    assertEquals(await exactly(peer, 8), "question");
    // The end, although the other direction is open.
    assertEquals(await peer.read(new Uint8Array(1)), null);
    await send(peer, "answer");
  });
  assertEquals([status, stderr], [0, ""]);
  assertEquals(stdout, "shutdown 0 \nwrite -1 Broken pipe\nanswer answer\nshutdown 0 \nrecv 0 \n");
});

Deno.test("a guest looks before it takes, and takes no less than it wants", async () => {
  const { stdout } = await connected(["look"], async (peer) => {
    for (const part of ["abcde", "fghi", "jklm", "nop"]) {
      await send(peer, part);
      await pause(20);
    }
  });
  assertEquals(stdout, "peek abc\nrecv ab\nwaitall cdefghijkl\nwaitall mnop\nend 0 \n");
});

Deno.test("a socket tells a guest that it is one", async () => {
  const { stdout } = await connected(["status"], async (peer) => void await rest(peer));
  assertEquals(stdout.split("\n"), [
    ...["fdstat 0 ", "type 6 ", "fstat 0 ", "socket 1 ", "size 0 "],
    ...["lseek -1 Invalid seek", "pread -1 Invalid seek", "pwrite -1 Invalid seek"],
    ...["ftruncate -1 Invalid argument", "fsync -1 Invalid argument"],
    ...["accept -1 Capabilities insufficient", "bad how 28 ", ""],
  ]);
});

Deno.test("what a guest wrote arrives, although the guest has ended and the peer is slow", async () => {
  const count = 3_000_000;
  const { status } = await connected(["send", `${count}`], async (peer) => {
    await pause(300);
    assertEquals((await rest(peer)).length, count);
  });
  assertEquals(status, 0);
});

Deno.test("a guest echoes megabytes to a peer that writes and reads at once", async () => {
  const text = "0123456789abcdef".repeat(1 << 17);
  const { stdout } = await connected(["echo"], async (peer) => {
    const sent = send(peer, text).then(() => peer.closeWrite());
    assertEquals(await exactly(peer, text.length), text);
    await sent;
  });
  assertEquals(stdout, `end ${text.length} \n`);
});

Deno.test("a peer that breaks off is an error of the guest's read or its end, and no more", async () => {
  const { status, stdout } = await connected(["echo"], async (peer) => {
    await send(peer, "x".repeat(100_000));
    // Closing with bytes that nobody has read resets the connection.
    await exactly(peer, 10);
  });
  assertEquals(status, 0);
  assertMatch(stdout, /^((write|recv) -1 (Broken pipe|Connection reset by peer)\n|end \d+ \n)+$/);
});

Deno.test("a guest reads its input from a connection and writes its output to another", async () => {
  using place = workspace();
  using listening = listener();
  const to = `tcp:127.0.0.1:${listening.addr.port}`;
  const ended = sluice(["--stdin", to, "--stdout", to, "cat.wasm"], { cwd: place.path });
  using input = await listening.accept();
  using output = await listening.accept();
  await send(input, "through");
  await input.closeWrite();
  assertEquals(await rest(output), "through");
  assertEquals((await ended).status, 0);
});

Deno.test("a guest of one thread serves many connections at once", async () => {
  const [clients, rounds] = [100, 5];
  await using serving = await server([], ["serve", `${clients}`]);
  const connections = await Promise.all(
    Array.from(
      { length: clients },
      () => Deno.connect({ hostname: "127.0.0.1", port: serving.port }),
    ),
  );
  for (let round = 0; round < rounds; round++) {
    await Promise.all(connections.map(async (connection, i) => {
      const text = `client ${i} round ${round}`;
      await send(connection, text);
      assertEquals(await exactly(connection, text.length), text);
    }));
  }
  for (const connection of connections) connection.close();
  assertEquals((await serving.child.status).code, 0);
});

Deno.test("a client that says nothing keeps nobody waiting", async () => {
  await using serving = await server([], ["serve", "2"]);
  using silent = await Deno.connect({ hostname: "127.0.0.1", port: serving.port });
  using client = await Deno.connect({ hostname: "127.0.0.1", port: serving.port });
  await send(client, "hello");
  assertEquals(await exactly(client, 5), "hello");
  await client.closeWrite();
  assertEquals(await rest(client), "");
  await silent.closeWrite();
  assertEquals(await silent.read(new Uint8Array(1)), null);
  assertEquals((await serving.child.status).code, 0);
});

Deno.test("an accept that waits gets the connection; one that must not wait finds it later", async () => {
  {
    await using serving = await server([], ["echo-one"]);
    using client = await Deno.connect({ hostname: "127.0.0.1", port: serving.port });
    await send(client, "hello");
    assertEquals(await exactly(client, 5), "hello");
    await client.closeWrite();
    assertEquals(await rest(client), "");
    assertEquals(await new Response(serving.child.stdout).text(), "end 5 \n");
  }
  await using serving = await server([], ["accept-at-once"]);
  const output = serving.child.stdout.pipeThrough(new TextDecoderStream());
  let said = "";
  for await (const part of output) {
    said += part;
    if (!said.includes("ready\n") || said.includes("accepted")) continue;
    (await Deno.connect({ hostname: "127.0.0.1", port: serving.port })).close();
  }
  assertEquals(
    said,
    "accept -1 Resource temporarily unavailable\nready\naccepted after some tries\n",
  );
});

Deno.test("a guest can be ended while it waits for a connection", async () => {
  await using serving = await server(["--timeout", "300ms"], ["echo-one"]);
  assertEquals((await serving.child.status).code, 124);
});

Deno.test("nobody else can listen where a guest does, and the port is free afterwards", async () => {
  const serving = await server([], ["echo-one"]);
  const spec = `web=listen:127.0.0.1:${serving.port}`;
  const refused = await sluice(["--stream", spec, "--explain"]);
  assertEquals([refused.status, refused.stdout], [2, ""]);
  assertEquals(refused.stderr, `error: listen:127.0.0.1:${serving.port} is in use\n`);
  (await Deno.connect({ hostname: "127.0.0.1", port: serving.port })).close();
  await serving[Symbol.asyncDispose]();
  assertEquals((await sluice(["--stream", spec, "--explain"])).status, 0);
});

testRows("LISTEN_FDS and LISTEN_FDNAMES count every stream where a listener is granted", [
  {
    name: "none is granted",
    words: ["--stream", "a=null", "sockets.wasm", "variables"],
    stdout: "- - 3\n",
  },
  {
    name: "the first stream is behind the directories",
    words: [
      ...["--dir", "data", "--stream", "a=null", "--stream", "b=file:file", "sockets.wasm"],
      "variables",
    ],
    stdout: "- - 4\n",
  },
  {
    name: "all streams count",
    words: [
      ...["--stream", "a=null", "--stream", "web=listen:127.0.0.1:0"],
      ...["--stream", "b=file:file", "sockets.wasm", "variables"],
    ],
    stdout: "3 a:web:b 3\n",
    warning: /^--stream web listens on 127\.0\.0\.1:\d+$/,
  },
  {
    name: "what is set by name stays",
    words: [
      ...["--env", "LISTEN_FDS=7", "--stream", "web=listen:127.0.0.1:0"],
      ...["sockets.wasm", "variables"],
    ],
    stdout: "7 web 3\n",
    warning: /listens on/,
  },
  {
    name: "what the host has is not the guest's",
    words: ["--inherit-env", "--stream", "web=listen:[::1]:0", "sockets.wasm", "variables"],
    env: { LISTEN_FDS: "9", LISTEN_FDNAMES: "host" },
    stdout: "1 web 3\n",
    warning: /listens on \[::1\]:\d+$/,
  },
], {
  prepare: (place) => Deno.copyFileSync(MODULE, `${place.path}/sockets.wasm`),
});
