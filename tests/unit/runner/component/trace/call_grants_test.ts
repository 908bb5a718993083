import { assertEquals } from "@std/assert";
import { OpenCount } from "../../../../../lib/abi/preview2/filesystem/open_count.ts";
import { WasiError } from "../../../../../lib/errors.ts";
import type { SocketAddress } from "../../../../../lib/sockets/socket_address.ts";
import { dir } from "../../../../../lib/grants/directory.ts";
import type { DirectoryGrant, Grant, Rights } from "../../../../../lib/grants/grant.ts";
import { allowInbound, allowOutbound, allowResolve } from "../../../../../lib/grants/network.ts";
import { directoryWords } from "../../../../../lib/grants/option_words.ts";
import { at, FakeBackend, settled } from "../../../doubles/fake_network.ts";
import { FakeDirectory, FakeFile } from "../../../doubles/fake_node.ts";
import { ObservedComponent, type ObservedParts } from "../../../doubles/observed_component.ts";
import { utf8 } from "../../../outcome.ts";

const FOLLOW = { symlinkFollow: true };
const NO_OPEN_FLAGS = { create: false, directory: false, exclusive: false, truncate: false };
const NO_FLAGS = {
  ...{ read: false, write: false, mutateDirectory: false },
  ...{ fileIntegritySync: false, dataIntegritySync: false, requestedWriteSync: false },
};
const READ = [NO_OPEN_FLAGS, { ...NO_FLAGS, read: true }] as const;
const WRITE = [NO_OPEN_FLAGS, { ...NO_FLAGS, write: true }] as const;
const CREATE = [{ ...NO_OPEN_FLAGS, create: true }, NO_FLAGS] as const;
const MUTATE = [NO_OPEN_FLAGS, { ...NO_FLAGS, mutateDirectory: true }] as const;

/** What was used in the last call: option, operation, and where. */
function usesOf({ last: { grants } }: ObservedComponent): string[] {
  return grants.map(({ words, operation, places, part }) =>
    [
      ...words,
      `: ${operation ?? "nothing"}`,
      ...places?.() ?? [],
      ...part === undefined ? [] : [part],
    ]
      .join(" ").replace(" : ", ": ")
  );
}

/** What was refused in it, and what would have allowed it. */
function refusalOf({ last: { refusal } }: ObservedComponent): string | undefined {
  if (refusal === undefined) return undefined;
  const { operation, name, allowedBy = ["nothing"] } = refusal;
  return `${operation} ${name}: ${allowedBy.join(" ")}`;
}

/** A directory without a link in it. */
class PlainDirectory extends FakeDirectory {
  override readlinkAt(): never {
    throw new WasiError("invalid");
  }
}

/** A component with a directory of these rights. */
class Place extends ObservedComponent {
  readonly directory: FakeDirectory;
  readonly base: object;

  constructor(
    rights: Rights,
    parts: ObservedParts = {},
    Kind: typeof FakeDirectory = PlainDirectory,
  ) {
    const directory = new Kind(rights === "ro" ? "read-only" : "read-write");
    const grant: DirectoryGrant = dir("host", { guest: "/d", rights });
    super({
      ...parts,
      context: { ...parts.context, preopens: [{ name: "/d", directory }] },
      beginnings: {
        "get-directories": [{
          name: "/d",
          grant: { words: directoryWords(grant), directory: grant },
        }],
      },
    });
    this.directory = directory;
    [[this.base]] = this.call("get-directories") as [[object, string]];
  }
}

Deno.test("CallGrants tells what was done with a directory, and where", () => {
  type Row = readonly [name: string, args: readonly unknown[], use: string];
  const rows: readonly Row[] = [
    ["descriptor.open-at", [FOLLOW, "a/b", ...READ], "open a"],
    ["descriptor.open-at", [FOLLOW, "a/b", ...WRITE], "write a"],
    ["descriptor.open-at", [FOLLOW, "a/b", ...CREATE], "write a"],
    ["descriptor.open-at", [FOLLOW, "../b", ...READ], "open ."],
    ["descriptor.stat-at", [FOLLOW, "a/b/c"], "status a/b"],
    ["descriptor.create-directory-at", ["a/b"], "change a"],
    ["descriptor.symlink-at", ["../x", "a/b"], "change a"],
    ["descriptor.read-directory", [], "list ."],
    ["descriptor.stat", [], "status ."],
    ["descriptor.get-type", [], "nothing ."],
  ];
  for (const [name, args, use] of rows) {
    const place = new Place("rw");
    place.call(name, place.base, ...args);
    assertEquals(usesOf(place), [`--dir host::/d: ${use}`], name);
    assertEquals(refusalOf(place), undefined);
  }
});

