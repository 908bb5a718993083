import { assertEquals } from "@std/assert";
import type { ErrorCode } from "../../../lib/errors.ts";
import { allowInbound, allowOutbound } from "../../../lib/grants/network.ts";
import { TcpSocket } from "../../../lib/sockets/tcp_socket.ts";
import { AddressedFake, at, FakeBackend, networkOf, settled } from "../doubles/fake_network.ts";
import { outcomeOf } from "../outcome.ts";

const GRANTS = [allowInbound("tcp://*:*"), allowOutbound("tcp://127.0.0.1:80")];

type Step = readonly [
  what: string,
  call: (socket: TcpSocket) => unknown,
  outcome?: ErrorCode | undefined,
];

const SHUTDOWN: Step = ["shutdown", (one) => one.shutdown("both"), "invalid-state"];
const accept = (outcome: ErrorCode): Step => ["accept", (one) => one.accept(), outcome];
const LOCAL: Step = ["local", (one) => one.local, "invalid-state"];
const REMOTE: Step = ["remote", (one) => one.remote, "invalid-state"];
const bind = (outcome?: ErrorCode, address = "127.0.0.1 0"): Step => [
  `start-bind ${address}`,
  (one) => one.startBind(at(address)),
  outcome,
];
const bound = (outcome?: ErrorCode): Step => ["finish-bind", (one) => one.finishBind(), outcome];
const connect = (outcome?: ErrorCode, address = "127.0.0.1 80"): Step => [
  `start-connect ${address}`,
  (one) => one.startConnect(at(address)),
  outcome,
];
const connected = (outcome?: ErrorCode): Step => [
  "finish-connect",
  (one) => void one.finishConnect(),
  outcome,
];
const listen = (outcome?: ErrorCode): Step => ["start-listen", (one) => one.startListen(), outcome];
const listening = (outcome?: ErrorCode): Step => [
  "finish-listen",
  (one) => one.finishListen(),
  outcome,
];
const WAIT: Step = ["wait", () => undefined];

/** Steps by what they show. `WAIT` lets what is under way come to its end. */
const ROWS: Readonly<Record<string, readonly Step[]>> = {
  "unbound": [
    ...[bound("not-in-progress"), connected("not-in-progress"), listening("not-in-progress")],
    ...[listen("invalid-state"), accept("invalid-state"), LOCAL, REMOTE, SHUTDOWN],
  ],
  "bind-in-progress": [
    ...[bind(), bound("would-block"), bind("concurrency-conflict")],
    ...[connect("concurrency-conflict"), listen("concurrency-conflict")],
    ...[accept("concurrency-conflict"), WAIT, bound()],
  ],
  "bound": [
    ...[bind(), WAIT, bound(), bound("not-in-progress"), bind("invalid-state")],
    ...[
      connect("unsupported"),
      listening("not-in-progress"),
      accept("invalid-state"),
      REMOTE,
      SHUTDOWN,
    ],
  ],
  "listening": [
    ...[bind(), WAIT, bound(), listen(), listen("concurrency-conflict"), listening()],
    ...[listening("not-in-progress"), listen("invalid-state"), connect("invalid-state")],
    ...[accept("would-block"), REMOTE, SHUTDOWN],
  ],
  "connect-in-progress": [
    ...[connect(), connected("would-block"), connect("concurrency-conflict")],
    ...[bind("concurrency-conflict"), WAIT, connected()],
  ],
  "connected": [
    ...[connect(), WAIT, connected(), connected("not-in-progress"), connect("invalid-state")],
    ...[bind("invalid-state"), listen("invalid-state"), accept("invalid-state")],
    ["shutdown", (one) => one.shutdown("send")],
  ],
  "addresses that cannot be bound": [
    bind("invalid", "::1 80"),
    bind("invalid", "224.0.0.1 80"),
    bind("invalid", "255.255.255.255 80"),
    bind(),
  ],
  "closed after a refusal": [
    connect("access", "127.0.0.1 81"),
    connect("invalid-state"),
    bind("invalid-state"),
  ],
};

