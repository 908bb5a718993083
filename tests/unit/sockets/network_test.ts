import { assertEquals } from "@std/assert";
import { allowInbound, allowOutbound, allowResolve } from "../../../lib/grants/network.ts";
import { formatIpAddress } from "../../../lib/sockets/ip_address.ts";
import type { Network } from "../../../lib/sockets/network.ts";
import type { NetworkRefusal } from "../../../lib/sockets/refusal.ts";
import { TcpSocket } from "../../../lib/sockets/tcp_socket.ts";
import { UdpSocket } from "../../../lib/sockets/udp_socket.ts";
import { at, FakeBackend, networkOf, settled } from "../doubles/fake_network.ts";
import { outcomeOf } from "../outcome.ts";

async function connecting(network: Network, address: string): Promise<unknown> {
  using socket = new TcpSocket(network, "ipv4");
  socket.startConnect(at(address));
  await settled();
  return outcomeOf(() => void socket.finishConnect());
}

async function looking(network: Network, name: string): Promise<unknown> {
  const lookup = network.lookUp(name);
  await settled();
  return outcomeOf(() => lookup.finish().map(formatIpAddress));
}

Deno.test("a name that is granted is looked up when its address is connected to", async () => {
  const backend = new FakeBackend();
  backend.names = { "a.example": ["203.0.113.1", "127.0.0.1"] };
  const network = networkOf(backend, allowOutbound("tcp://a.example:80"));
  assertEquals(await connecting(network, "203.0.113.1 80"), undefined);
  assertEquals(
    outcomeOf(() => network.connect(at("127.0.0.1 80"), new AbortController().signal)),
    "access",
  );
  assertEquals(
    outcomeOf(() => network.connect(at("203.0.113.1 81"), new AbortController().signal)),
    "access",
  );
  assertEquals(backend.calls, ["look up a.example", "connect 203.0.113.1:80"]);
});

Deno.test("a name whose answers change leads where it led, and nowhere that is special", async () => {
  const backend = new FakeBackend();
  const network = networkOf(backend, allowOutbound("tcp://a.example:80"));
  backend.names = { "a.example": ["203.0.113.1"] };
  assertEquals(await looking(network, "a.example"), ["203.0.113.1"]);
  for (const address of ["127.0.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1"]) {
    backend.names = { "a.example": [address] };
    await looking(network, "a.example");
    const abort = new AbortController().signal;
    assertEquals(outcomeOf(() => network.connect(at(`${address} 80`), abort)), "access", address);
  }
  assertEquals(await connecting(network, "203.0.113.1 80"), undefined);
});

Deno.test("a name that is not found stands for nothing, and is asked for again", async () => {
  const backend = new FakeBackend();
  const network = networkOf(backend, allowOutbound("tcp://a.example:80"));
  assertEquals(await connecting(network, "203.0.113.1 80"), "access");
  backend.names = { "a.example": ["203.0.113.1"] };
  assertEquals(await connecting(network, "203.0.113.1 80"), undefined);
});

Deno.test("an inbound name is where its addresses are", async () => {
  const backend = new FakeBackend();
  backend.names = { "localhost": ["127.0.0.1", "10.0.0.1"] };
  const network = networkOf(backend, allowInbound("tcp://localhost:8080"));
  const listening = async (address: string) => {
    using socket = new TcpSocket(network, "ipv4");
    const started = outcomeOf(() => socket.startBind(at(address)));
    await settled();
    return started ?? outcomeOf(() => socket.finishBind());
  };
  assertEquals(await listening("127.0.0.1 8080"), undefined);
  assertEquals(await listening("0.0.0.0 8080"), "access");
  assertEquals(await listening("127.0.0.1 8081"), "access");
});

Deno.test("Network.lookUp() asks for what is granted alone", async () => {
  const backend = new FakeBackend();
  backend.names = {
    "a.example": ["203.0.113.1", "2001:db8::1", "::ffff:1.2.3.4"],
    "b.a.example": ["203.0.113.2"],
    "c.example": ["2001:db8::3"],
  };
  const network = networkOf(
    backend,
    allowResolve("*.a.example"),
    allowResolve("c.example#ipv4-only"),
    allowOutbound("tcp://a.example:80"),
    allowInbound("tcp://d.example:80"),
  );
  assertEquals(await looking(network, "A.example."), ["203.0.113.1", "2001:db8:0:0:0:0:0:1"]);
  assertEquals(await looking(network, "b.a.example"), ["203.0.113.2"]);
  assertEquals(await looking(network, "c.example"), "name-unresolvable");
  assertEquals(await looking(network, "x.a.example"), "name-unresolvable");
  const calls = backend.calls.length;
  const rows = [
    ...[["xa.example", "access"], ["example", "access"], ["d.example", "access"]],
    ...[["a.example\0", "invalid"], ["", "invalid"], ["::ffff:1.2.3.4", "invalid"]],
    ...[["0x7f.1", "invalid"], ["2130706433", "invalid"], ["a".repeat(65_536), "invalid"]],
  ] as const;
  for (const [name, outcome] of rows) {
    assertEquals(outcomeOf(() => network.lookUp(name!)), outcome, name!.slice(0, 20));
  }
  assertEquals(backend.calls.length, calls);
  // An address is itself, and nobody has to be waited for.
  assertEquals(network.lookUp("127.0.0.1").finish().map(formatIpAddress), ["127.0.0.1"]);
});