Deno.test("CallGrants follows a directory to what is opened in it", () => {
  const place = new Place("rw");
  const inner = new PlainDirectory();
  place.directory.opened = inner;
  const opened = place.value("descriptor.open-at", place.base, FOLLOW, "a/b", ...MUTATE);
  assertEquals(usesOf(place), ["--dir host::/d: write a/b"]);
  place.call("descriptor.stat-at", opened, FOLLOW, "c");
  assertEquals(usesOf(place), ["--dir host::/d: status a/b"]);
  const entries = place.value("descriptor.read-directory", opened);
  place.call("directory-entry-stream.read-directory-entry", entries);
  assertEquals(usesOf(place), ["--dir host::/d: list a/b"]);
  inner.opened = new FakeFile("text");
  const file = place.value("descriptor.open-at", opened, FOLLOW, "f", ...READ);
  place.call("descriptor.read", file, 1n, 0n);
  assertEquals(usesOf(place), ["--dir host::/d: read a/b"]);
  place.call("descriptor.write", file, utf8("x"), 0n);
  assertEquals([place.last.result, ...usesOf(place)], [
    "bad-descriptor",
    "--dir host::/d: nothing a/b",
  ]);
  const input = place.value("descriptor.read-via-stream", file, 0n);
  const pollable = place.call("input-stream.subscribe", input);
  place.call("pollable.ready", pollable);
  assertEquals(usesOf(place), ["--dir host::/d: wait a/b"]);
});

Deno.test("CallGrants tells what a directory refuses, and what would allow it", () => {
  type Row = readonly [
    rights: Rights,
    name: string,
    args: readonly unknown[],
    failure: "not-capable" | undefined,
    refusal: string | undefined,
  ];
  const wider = "--dir host::/d";
  const rows: readonly Row[] = [
    ["ro", "descriptor.open-at", [FOLLOW, "a", ...WRITE], undefined, `write /d/a: ${wider}`],
    ["ro", "descriptor.open-at", [FOLLOW, "a", ...CREATE], undefined, `write /d/a: ${wider}`],
    ["ro", "descriptor.open-at", [FOLLOW, "a", ...MUTATE], undefined, `write /d/a: ${wider}`],
    ["ro", "descriptor.create-directory-at", ["a"], undefined, `change /d/a: ${wider}`],
    [
      "ro",
      "descriptor.set-times",
      [{ tag: "now" }, { tag: "now" }],
      undefined,
      `change /d: ${wider}`,
    ],
    ["ro", "descriptor.open-at", [FOLLOW, "a", ...READ], undefined, undefined],
    ["rw", "descriptor.open-at", [FOLLOW, "../a", ...READ], "not-capable", "open /d/../a: nothing"],
    ["rw", "descriptor.open-at", [FOLLOW, "/etc", ...READ], "not-capable", "open /etc: nothing"],
    // Perhaps it is the host that refuses it.
    ["rw", "descriptor.open-at", [FOLLOW, "a", ...READ], "not-capable", undefined],
  ];
  for (const [rights, name, args, failure, refusal] of rows) {
    const place = new Place(rights);
    place.directory.failure = failure;
    place.call(name, place.base, ...args);
    assertEquals(refusalOf(place), refusal, JSON.stringify([rights, name, args]));
  }
  const linked = new Place("rw", {}, FakeDirectory);
  linked.call("descriptor.stat-at", linked.base, FOLLOW, "a");
  assertEquals(usesOf(linked), ["--dir host::/d: status ."], "a link can lead anywhere below");
});

Deno.test("CallGrants tells who has all handles that he may have", () => {
  const place = new Place("rw", { context: { open: new OpenCount(5, 5) }, maxHandles: 5 });
  place.call("descriptor.open-at", place.base, FOLLOW, "a", ...READ);
  assertEquals(refusalOf(place), "open /d: --max-handles 10");
  place.call("create-tcp-socket", "ipv4");
  assertEquals(place.last.result, "new-socket-limit");
  assertEquals(refusalOf(place), "connect : --max-handles 10");
});

