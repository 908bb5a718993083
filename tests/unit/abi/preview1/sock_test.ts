import { assertEquals, assertStrictEquals } from "@std/assert";
import { SocketNode } from "../../../../lib/abi/preview1/socket_node.ts";
import { WasiError } from "../../../../lib/errors.ts";
import { END, WOULD_BLOCK } from "../../../../lib/io/streams.ts";
import { FakeGuest, type FakeGuestOptions, u32 } from "../../doubles/fake_guest.ts";
import { FakeDirectory, FakeFile, FakeStream, ScriptedStream } from "../../doubles/fake_node.ts";
import { FakeConnection, FakeListener, PeekableStream } from "../../doubles/fake_socket.ts";
import { utf8 } from "../../outcome.ts";

const [SUCCESS, AGAIN, BADF, CONNRESET, INVAL, MFILE, NFILE] = [0, 6, 8, 15, 28, 33, 41];
const [NOTCONN, NOTSOCK, SPIPE, NOTCAPABLE] = [53, 57, 70, 76];
const [FD_READ, FD_WRITE, SOCK_SHUTDOWN, SOCK_ACCEPT] = [1 << 1, 1 << 6, 1 << 28, 1 << 29];
const NONBLOCK = 4;
const [PEEK, WAITALL] = [1, 2];

/** Where the tests put iovecs, their buffers, a size and flags. */
const [IOVECS, FIRST, SECOND, SIZE, FLAGS] = [0x100, 0x200, 0x300, 0x400, 0x410];

/** A guest with one socket under descriptor 0, and iovecs of three and of four bytes. */
function guestWith(
  socket: FakeConnection | FakeListener,
  options: FakeGuestOptions & { rights?: number; flags?: number; inheriting?: number } = {},
): FakeGuest {
  const guest = new FakeGuest(options);
  const node = new SocketNode(
    socket instanceof FakeConnection ? { connection: socket } : { listener: socket },
    9,
  );
  const { rights, flags, inheriting } = options;
  guest.open(node, {
    ...rights !== undefined && { rights },
    ...flags !== undefined && { flags },
    ...inheriting !== undefined && { inheriting },
  });
  guest.putIovecs(IOVECS, [FIRST, 3], [SECOND, 4]);
  return guest;
}

const receive = (guest: FakeGuest, flags = 0) =>
  guest.call("sock_recv", 0, IOVECS, 2, flags, SIZE, FLAGS);

Deno.test("sock_*() finds no socket under any other descriptor, and touches nothing", () => {
  const calls: readonly [name: string, rest: number][] = [
    ["sock_accept", 2],
    ["sock_recv", 5],
    ["sock_send", 4],
    ["sock_shutdown", 1],
  ];
  const guest = new FakeGuest();
  const open = [new FakeFile(), new FakeDirectory(), new FakeStream()].map((node) =>
    guest.open(node, { rights: 0 })
  );
  for (const [name, rest] of calls) {
    const args = Array<number>(rest).fill(0);
    for (const fd of open) assertEquals(guest.call(name, fd, ...args), NOTSOCK, name);
    for (const fd of [3, 127, -1, 2 ** 31]) assertEquals(guest.call(name, fd, ...args), BADF, name);
  }
  guest.assertWrote({});
});

Deno.test("sock_*() refuses what the rights do not cover, and asks the socket nothing", () => {
  const connection = new FakeConnection();
  const listener = new FakeListener();
  const rows: readonly [FakeConnection | FakeListener, right: number, string, ...number[]][] = [
    [connection, FD_READ, "sock_recv", IOVECS, 2, 0, SIZE, FLAGS],
    [connection, FD_WRITE, "sock_send", IOVECS, 2, 0, SIZE],
    [connection, SOCK_SHUTDOWN, "sock_shutdown", 3],
    [listener, SOCK_ACCEPT, "sock_accept", 0, SIZE],
  ];
  for (const [socket, right, name, ...args] of rows) {
    const guest = guestWith(socket, { rights: ~right });
    assertEquals(guest.call(name, 0, ...args), NOTCAPABLE, name);
    guest.assertWrote({});
  }
  assertEquals([connection.input.calls, connection.output.calls, connection.shut], [[], [], []]);
  assertEquals(listener.accepts, 0);
});

