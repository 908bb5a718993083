import { assertEquals, assertThrows } from "@std/assert";
import { Trap } from "../../../lib/errors.ts";
import { allowInbound, allowOutbound } from "../../../lib/grants/network.ts";
import { UdpSocket } from "../../../lib/sockets/udp_socket.ts";
import { at, FakeBackend, networkOf, type PortFake, settled } from "../doubles/fake_network.ts";
import { outcomeOf } from "../outcome.ts";

const CLIENT = [allowOutbound("udp://127.0.0.1:53")];
const SERVER = [allowInbound("udp://127.0.0.1:53")];

async function bound(
  grants: Parameters<typeof networkOf>[1][],
  address: string,
): Promise<{ socket: UdpSocket; port: PortFake }> {
  const backend = new FakeBackend();
  const socket = new UdpSocket(networkOf(backend, ...grants), "ipv4");
  socket.startBind(at(address));
  await settled();
  socket.finishBind();
  return { socket, port: backend.ports[0]! };
}

Deno.test("UdpSocket.startBind() refuses at once where nothing is granted", () => {
  const socket = new UdpSocket(networkOf(new FakeBackend()), "ipv4");
  assertEquals(outcomeOf(() => socket.startBind(at("0.0.0.0 0"))), "access");
});

Deno.test("UdpSocket binds where it may listen, or anywhere to talk to whom it may", async () => {
  const rows = [
    [CLIENT, "0.0.0.0 0", undefined],
    [CLIENT, "127.0.0.1 0", "access"],
    [CLIENT, "0.0.0.0 53", "access"],
    [SERVER, "127.0.0.1 53", undefined],
    [SERVER, "0.0.0.0 53", "access"],
    [SERVER, "0.0.0.0 0", "access"],
    [SERVER, "127.0.0.1 0", "access"],
  ] as const;
  for (const [grants, address, outcome] of rows) {
    const socket = new UdpSocket(networkOf(new FakeBackend(), ...grants), "ipv4");
    socket.startBind(at(address));
    assertEquals(outcomeOf(() => socket.finishBind()), "would-block");
    assertEquals(outcomeOf(() => socket.startBind(at(address))), "concurrency-conflict");
    await settled();
    assertEquals(outcomeOf(() => socket.finishBind()), outcome, address);
    assertEquals(outcomeOf(() => socket.finishBind()), "not-in-progress");
  }
});

Deno.test("a client of datagrams hears only those to whom it may send", async () => {
  const { socket, port } = await bound(CLIENT, "0.0.0.0 0");
  const streams = socket.stream(undefined);
  port.come("127.0.0.1 54");
  port.come("127.0.0.1 53");
  assertEquals(streams.receive(10).map(({ remote }) => remote), [at("127.0.0.1 53")]);
});

Deno.test("a server of datagrams answers whom it heard, and nobody else", async () => {
  const { socket, port } = await bound(SERVER, "127.0.0.1 53");
  const streams = socket.stream(undefined);
  const send = (to: string) => {
    streams.checkSend();
    return outcomeOf(() => streams.send([{ data: new Uint8Array(3), remote: at(to) }]));
  };
  assertEquals(send("127.0.0.1 4000"), "access");
  port.come("127.0.0.1 4000");
  assertEquals([send("127.0.0.1 4000"), send("127.0.0.1 4001")], [1, "access"]);
  assertEquals(port.sent, ["3 to 127.0.0.1:4000"]);
});

Deno.test("streams of datagrams hold to their peer, to what is permitted, and to the first failure", async () => {
  const { socket, port } = await bound(CLIENT, "0.0.0.0 0");
  assertEquals(outcomeOf(() => socket.stream(at("127.0.0.1 54"))), "access");
  assertEquals(outcomeOf(() => socket.stream(at("::1 53"))), "invalid");
  assertEquals(outcomeOf(() => socket.remote), "invalid-state");
  const first = socket.stream(undefined);
  const streams = socket.stream(at("127.0.0.1 53"));
  assertEquals(socket.remote, at("127.0.0.1 53"));
  assertEquals(outcomeOf(() => first.receive(1)), "invalid-state");
  const data = new Uint8Array(1);
  const one = { data, remote: undefined };
  assertThrows(() => streams.send([one]), Trap, "permitted");
  assertEquals(streams.checkSend(), 2);
  assertThrows(() => streams.send([one, one, one]), Trap, "permitted");
  assertEquals(streams.send([one, { data, remote: at("127.0.0.1 54") }]), 1);
  assertEquals(streams.send([]), 0);
  assertEquals(outcomeOf(() => streams.send([{ data, remote: at("127.0.0.1 54") }])), "invalid");
  const large = { data: new Uint8Array(65_508), remote: undefined };
  assertEquals(outcomeOf(() => streams.send([large])), "message-size");
  assertEquals(port.sent, ["1 to 127.0.0.1:53"]);
  socket[Symbol.dispose]();
  assertEquals([port.closed, outcomeOf(() => streams.checkSend())], [1, "invalid-state"]);
});

Deno.test("streams with one peer hear nobody else, also on a port that hears everybody", async () => {
  const { socket, port } = await bound(
    [...SERVER, allowOutbound("udp://127.0.0.1:9")],
    "127.0.0.1 53",
  );
  const streams = socket.stream(at("127.0.0.1 9"));
  for (const from of ["127.0.0.1 8", "127.0.0.1 9", "127.0.0.2 9"]) port.come(from);
  assertEquals(streams.receive(10).map(({ remote }) => remote), [at("127.0.0.1 9")]);
});

Deno.test("a permission to send is used up by what was sent", async () => {
  const { socket } = await bound(CLIENT, "0.0.0.0 0");
  const streams = socket.stream(at("127.0.0.1 53"));
  const one = { data: new Uint8Array(1), remote: undefined };
  streams.checkSend();
  assertEquals([streams.send([one]), streams.send([one])], [1, 1]);
  assertThrows(() => streams.send([one]), Trap, "permitted");
});

Deno.test("a server of datagrams forgets whom it heard first", async () => {
  const { socket, port } = await bound(SERVER, "127.0.0.1 53");
  const streams = socket.stream(undefined);
  const send = (to: string) => {
    streams.checkSend();
    return outcomeOf(() => streams.send([{ data: new Uint8Array(1), remote: at(to) }]));
  };
  for (let i = 1; i <= 1025; i++) port.come(`127.0.0.1 ${i}`);
  assertEquals([1, 2, 1025].map((i) => send(`127.0.0.1 ${i}`)), ["access", 1, 1]);
});

Deno.test("UdpSocket.startBind() refuses addresses that are none of the family", () => {
  const rows = [["ipv6", "::ffff:127.0.0.1 53"], ["ipv6", "127.0.0.1 53"], [
    "ipv4",
    "::1 53",
  ]] as const;
  for (const [family, address] of rows) {
    const socket = new UdpSocket(networkOf(new FakeBackend(), allowInbound("udp://*:*")), family);
    assertEquals(outcomeOf(() => socket.startBind(at(address))), "invalid", address);
  }
});
