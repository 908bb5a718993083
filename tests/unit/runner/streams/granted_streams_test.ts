import { assertEquals, assertMatch, assertStrictEquals } from "@std/assert";
import { WasiError } from "../../../../lib/errors.ts";
import { dir } from "../../../../lib/grants/directory.ts";
import { env, inheritEnv } from "../../../../lib/grants/environment.ts";
import type { Grant } from "../../../../lib/grants/grant.ts";
import { stream } from "../../../../lib/grants/stream.ts";
import type { Host } from "../../../../lib/host/host.ts";
import { environOf } from "../../../../lib/runner/environ.ts";
import { explain } from "../../../../lib/runner/explain.ts";
import { Guest, needsFiles } from "../../../../lib/runner/guest.ts";
import type { RunOptions } from "../../../../lib/runner/options.ts";
import { needsDescriptors, openStreams } from "../../../../lib/runner/streams/stream_needs.ts";
import { fakeHost } from "../../doubles/fake_host.ts";
import { FakeDirectory, FakeFile, FakeStream, ScriptedStream } from "../../doubles/fake_node.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { refusalOfPromise } from "../../outcome.ts";

const [FD_READ, FD_WRITE] = [1 << 1, 1 << 6];
const LOOPBACK = { host: "127.0.0.1", port: 0 };

/** A guest that has been given what the options say. */
async function guestWith(host: Host, options: RunOptions): Promise<Guest> {
  return new Guest(host, [], options, "own", {
    granted: await openStreams(options),
  });
}

/** A host that opens whatever it is asked for, and notes it. */
function openingHost(opened: string[] = []) {
  return fakeHost({
    openAmbientDirectory: (_path, access) => new FakeDirectory(access),
    openAmbientFile(path, mode) {
      opened.push(`${mode} ${path}`);
      return new FakeFile();
    },
    inheritedStream(number) {
      opened.push(`fd ${number}`);
      return new FakeStream({ input: new ScriptedStream() });
    },
  });
}

Deno.test("Guest() puts named streams behind the directories, in the order of their grants", async () => {
  const opened: string[] = [];
  const grants = [
    stream("log", { kind: "append", path: "log" }),
    dir("a"),
    stream("in", { kind: "file", path: "in" }),
    env({ A: "1" }),
    stream("nothing", { kind: "null" }),
    dir("b"),
    stream("given", { kind: "fd", number: 7 }),
  ];
  using guest = await guestWith(openingHost(opened), { grants });
  const rows = [...guest.context.descriptors.entries()].slice(3);
  assertEquals(
    rows.map(([handle, { node, rights, preopen }]) => [
      handle,
      node.kind,
      (rights & FD_READ) !== 0,
      (rights & FD_WRITE) !== 0,
      preopen !== undefined,
    ]),
    [
      [3, "directory", false, false, true],
      [4, "directory", false, false, true],
      [5, "file", false, true, false],
      [6, "file", true, false, false],
      [7, "stream", true, true, false],
      [8, "stream", true, false, false],
    ],
  );
  assertEquals(opened, ["append log", "read in", "fd 7"]);
});

Deno.test("Guest() uses a descriptor as standard stream in the direction that it has", async () => {
  const options: RunOptions = { stdin: { kind: "fd", number: 7 } };
  using guest = await guestWith(openingHost(), options);
  assertEquals(guest.context.descriptors.get(0)!.rights & (FD_READ | FD_WRITE), FD_READ);
  const both = new FakeStream({ input: new ScriptedStream(), output: new ScriptedStream() });
  const host = fakeHost({ inheritedStream: () => both });
  for (const [handle, name, kept] of [[0, "stdin", FD_READ], [1, "stdout", FD_WRITE]] as const) {
    using narrowed = await guestWith(host, { [name]: { kind: "fd", number: 8 } });
    const { rights } = narrowed.context.descriptors.get(handle)!;
    assertEquals(rights & (FD_READ | FD_WRITE), kept, name);
  }
  const wrong: RunOptions = { stdout: { kind: "fd", number: 7 } };
  const { status, message } = await refusalOfPromise(guestWith(openingHost(), wrong));
  assertEquals([status, message], [2, "fd:7 cannot be written"]);
});