Deno.test("sock_accept() puts the connection under the lowest number, with what the listener passes on", () => {
  const connection = new FakeConnection();
  const listener = new FakeListener(connection);
  const guest = guestWith(listener, { inheriting: FD_READ });
  assertEquals(guest.call("sock_accept", 0, NONBLOCK, SIZE), SUCCESS);
  guest.assertWrote({ [SIZE]: u32(1) });
  const { rights, inheriting, flags, socket, node } = guest.description(1);
  assertEquals([rights, inheriting, flags, node.type], [FD_READ, 0, NONBLOCK, "socket"]);
  assertStrictEquals(socket?.connection, connection);
  assertEquals(guest.call("fd_close", 1), SUCCESS);
  assertEquals([connection.closed, listener.closed], [1, 0]);
});

Deno.test("sock_accept() gives each connection an inode of its own", () => {
  const guest = guestWith(new FakeListener(new FakeConnection(), new FakeConnection()));
  for (let i = 0; i < 2; i++) guest.call("sock_accept", 0, 0, SIZE);
  const inodes = [0, 1, 2].map((fd) => guest.description(fd).node.stat().inode);
  assertEquals(new Set(inodes).size, 3);
});

Deno.test("sock_accept() waits for a connection, and not where the listener is NONBLOCK", () => {
  const listener = new FakeListener();
  const waiting = guestWith(listener, {
    onWait: () => void listener.queue.push(new FakeConnection()),
  });
  assertEquals(waiting.call("sock_accept", 0, 0, SIZE), SUCCESS);
  assertEquals(waiting.waits.length, 1);

  const guest = guestWith(listener, { flags: NONBLOCK });
  assertEquals(guest.call("sock_accept", 0, 0, SIZE), AGAIN);
  guest.assertWrote({});
});

Deno.test("sock_accept() gives the thread up once before it answers AGAIN, where that is shared", () => {
  const listener = new FakeListener();
  const guest = guestWith(listener, { flags: NONBLOCK, shared: true, onWait: () => {} });
  assertEquals(guest.call("sock_accept", 0, 0, SIZE), AGAIN);
  assertEquals(guest.waits.map(({ timeout }) => timeout), [0n]);
});

Deno.test("sock_accept() takes no connection while the table is full", () => {
  const listener = new FakeListener(new FakeConnection());
  const guest = guestWith(listener, { capacity: 1 });
  assertEquals(guest.call("sock_accept", 0, 0, SIZE), MFILE);
  assertEquals(listener.accepts, 0);
  guest.assertWrote({});
});

Deno.test("sock_accept() tells why the host could not accept", () => {
  const guest = guestWith(new FakeListener(new WasiError("too-many-open-files-in-system")));
  assertEquals(guest.call("sock_accept", 0, 0, SIZE), NFILE);
});

Deno.test("sock_accept() knows one flag, and connections do not accept", () => {
  const listener = guestWith(new FakeListener(new FakeConnection()));
  for (const flags of [1, 2, 8, 16, 5, -1]) {
    assertEquals(listener.call("sock_accept", 0, flags, SIZE), INVAL, `${flags}`);
  }
  assertEquals(guestWith(new FakeConnection()).call("sock_accept", 0, 0, SIZE), INVAL);
});

