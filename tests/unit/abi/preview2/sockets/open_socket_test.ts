import { assertEquals } from "@std/assert";
import { OpenCount } from "../../../../../lib/abi/preview2/filesystem/open_count.ts";
import type { TcpSocketResource } from "../../../../../lib/abi/preview2/sockets/tcp_resource.ts";
import type { UdpSocketResource } from "../../../../../lib/abi/preview2/sockets/udp_resources.ts";
import { socketInterfaces } from "../../../../../lib/abi/preview2/sockets/world.ts";
import { allowInbound, allowOutbound, allowResolve } from "../../../../../lib/grants/network.ts";
import {
  AddressedFake,
  at,
  FakeBackend,
  networkOf,
  settled,
} from "../../../doubles/fake_network.ts";
import { callsOf, contextOf } from "../../../doubles/preview2.ts";

const ADDRESS = { tag: "ipv4", value: { port: 80, address: [127, 0, 0, 1] } };

/** What a guest calls that may have three things open. */
function calls(backend: FakeBackend) {
  const grants = [
    allowInbound("tcp://*:*"),
    allowInbound("udp://*:*"),
    allowOutbound("tcp://127.0.0.1:80"),
  ];
  const network = networkOf(backend, ...grants, allowResolve("*"));
  const context = contextOf({ sockets: socketInterfaces(network), open: new OpenCount(0, 3) });
  return { context, of: (name: string) => callsOf(`sockets/${name}`, context) };
}

function made<T>(answer: unknown): T | string {
  const { tag, value } = answer as { tag: string; value: T | string };
  if (tag === "err" && typeof value !== "string") throw new Error("no code");
  return value;
}

Deno.test("a socket counts until what it has begun is over, also when it has been dropped", async () => {
  const rows = [["tcp", "start-connect"], ["tcp", "start-bind"], ["udp", "start-bind"]] as const;
  for (const [kind, start] of rows) {
    const backend = new FakeBackend();
    const { of } = calls(backend);
    const [create, call] = [of(`${kind}-create-socket`), of(kind)];
    const begin = () => {
      const socket = made<TcpSocketResource | UdpSocketResource>(
        create(`create-${kind}-socket`, "ipv4"),
      );
      if (typeof socket === "string") return socket;
      call(`[method]${kind}-socket.${start}`, socket, {}, ADDRESS);
      socket[Symbol.dispose]();
      return undefined;
    };
    const limit = "new-socket-limit";
    assertEquals(
      [1, 2, 3, 4, 5].map(begin),
      [undefined, undefined, undefined, limit, limit],
      start,
    );
    await settled();
    assertEquals([1, 2, 3, 4].map(begin), [undefined, undefined, undefined, limit], start);
    await settled();
    const opened = [...backend.connections, ...backend.listeners, ...backend.ports];
    assertEquals(opened.filter(({ closed }) => closed === 0), [], start);
  }
});

Deno.test("a socket that does nothing counts until it is dropped", () => {
  const { of } = calls(new FakeBackend());
  const create = () =>
    made<TcpSocketResource>(of("tcp-create-socket")("create-tcp-socket", "ipv4"));
  for (let i = 0; i < 10; i++) (create() as TcpSocketResource)[Symbol.dispose]();
  const sockets = [create(), create(), create()];
  assertEquals(create(), "new-socket-limit");
  (sockets[1] as TcpSocketResource)[Symbol.dispose]();
  assertEquals(typeof create(), "object");
});

Deno.test("lookups count until they are dropped", () => {
  const { of } = calls(new FakeBackend());
  const look = of("ip-name-lookup");
  const resolve = () => made<Disposable>(look("resolve-addresses", {}, "127.0.0.1"));
  const lookups = [resolve(), resolve(), resolve()];
  assertEquals(resolve(), "new-socket-limit");
  (lookups[0] as Disposable)[Symbol.dispose]();
  assertEquals(typeof resolve(), "object");
});

Deno.test("sockets that a call has left to nobody are closed in the end", async () => {
  const backend = new FakeBackend();
  const { context, of } = calls(backend);
  const create = of("tcp-create-socket");
  const socket = made<TcpSocketResource>(create("create-tcp-socket", "ipv4")) as TcpSocketResource;
  of("tcp")("[method]tcp-socket.start-connect", socket, {}, ADDRESS);
  await settled();
  of("tcp")("[method]tcp-socket.finish-connect", socket);
  socket[Symbol.dispose]();
  assertEquals(backend.connections.map(({ closed }) => closed), [0]);
  context.open[Symbol.dispose]();
  assertEquals(backend.connections.map(({ closed }) => closed), [1]);
});

Deno.test("a connection that there is no room for waits until there is", async () => {
  const backend = new FakeBackend();
  const { of } = calls(backend);
  const [create, call] = [of("tcp-create-socket"), of("tcp")];
  const socket = made<TcpSocketResource>(create("create-tcp-socket", "ipv4")) as TcpSocketResource;
  call("[method]tcp-socket.start-bind", socket, {}, ADDRESS);
  await settled();
  for (const step of ["finish-bind", "start-listen", "finish-listen"]) {
    call(`[method]tcp-socket.${step}`, socket);
  }
  const connection = new AddressedFake(at("127.0.0.1 80"), at("127.0.0.1 5"));
  backend.listeners[0]!.queue.push(connection);
  const others = [1, 2].map(() => create("create-tcp-socket", "ipv4") as { value: Disposable });
  const accept = () => made<object>(call("[method]tcp-socket.accept", socket));
  assertEquals([accept(), connection.closed], ["new-socket-limit", 0]);
  others[0]!.value[Symbol.dispose]();
  assertEquals([typeof accept(), connection.closed], ["object", 0]);
});

Deno.test("a connection counts until what was written to it is sent", async () => {
  const backend = new FakeBackend();
  const { of } = calls(backend);
  const [create, call] = [of("tcp-create-socket"), of("tcp")];
  const connect = async () => {
    const socket = made<TcpSocketResource>(create("create-tcp-socket", "ipv4"));
    if (typeof socket === "string") return socket;
    call("[method]tcp-socket.start-connect", socket, {}, ADDRESS);
    await settled();
    const streams = made<Disposable[]>(call("[method]tcp-socket.finish-connect", socket));
    backend.connections.at(-1)!.lingers = true;
    for (const stream of streams as Disposable[]) stream[Symbol.dispose]();
    socket[Symbol.dispose]();
    return undefined;
  };
  for (let i = 0; i < 3; i++) assertEquals(await connect(), undefined);
  assertEquals(await connect(), "new-socket-limit");
  backend.connections[0]!.sent();
  assertEquals(await connect(), undefined);
});
