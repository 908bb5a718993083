/**
 * `--allow-outbound`, `--allow-inbound` and `--allow-resolve`: components that talk over loopback.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { allowInbound, allowOutbound, run } from "../../mod.ts";
import { testRows } from "./rows.ts";
import { type Ended, pathChecked, sluice, start } from "./spawn.ts";

const GUEST = fromFileUrl(
  new URL("../guests/components/sockets/sockets.wasm", import.meta.url),
);

/**
 * Deno looks for a newer version of itself when a run lasts, and complains of files that it cannot read
 * for that behind a wall.
 */
const env = { DENO_NO_UPDATE_CHECK: "1" };

/** Starts a guest that says its port. `rest` is what it says after that, when it has ended. */
async function server(
  options: readonly string[],
  ...words: readonly string[]
): Promise<{ readonly port: number; readonly rest: Promise<string> }> {
  const child = start([...options, GUEST, ...words], { env });
  const said = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const complaints = new Response(child.stderr).text();
  let text = "";
  for (;;) {
    const { value, done } = await said.read();
    text += value ?? "";
    const [line, port] = /^port (\d+)\n/.exec(text) ?? [];
    if (port !== undefined) {
      return { port: Number(port), rest: rest(text.slice(line!.length)) };
    }
    if (done) throw new Error(text + await complaints);
  }

  async function rest(beginning: string): Promise<string> {
    let text = beginning;
    for (let part = await said.read(); !part.done; part = await said.read()) text += part.value;
    const { code } = await child.status;
    assertEquals(code, 0, await complaints);
    await complaints;
    return text;
  }
}

function client(options: readonly string[], ...words: readonly string[]): Promise<Ended> {
  return sluice([...options, GUEST, ...words], { env });
}

const IPV6 = "0:0:0:0:0:0:0:1";

Deno.test("a component that is a server echoes to one that is a client", async () => {
  for (const [host, address] of [["127.0.0.1", "127.0.0.1"], ["[::1]", IPV6]] as const) {
    const { port, rest } = await server(
      ["--allow-inbound", `tcp://${host}:0`],
      ...["serve", address, "0"],
    );
    const { status, stdout, stderr } = await client(
      ["--allow-outbound", `tcp://${host}:${port}`],
      ...["connect", address, `${port}`],
    );
    assertEquals([status, stdout, stderr], [0, "over loopback\nend\n", ""], host);
    assertEquals(await rest, "served\n");
  }
});

Deno.test("a component echoes a megabyte to a program", async () => {
  const { port, rest } = await server(
    ["--allow-inbound", "tcp://localhost:0"],
    ...["serve", "127.0.0.1", "0"],
  );
  const text = "0123456789abcdef".repeat(1 << 16);
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const [echoed] = await Promise.all([
    new Response(connection.readable).text(),
    new Blob([text]).stream().pipeTo(connection.writable, { preventClose: true })
      .then(() => connection.closeWrite()),
  ]);
  assert(echoed === text);
  assertEquals(await rest, "served\n");
});

Deno.test("a component serves 64 connections at a time, and keeps nothing of those that are over", async () => {
  const [atATime, rounds] = [64, 5];
  // A connection has four resources: fewer than all connections together would have.
  const { port, rest } = await server(
    ["--allow-inbound", "tcp://127.0.0.1:0", "--max-handles", "300"],
    ...["crowd", "127.0.0.1", "0", `${atATime * rounds}`],
  );
  const text = "0123456789abcdef".repeat(1000);
  for (let round = 0; round < rounds; round++) {
    const connections = await Promise.all(
      Array.from({ length: atATime }, () => Deno.connect({ hostname: "127.0.0.1", port })),
    );
    const echoed = await Promise.all(connections.map(async (connection) => {
      const answer = new Response(connection.readable).text();
      await new Blob([text]).stream().pipeTo(connection.writable, { preventClose: true });
      await connection.closeWrite();
      return await answer;
    }));
    assertEquals(echoed.filter((one) => one !== text).length, 0, `round ${round}`);
  }
  assertEquals(await rest, `${atATime * rounds} served, several at a time\n`);
});