Deno.test("CallGrants tells the options that give the environment", () => {
  const made = new ObservedComponent({ environment: [["--env", "A=1"], ["--env", "HOME"]] });
  made.call("get-environment");
  assertEquals(usesOf(made), ["--env A=1: environment", "--env HOME: environment"]);
  made.call("get-arguments");
  assertEquals(usesOf(made), []);
});

/** An address as a component passes it. */
function wit(text: string): object {
  const { ip: { family, parts }, port }: SocketAddress = at(text);
  const more = family === "ipv6" ? { flowInfo: 0, scopeId: 0 } : {};
  return { tag: family, value: { port, address: parts, ...more } };
}

/** A component with these grants. */
class Networked extends ObservedComponent {
  readonly network: object;

  constructor(grants: readonly Grant[], backend: FakeBackend = new FakeBackend()) {
    super({ grants, backend });
    this.network = this.call("instance-network") as object;
  }

  /** Begins and ends a step; answers the socket. */
  async step(transport: "tcp" | "udp", step: string, address: string): Promise<object> {
    const family = at(address).ip.family;
    const socket = this.value<object>(`create-${transport}-socket`, family);
    this.call(`${transport}-socket.start-${step}`, socket, this.network, wit(address));
    await settled();
    this.call(`${transport}-socket.finish-${step}`, socket);
    return socket;
  }
}

Deno.test("CallGrants tells which grant a connection was made by, and what of it was needed", async () => {
  const rows: readonly (readonly [grants: readonly string[], address: string, use: string])[] = [
    [["tcp://192.0.2.1:80"], "192.0.2.1 80", "tcp://192.0.2.1:80: connect tcp://192.0.2.1:80"],
    [["tcp://*:*"], "192.0.2.1 80", "tcp://*:1-65535: connect tcp://192.0.2.1:80"],
    [
      ["tcp://192.0.2.9:1", "tcp://*:80-90#ipv6-only"],
      "2001:db8::1 80",
      "tcp://*:80-90#ipv6-only: connect tcp://[2001:db8::1]:80#ipv6-only",
    ],
    [
      ["tcp://example.com:80,443"],
      "192.0.2.7 443",
      "tcp://example.com:80,443: connect tcp://example.com:443",
    ],
  ];
  for (const [grants, address, use] of rows) {
    const backend = new FakeBackend();
    backend.names = { "example.com": ["192.0.2.7"] };
    const made = new Networked(grants.map(allowOutbound), backend);
    const socket = await made.step("tcp", "connect", address);
    assertEquals([made.last.result, ...usesOf(made)], ["ok", `--allow-outbound ${use}`]);
    const value = made.last.results.value as readonly { name: string }[];
    assertEquals(value.map(({ name }) => name), new Array(2).fill(nameOf("tcp", address)));
    made.call("tcp-socket.shutdown", socket, "both");
    assertEquals(usesOf(made), [`--allow-outbound ${use}`]);
  }
});

function nameOf(transport: string, address: string): string {
  const [host = "", port] = address.split(" ");
  return `${transport}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

Deno.test("CallGrants tells where a component listens, and who it has by that", async () => {
  const backend = new FakeBackend();
  const made = new Networked(
    [allowInbound("tcp://localhost:0"), allowInbound("udp://*:*")],
    backend,
  );
  backend.names = { localhost: ["127.0.0.1"] };
  const socket = await made.step("tcp", "bind", "127.0.0.1 0");
  const use = "--allow-inbound tcp://localhost:0";
  const part = "tcp://localhost:0";
  assertEquals(usesOf(made), [`${use}: listen ${part}`]);
  made.call("tcp-socket.start-listen", socket);
  made.call("tcp-socket.finish-listen", socket);
  made.call("tcp-socket.accept", socket);
  assertEquals([made.last.result, ...usesOf(made)], ["would-block", `${use}: nothing ${part}`]);
  const port = await made.step("udp", "bind", "127.0.0.1 53");
  const used = "--allow-inbound udp://*:0-65535";
  assertEquals(usesOf(made), [`${used}: listen udp://127.0.0.1:53`]);
  const [incoming] = made.value<[object, object]>("udp-socket.stream", port, undefined);
  made.call("incoming-datagram-stream.receive", incoming, 5n);
  assertEquals(usesOf(made), [`${used}: read udp://127.0.0.1:53`]);
});

