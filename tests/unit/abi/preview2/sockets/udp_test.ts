import { assertEquals, assertThrows } from "@std/assert";
import { socketInterfaces } from "../../../../../lib/abi/preview2/sockets/world.ts";
import { Trap } from "../../../../../lib/errors.ts";
import { allowInbound } from "../../../../../lib/grants/network.ts";
import { FakeBackend, networkOf, settled } from "../../../doubles/fake_network.ts";
import { callsOf, contextOf } from "../../../doubles/preview2.ts";

interface Answer<T> {
  readonly tag: string;
  readonly value: T;
}

function address(port: number, scopeId = 0): object {
  return { tag: "ipv6", value: { port, flowInfo: 0, address: [0, 0, 0, 0, 0, 0, 0, 1], scopeId } };
}

/** The streams of a socket that has heard somebody, and what calls their functions. */
async function streams(backend: FakeBackend) {
  const network = networkOf(backend, allowInbound("udp://[::1]:*"));
  const context = contextOf({ sockets: socketInterfaces(network) });
  const call = callsOf("sockets/udp", context);
  const create = callsOf("sockets/udp-create-socket", context);
  const { value: socket } = create("create-udp-socket", "ipv6") as Answer<object>;
  call("[method]udp-socket.start-bind", socket, {}, address(53));
  await settled();
  call("[method]udp-socket.finish-bind", socket);
  const answer = call("[method]udp-socket.stream", socket, undefined) as Answer<[object, object]>;
  const [incoming, outgoing] = answer.value;
  return { call, incoming, outgoing };
}

Deno.test("send() answers how many went, and why the first did not", async () => {
  const backend = new FakeBackend();
  const { call, outgoing } = await streams(backend);
  const [port] = backend.ports;
  port!.come("::1 9");
  const data = new Uint8Array(1);
  const good = { data, remoteAddress: address(9) };
  const zoned = { data, remoteAddress: address(9, 1) };
  const send = (...datagrams: object[]) => {
    call("[method]outgoing-datagram-stream.check-send", outgoing);
    return call("[method]outgoing-datagram-stream.send", outgoing, datagrams);
  };
  assertEquals(send(good, zoned), { tag: "ok", value: 1n });
  assertEquals(send(zoned, good), { tag: "err", value: "not-supported" });
  assertEquals(send({ data, remoteAddress: address(8) }), { tag: "err", value: "access-denied" });
  assertEquals(port!.sent, ["1 to [0:0:0:0:0:0:0:1]:9"]);
  assertThrows(() => send(zoned, zoned, zoned), Trap);
});

Deno.test("receive() answers 64 datagrams at most", async () => {
  const backend = new FakeBackend();
  const { call, incoming } = await streams(backend);
  for (let i = 0; i < 100; i++) backend.ports[0]!.come("::1 9");
  const receive = (most: bigint) => {
    const answer = call("[method]incoming-datagram-stream.receive", incoming, most);
    return (answer as Answer<object[]>).value.length;
  };
  assertEquals([0n, 2n, 2n ** 64n - 1n, 2n ** 64n - 1n].map(receive), [0, 2, 64, 34]);
});