Deno.test("a listener follows the guest's other descriptors to NONBLOCK until it is touched", () => {
  const rows: readonly [why: string, before: (guest: FakeGuest) => void, expected: number][] = [
    ["nothing is NONBLOCK", () => {}, 0],
    ["another descriptor is made so", (guest) => {
      guest.call("fd_fdstat_set_flags", 1, NONBLOCK);
    }, NONBLOCK],
    ["its own flags were set before", (guest) => {
      guest.call("fd_fdstat_set_flags", 0, 0);
      guest.call("fd_fdstat_set_flags", 1, NONBLOCK);
    }, 0],
    ["it has accepted before", (guest) => {
      guest.call("sock_accept", 0, 0, SIZE);
      guest.call("fd_fdstat_set_flags", 1, NONBLOCK);
    }, 0],
  ];
  for (const [why, before, expected] of rows) {
    const guest = new FakeGuest();
    guest.open(new SocketNode({ listener: new FakeListener(new FakeConnection()) }, 9), {
      following: true,
    });
    guest.open(new FakeStream());
    before(guest);
    assertEquals(guest.description(0).flags, expected, why);
  }
});

Deno.test("sock_recv() stores what has come, and no flags", () => {
  const guest = guestWith(new FakeConnection(new PeekableStream("hello")));
  assertEquals(receive(guest), SUCCESS);
  guest.assertWrote({
    [FIRST]: utf8("hel"),
    [SECOND]: utf8("lo"),
    [SIZE]: u32(5),
    [FLAGS]: "0000",
  });
});

Deno.test("sock_recv() answers 0 at the end", () => {
  const guest = guestWith(new FakeConnection(new PeekableStream(END)));
  assertEquals(receive(guest), SUCCESS);
  guest.assertWrote({ [SIZE]: u32(0), [FLAGS]: "0000" });
});

Deno.test("sock_recv() waits for bytes, and not where the descriptor is NONBLOCK", () => {
  const script = () => new FakeConnection(new PeekableStream(WOULD_BLOCK, "abc"));
  const guest = guestWith(script(), { onWait: () => {} });
  assertEquals(receive(guest), SUCCESS);
  guest.assertWrote({ [FIRST]: utf8("abc"), [SIZE]: u32(3), [FLAGS]: "0000" });
  const nonblocking = guestWith(script(), { flags: NONBLOCK });
  assertEquals(receive(nonblocking), AGAIN);
  nonblocking.assertWrote({});
});

Deno.test("sock_recv() with PEEK looks once, also with WAITALL", () => {
  for (const flags of [PEEK, PEEK | WAITALL]) {
    const connection = new FakeConnection(new PeekableStream("ab"));
    const guest = guestWith(connection);
    assertEquals(receive(guest, flags), SUCCESS);
    guest.assertWrote({ [FIRST]: utf8("ab"), [SIZE]: u32(2), [FLAGS]: "0000" });
    assertEquals(connection.input.calls[0], "peekv");
  }
});

Deno.test("sock_recv() with WAITALL goes on until all is there", () => {
  const input = new PeekableStream("a", WOULD_BLOCK, "bcd", "efg");
  const guest = guestWith(new FakeConnection(input), { onWait: () => {} });
  assertEquals(receive(guest, WAITALL), SUCCESS);
  guest.assertWrote({
    [FIRST]: utf8("abc"),
    [SECOND]: utf8("defg"),
    [SIZE]: u32(7),
    [FLAGS]: "0000",
  });
  assertEquals(input.calls, ["readv(3+4)", "readv(2+4)", "readv(2+4)", "readv(0+3)"]);
});

Deno.test("sock_recv() with WAITALL answers what has come before the end, a failure, or AGAIN", () => {
  const rows: readonly [why: string, next: number | WasiError, flags: number][] = [
    ["the end", END, 0],
    ["a failure, which the next call meets", new WasiError("connection-reset"), 0],
    ["nothing now, and it must not wait", WOULD_BLOCK, NONBLOCK],
  ];
  for (const [why, next, flags] of rows) {
    const connection = new FakeConnection(new PeekableStream("ab", next));
    const guest = guestWith(connection, { flags, onWait: () => {} });
    assertEquals(receive(guest, WAITALL), SUCCESS, why);
    guest.assertWrote({ [FIRST]: utf8("ab"), [SIZE]: u32(2), [FLAGS]: "0000" }, why);
  }
});