Deno.test("Network.lookUp() looks for so many names at a time", async () => {
  const backend = new FakeBackend();
  const network = networkOf(backend, allowResolve("*"));
  const look = (i: number) => outcomeOf(() => void network.lookUp(`n${i}.example`));
  const codes = Array.from({ length: 100_000 }, (_, i) => look(i));
  assertEquals(codes.filter((code) => code === "temporary-resolver-failure").length, 99_968);
  await settled();
  assertEquals(backend.calls.length, 32);
  assertEquals(look(0), undefined);
});

Deno.test("Network looks for all names that an address can be of, each once at a time", async () => {
  const backend = new FakeBackend();
  const names = Array.from({ length: 50 }, (_, i) => `n${i}.example`);
  backend.names = { "n49.example": ["203.0.113.49"] };
  const network = networkOf(backend, ...names.map((name) => allowOutbound(`tcp://${name}:80`)));
  const sockets = [1, 2].map(() => new TcpSocket(network, "ipv4"));
  for (const socket of sockets) socket.startConnect(at("203.0.113.49 80"));
  await settled();
  for (const socket of sockets) socket.finishConnect();
  assertEquals(backend.calls.filter((call) => call.startsWith("look up")).length, 50);
});

Deno.test("Network.lookUp() answers so many addresses of a name", async () => {
  const backend = new FakeBackend();
  backend.names = {
    "a.example": Array.from({ length: 5000 }, (_, i) => `10.0.${i >> 8}.${i & 255}`),
  };
  const found = await looking(networkOf(backend, allowResolve("*")), "a.example");
  assertEquals((found as string[]).length, 256);
});

/** What is noted of refusals, from now on. */
function refusalsOf(network: Network): NetworkRefusal[] {
  const refusals: NetworkRefusal[] = [];
  network.refused = (refusal) => void refusals.push(refusal);
  return refusals;
}

Deno.test("Network tells of each refusal for want of a grant, once it is known", async () => {
  const backend = new FakeBackend();
  backend.names = { "a.example": ["203.0.113.1"], "evil.example": ["127.0.0.1"] };
  const network = networkOf(
    backend,
    allowOutbound("tcp://a.example:80"),
    allowOutbound("udp://203.0.113.9:53"),
    allowResolve("evil.example"),
  );
  const refusals = refusalsOf(network);
  const noted = async (act: () => unknown) => {
    outcomeOf(act);
    await settled();
    return refusals.splice(0);
  };
  const tcp = { kind: "outbound", transport: "tcp" } as const;
  const signal = new AbortController().signal;
  const connect = (address: string) => () =>
    void network.connect(at(address), signal).catch(() => {});
  assertEquals(await noted(connect("203.0.113.1 80")), [], "allowed when the name is found");
  assertEquals(await noted(connect("203.0.113.2 80")), [{ ...tcp, address: at("203.0.113.2 80") }]);
  assertEquals(await noted(connect("203.0.113.1 81")), [
    { ...tcp, address: at("203.0.113.1 81"), name: "a.example" },
  ]);
  await looking(network, "evil.example");
  // A grant to the name would not be one to this address.
  assertEquals(await noted(connect("127.0.0.1 81")), [{ ...tcp, address: at("127.0.0.1 81") }]);
  assertEquals(await noted(() => network.lookUp("B.example.")), [
    { kind: "resolve", name: "b.example" },
  ]);
  assertEquals(await noted(() => network.lookUp("0x7f.1")), [], "no name at all");
  assertEquals(await noted(() => network.listen(at("127.0.0.1 0"))), [
    { kind: "inbound", transport: "tcp", address: at("127.0.0.1 0") },
  ]);
});

Deno.test("Network tells of refusals of datagrams, and of no port that may send", async () => {
  const udp = async (network: Network, address: string) => {
    const refusals = refusalsOf(network);
    const socket = new UdpSocket(network, "ipv4");
    outcomeOf(() => socket.startBind(at(address)));
    await settled();
    return { socket, refusals };
  };
  const inbound = (address: string) =>
    [{ kind: "inbound", transport: "udp", address: at(address) }] as NetworkRefusal[];
  const nothing = networkOf(new FakeBackend());
  assertEquals((await udp(nothing, "0.0.0.0 0")).refusals, inbound("0.0.0.0 0"));
  const client = networkOf(new FakeBackend(), allowOutbound("udp://203.0.113.9:53"));
  assertEquals((await udp(client, "127.0.0.1 53")).refusals, inbound("127.0.0.1 53"));
  const { socket, refusals } = await udp(client, "0.0.0.0 0");
  socket.finishBind();
  assertEquals(refusals, []);
  const streams = socket.stream(undefined);
  streams.checkSend();
  const outbound = (address: string) => ({
    ...{ kind: "outbound", transport: "udp", address: at(address) },
  } as NetworkRefusal);
  outcomeOf(() => streams.send([{ data: new Uint8Array(1), remote: at("203.0.113.9 54") }]));
  outcomeOf(() => socket.stream(at("203.0.113.8 53")));
  assertEquals(refusals, [outbound("203.0.113.9 54"), outbound("203.0.113.8 53")]);
});