Deno.test("CallGrants tells to whom datagrams were sent", async () => {
  const made = new Networked([allowOutbound("udp://*:53"), allowOutbound("udp://127.0.0.1:9")]);
  const socket = await made.step("udp", "bind", "0.0.0.0 0");
  assertEquals(usesOf(made), ["--allow-outbound udp://*:53: listen"]);
  const [, outgoing] = made.value<[object, object]>("udp-socket.stream", socket, undefined);
  const datagram = (address: string) => ({ data: utf8("abc"), remoteAddress: wit(address) });
  made.call("outgoing-datagram-stream.check-send", outgoing);
  const sent = ["192.0.2.1 53", "127.0.0.1 9"].map(datagram);
  made.call("outgoing-datagram-stream.send", outgoing, sent);
  assertEquals([made.last.result, ...usesOf(made)], [
    "ok",
    "--allow-outbound udp://*:53: send udp://192.0.2.1:53",
    "--allow-outbound udp://127.0.0.1:9: send udp://127.0.0.1:9",
  ]);
  assertEquals(made.last.moved.map(({ written }) => written), [6]);
  made.call("outgoing-datagram-stream.check-send", outgoing);
  made.call("outgoing-datagram-stream.send", outgoing, [datagram("127.0.0.1 8")]);
  assertEquals(
    [made.last.result, refusalOf(made)],
    ["access-denied", "send udp://127.0.0.1:8: --allow-outbound udp://127.0.0.1:8"],
  );
});

Deno.test("CallGrants tells who was refused in the network, and what would allow it", async () => {
  const made = new Networked([allowOutbound("tcp://*:*"), allowOutbound("tcp://example.com:80")]);
  const rows: readonly (readonly [transport: "tcp" | "udp", step: string, address: string])[] = [
    ["tcp", "connect", "127.0.0.1 80"],
    ["tcp", "connect", "::1 80"],
    ["tcp", "bind", "127.0.0.1 8080"],
    ["udp", "bind", "127.0.0.1 53"],
  ];
  for (const [transport, step, address] of rows) {
    await made.step(transport, step, address);
    const refused = made.told.filter(({ refusal }) => refusal !== undefined).at(-1)!;
    assertEquals(refused.result, "access-denied");
    const kind = step === "bind" ? "inbound" : "outbound";
    const name = nameOf(transport, address);
    assertEquals([refused.refusal!.name, refused.refusal!.allowedBy], [
      name,
      [`--allow-${kind}`, name],
    ]);
  }
  made.call("resolve-addresses", made.network, "Other.example");
  assertEquals(refusalOf(made), "resolve Other.example: --allow-resolve other.example");
});

Deno.test("CallGrants tells by which grant a name was asked for, and calls its addresses by it", async () => {
  const backend = new FakeBackend();
  backend.names = { "www.example.com": ["192.0.2.7"], "example.com": ["192.0.2.8"] };
  const grants = [allowResolve("*.example.com"), allowResolve("*"), allowOutbound("tcp://*:*")];
  const made = new Networked(grants, backend);
  const stream = made.value("resolve-addresses", made.network, "WWW.example.com");
  const use = "--allow-resolve *.example.com: resolve www.example.com";
  assertEquals(usesOf(made), [use]);
  await settled();
  made.call("resolve-address-stream.resolve-next-address", stream);
  assertEquals([made.last.results, ...usesOf(made)], [{ value: "192.0.2.7" }, use]);
  await made.step("tcp", "connect", "192.0.2.7 443");
  assertEquals(usesOf(made), [
    "--allow-outbound tcp://*:1-65535: connect tcp://www.example.com:443",
  ]);
  const named = new Networked([allowOutbound("tcp://example.com:80"), ...grants], backend);
  named.call("resolve-addresses", named.network, "example.com");
  assertEquals(usesOf(named), ["--allow-outbound tcp://example.com:80: resolve"]);
  named.call("resolve-addresses", named.network, "192.0.2.1");
  assertEquals([named.last.result, ...usesOf(named)], ["ok"]);
});
