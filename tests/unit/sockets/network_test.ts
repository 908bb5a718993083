import { assertEquals } from "@std/assert";
import { allowInbound, allowOutbound, allowResolve } from "../../../lib/grants/network.ts";
import { formatIpAddress } from "../../../lib/sockets/ip_address.ts";
import type { Network } from "../../../lib/sockets/network.ts";
import { TcpSocket } from "../../../lib/sockets/tcp_socket.ts";
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
  const lookups = Array.from({ length: 100_000 }, (_, i) => network.lookUp(`n${i}.example`));
  await settled();
  const codes = lookups.map((lookup) => outcomeOf(() => lookup.finish()));
  assertEquals(codes.filter((code) => code === "temporary-resolver-failure").length, 99_968);
  assertEquals(backend.calls.length, 32);
});