Deno.test("Guest() refuses streams that are granted twice, or are none", async () => {
  const x = stream("x", { kind: "null" });
  const fd = { kind: "fd", number: 7 } as const;
  const rows: readonly [options: RunOptions, message: RegExp][] = [
    [{ grants: [x, x] }, /^the stream x is granted twice$/],
    [{ grants: [stream("a", fd), stream("b", fd)] }, /^fd:7 is granted twice$/],
    [{ stdin: fd, grants: [stream("a", fd)] }, /^fd:7 is granted twice$/],
    [{ grants: [{ ...x, name: "a:b" }] }, /has no usable name$/],
    [{ grants: [{ ...x, spec: { kind: "inherit" } }] }, /is not a stream$/],
    [{ stdin: { kind: "listen", ...LOOPBACK } }, /^--stdin .* is not a stream$/],
    [{ stdout: { kind: "tcp", ...LOOPBACK } }, /^--stdout .* is not a stream$/],
  ];
  for (const [options, message] of rows) {
    const refusal = await refusalOfPromise(guestWith(openingHost(), options));
    assertEquals(refusal.status, 2);
    assertMatch(refusal.message, message);
  }
});

Deno.test("Guest() closes what it has opened when a later stream cannot be", async () => {
  const given = new FakeStream({ input: new ScriptedStream() });
  const host = fakeHost({
    inheritedStream(number) {
      if (number === 7) return given;
      throw new WasiError("bad-descriptor");
    },
  });
  const grants = [7, 8].map((number) => stream(`${number}`, { kind: "fd", number }));
  const { message } = await refusalOfPromise(guestWith(host, { grants }));
  assertEquals(message, "fd:8 is not open: no descriptor of this number was inherited");
  assertStrictEquals(given.closed, 1);
});

Deno.test("needsFiles() and needsDescriptors() look at all streams", () => {
  const file: RunOptions = { grants: [stream("x", { kind: "file", path: "x" })] };
  const fd: RunOptions = { stdin: { kind: "fd", number: 0 } };
  assertEquals([file, fd, {}].map(needsFiles), [true, false, false]);
  assertEquals([file, fd, {}].map(needsDescriptors), [false, true, false]);
});

Deno.test("environOf() tells of the streams where a listener is among them", () => {
  const nothing = stream("a", { kind: "null" });
  const web = stream("web", { kind: "listen", ...LOOPBACK });
  const host = fakeHost({ environment: () => ({ LISTEN_FDS: "9", LISTEN_FDNAMES: "theirs" }) });
  const rows: readonly [grants: readonly Grant[], expected: readonly string[]][] = [
    [[nothing], []],
    [[nothing, web], ["LISTEN_FDS=2", "LISTEN_FDNAMES=a:web"]],
    [[inheritEnv(), web], ["LISTEN_FDS=1", "LISTEN_FDNAMES=web"]],
    [[env({ LISTEN_FDS: "7" }), web], ["LISTEN_FDS=7", "LISTEN_FDNAMES=web"]],
  ];
  for (const [grants, expected] of rows) assertEquals(environOf(host, grants), expected);
});

Deno.test("openStreams() is undefined where nothing but files and the process's own is granted", async () => {
  const options: RunOptions = {
    grants: [env({ A: "1" }), dir("a")],
    stdin: { kind: "file", path: "in" },
    stdout: "capture",
    stderr: "inherit",
  };
  assertStrictEquals(await openStreams(options), undefined);
});

Deno.test("openStreams() closes what it has opened when another cannot be", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const options: RunOptions = {
    grants: [
      stream("peer", { kind: "tcp", host: "127.0.0.1", port }),
      stream("web", { kind: "listen", host: "127.0.0.1", port }),
    ],
  };
  const [refusal, read] = await Promise.all([
    refusalOfPromise(openStreams(options)),
    taken.accept().then(async (peer) => {
      using _peer = peer;
      return await peer.read(new Uint8Array(1));
    }),
  ]);
  assertEquals([refusal.status, refusal.message], [2, `listen:127.0.0.1:${port} is in use`]);
  assertStrictEquals(read, null);
});

Deno.test("explain() says where sockets are, and makes no file", async () => {
  using at = new TemporaryDirectory();
  at.make({ in: "" });
  const { handles } = await explain({
    grants: [
      stream("web", { kind: "listen", ...LOOPBACK }),
      stream("in", { kind: "file", path: at.at("in") }),
      stream("log", { kind: "append", path: at.at("log") }),
      stream("nothing", { kind: "null" }),
    ],
  }, "basic");
  const rows = handles.slice(3);
  assertMatch(rows[0]!.behind, /^listen:127\.0\.0\.1:0 \(127\.0\.0\.1:\d+\)$/);
  assertEquals(rows.map(({ handle, kind, name, rights }) => [handle, kind, name, rights]), [
    [3, "socket", "web", "accept"],
    [4, "file", "in", "read"],
    [5, "file", "log", "write"],
    [6, "stream", "nothing", "read+write"],
  ]);
  assertEquals(rows.slice(1).map(({ behind }) => behind), [
    `file:${at.at("in")}`,
    `append:${at.at("log")}`,
    "null",
  ]);
  at.assertTree({ in: "" });
});