Deno.test("sock_recv() begins anew after one that was suspended", () => {
  const input = new PeekableStream("ab", "cdefg", "xy");
  const guest = guestWith(new FakeConnection(input), { onWait: () => {} });
  assertEquals(receive(guest, WAITALL), SUCCESS);
  assertEquals(receive(guest), SUCCESS);
  assertEquals([guest.u32(SIZE), guest.bytes(FIRST, 3)], [2, utf8("xyc")]);
});

Deno.test("sock_recv() and sock_send() tell of failures, and know no other flags", () => {
  const reset = () => new ScriptedStream(new WasiError("connection-reset"));
  const failing = new FakeConnection(
    new PeekableStream(new WasiError("connection-reset")),
    reset(),
  );
  const guest = guestWith(failing);
  assertEquals(receive(guest), CONNRESET);
  assertEquals(guest.call("sock_send", 0, IOVECS, 2, 0, SIZE), CONNRESET);
  for (const flags of [4, 8, -1]) assertEquals(receive(guest, flags), INVAL);
  assertEquals(guest.call("sock_send", 0, IOVECS, 2, 1, SIZE), INVAL);
  guest.assertWrote({});
});

Deno.test("sock_send() writes, waits for room, and not where the descriptor is NONBLOCK", () => {
  const script = () => new FakeConnection(undefined, new ScriptedStream(WOULD_BLOCK, 5));
  const waiting = guestWith(script(), { onWait: () => {} });
  waiting.put(FIRST, "abc");
  waiting.put(SECOND, "defg");
  assertEquals(waiting.call("sock_send", 0, IOVECS, 2, 0, SIZE), SUCCESS);
  waiting.assertWrote({ [SIZE]: u32(5) });
  const guest = guestWith(script(), { flags: NONBLOCK });
  assertEquals(guest.call("sock_send", 0, IOVECS, 2, 0, SIZE), AGAIN);
});

Deno.test("sock_shutdown() ends the directions that are named", () => {
  const connection = new FakeConnection();
  const guest = guestWith(connection);
  for (const how of [1, 2, 3]) assertEquals(guest.call("sock_shutdown", 0, how), SUCCESS);
  for (const how of [0, 4, 7, -1, 256]) {
    assertEquals(guest.call("sock_shutdown", 0, how), INVAL, `${how}`);
  }
  assertEquals(connection.shut, ["receive", "send", "both"]);
});

Deno.test("a listener is not connected", () => {
  const guest = guestWith(new FakeListener());
  assertEquals(receive(guest), NOTCONN);
  assertEquals(guest.call("sock_send", 0, IOVECS, 2, 0, SIZE), NOTCONN);
  assertEquals(guest.call("sock_shutdown", 0, 3), NOTCONN);
  assertEquals(guest.call("fd_read", 0, IOVECS, 2, SIZE), NOTCONN);
  assertEquals(guest.call("fd_write", 0, IOVECS, 2, SIZE), NOTCONN);
});

Deno.test("a socket answers as a socket does to what is for files", () => {
  const PREFIX = 0x500;
  for (const socket of [new FakeConnection(), new FakeListener()]) {
    const guest = guestWith(socket);
    assertEquals(guest.call("fd_seek", 0, 0n, 0, PREFIX), SPIPE);
    assertEquals(guest.call("fd_tell", 0, PREFIX), SPIPE);
    assertEquals(guest.call("fd_pread", 0, IOVECS, 2, 0n, SIZE), SPIPE);
    assertEquals(guest.call("fd_pwrite", 0, IOVECS, 2, 0n, SIZE), SPIPE);
    assertEquals(guest.call("fd_filestat_set_size", 0, 0n), INVAL);
    assertEquals(guest.call("fd_sync", 0), INVAL);
    assertEquals(guest.call("fd_prestat_get", 0, PREFIX), BADF);
    guest.assertWrote({});
    assertEquals(guest.call("fd_fdstat_get", 0, PREFIX), SUCCESS);
    assertEquals(guest.bytes(PREFIX, 1), new Uint8Array([6]));
  }
});