Deno.test("TcpSocket goes from state to state as wasi:sockets has it", async () => {
  for (const [name, steps] of Object.entries(ROWS)) {
    using socket = new TcpSocket(networkOf(new FakeBackend(), ...GRANTS), "ipv4");
    for (const [what, call, outcome] of steps) {
      assertEquals(outcomeOf(() => call(socket)), outcome, `${name}: ${what}`);
      if (what === "wait") await settled();
    }
  }
});

Deno.test("TcpSocket.startConnect() refuses peers that are none", () => {
  const addresses = ["0.0.0.0 80", "127.0.0.1 0", "::1 80", "224.0.0.1 80", "255.255.255.255 80"];
  for (const address of addresses) {
    const socket = new TcpSocket(networkOf(new FakeBackend(), ...GRANTS), "ipv4");
    assertEquals(outcomeOf(() => socket.startConnect(at(address))), "invalid", address);
  }
  const socket = new TcpSocket(networkOf(new FakeBackend(), ...GRANTS), "ipv6");
  assertEquals(outcomeOf(() => socket.startConnect(at("::ffff:127.0.0.1 80"))), "invalid");
});

Deno.test("TcpSocket passes on why the host failed, and can be bound again but not connected", async () => {
  const backend = new FakeBackend();
  const network = networkOf(backend, ...GRANTS);
  const socket = new TcpSocket(network, "ipv4");
  backend.failure = "address-in-use";
  socket.startBind(at("127.0.0.1 80"));
  await settled();
  assertEquals(outcomeOf(() => socket.finishBind()), "address-in-use");
  backend.failure = undefined;
  socket.startBind(at("127.0.0.1 0"));
  await settled();
  socket.finishBind();
  assertEquals(socket.local, at("127.0.0.1 40001"));
  for (const failure of ["connection-refused", "remote-unreachable", "timeout"] as const) {
    const other = new TcpSocket(network, "ipv4");
    backend.failure = failure;
    other.startConnect(at("127.0.0.1 80"));
    await settled();
    assertEquals(outcomeOf(() => other.finishConnect()), failure);
    assertEquals(outcomeOf(() => other.startConnect(at("127.0.0.1 80"))), "invalid-state");
  }
});

Deno.test("TcpSocket of IPv6 accepts nobody of IPv4", async () => {
  const backend = new FakeBackend();
  const socket = new TcpSocket(networkOf(backend, ...GRANTS), "ipv6");
  socket.startBind(at(":: 80"));
  await settled();
  socket.finishBind();
  socket.startListen();
  socket.finishListen();
  const [mapped, wanted] = ["::ffff:127.0.0.1 5", "::1 6"].map((remote) =>
    new AddressedFake(at("::1 80"), at(remote))
  );
  backend.listeners[0]!.queue.push(mapped!, wanted!);
  socket.keepsAlive = true;
  assertEquals(socket.accept().connection, wanted);
  assertEquals([mapped!.closed, wanted!.closed, wanted!.keepAlive], [1, 0, [true]]);
});

Deno.test("TcpSocket closes what it has, also what comes too late", async () => {
  const backend = new FakeBackend();
  const network = networkOf(backend, ...GRANTS);
  for (const wait of ["before", "after"] as const) {
    const [one, other] = [new TcpSocket(network, "ipv4"), new TcpSocket(network, "ipv4")];
    one.startBind(at("127.0.0.1 0"));
    other.startConnect(at("127.0.0.1 80"));
    if (wait === "before") await settled();
    one[Symbol.dispose]();
    other[Symbol.dispose]();
    await settled();
  }
  assertEquals(backend.listeners.map(({ closed }) => closed), [1, 1]);
  assertEquals(backend.connections.map(({ closed }) => closed), [1, 1]);
});

Deno.test("TcpSocket takes no backlog of 0, and none once it connects", async () => {
  const socket = new TcpSocket(networkOf(new FakeBackend(), ...GRANTS), "ipv4");
  assertEquals(outcomeOf(() => socket.backlog = 0n), "invalid");
  socket.backlog = 2n ** 63n;
  socket.startConnect(at("127.0.0.1 80"));
  assertEquals(outcomeOf(() => socket.backlog = 1n), "invalid-state");
  await settled();
});