Deno.test("a component answers datagrams of components", async () => {
  const { port, rest } = await server(
    ["--allow-inbound", "udp://127.0.0.1:0"],
    ...["receive", "127.0.0.1", "0"],
  );
  for (const how of ["by address", "by name"]) {
    const host = how === "by name" ? "localhost" : "127.0.0.1";
    const { status, stdout, stderr } = await client(
      ["--allow-outbound", `udp://${host}:${port}`],
      ...["send", "127.0.0.1", `${port}`],
    );
    assertEquals([status, stdout, stderr], [0, "send: ok\nby datagram\n", ""], how);
  }
  assertEquals(await rest, "answer: ok\nanswer: ok\n");
});

Deno.test("a component waits for connections, datagrams and time together", async () => {
  const options = ["tcp", "udp"].flatMap((transport) => [
    ...["--allow-inbound", `${transport}://127.0.0.1:0`],
    ...["--allow-outbound", `${transport}://127.0.0.1:*`],
  ]);
  const { status, stdout, stderr } = await client(options, "poll", "127.0.0.1", "0");
  assertEquals([status, stdout, stderr], [0, "time\nsend: ok\ndatagram\nconnection\n", ""]);
});

Deno.test("a run in the library has the same network, and so has one in a process of its own", async () => {
  using listening = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listening.addr;
  const echo = async () => {
    using connection = await listening.accept();
    await connection.readable.pipeTo(connection.writable);
  };
  for (const process of [{}, { process: {} }]) {
    const [{ status, stdout }] = await Promise.all([
      run(GUEST, {
        args: ["connect", "127.0.0.1", `${port}`],
        grants: [allowOutbound(`tcp://127.0.0.1:${port}`), allowInbound("tcp://*:*")],
        stdout: "capture",
        ...process,
      }),
      echo().catch(() => {}),
    ]);
    assertEquals([status, new TextDecoder().decode(stdout)], [0, "over loopback\nend\n"]);
  }
});

testRows("the network", [
  {
    name: "names are looked for as far as they are granted",
    words: ["--allow-resolve", "localhost", GUEST, "lookup", "localhost"],
    stdout: /^(127\.0\.0\.1\n|0:0:0:0:0:0:0:1\n)+$/,
  },
  {
    name: "the same with all names, and without a wall",
    words: [
      // Without FFI there is no wall, and the tests say so to each command.
      ...pathChecked ? [] : ["--isolation", "basic"],
      ...["--allow-resolve", "*#ipv4-only"],
      ...[GUEST, "lookup", "localhost"],
    ],
    stdout: "127.0.0.1\n",
  },
  {
    name: "a name that may be reached may be asked for",
    words: ["--allow-outbound", "tcp://localhost:80#ipv4-only", GUEST, "lookup", "LOCALHOST."],
    stdout: "127.0.0.1\n",
  },
  {
    name: "a connection that is refused is told as that",
    words: ["--allow-outbound", "tcp://127.0.0.1:1", GUEST, "connect", "127.0.0.1", "1"],
    stdout: "finish-connect: connection-refused\n",
    env,
  },
  {
    name: "sockets tell what is out of order",
    words: [GUEST, "states"],
    stdout: "finish-bind: not-in-progress\nfinish-connect: not-in-progress\n" +
      "start-listen: invalid-state\naccept: invalid-state\nlocal-address: invalid-state\n" +
      "shutdown: invalid-state\nbind to the other family: invalid-argument\n" +
      "bind to a mapped address: invalid-argument\nbind to a group: invalid-argument\n" +
      "connect to nowhere: invalid-argument\nconnect after that: invalid-state\n",
  },
]);

Deno.test("--explain says what is granted of the network, whatever it is to be given to", async () => {
  const grants = [
    ...["--allow-outbound", "tcp://example.com:80,443", "--allow-inbound", "udp://[::1]:53"],
    ...["--allow-resolve", "*.example.com#ipv6-only", "--explain"],
  ];
  const line = "network: outbound tcp://example.com:80,443, inbound udp://[::1]:53, " +
    "resolve *.example.com#ipv6-only (for a component)\n";
  for (const module of [[], [GUEST], ["exit.wasm"]]) {
    const { status, stdout } = await sluice([...grants, ...module]);
    assertEquals(status, 0);
    assert(stdout.includes(line), stdout);
  }
  const { stdout } = await sluice([...grants, "--json", GUEST]);
  assertEquals(JSON.parse(stdout).network, [
    ["--allow-outbound", "tcp://example.com:80,443"],
    ["--allow-inbound", "udp://[::1]:53"],
    ["--allow-resolve", "*.example.com#ipv6-only"],
  ]);
  assertMatch((await sluice(["--explain"])).stdout, /^network: none$/m);
});
