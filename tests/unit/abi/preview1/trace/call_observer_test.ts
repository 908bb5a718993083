import { assertEquals } from "@std/assert";
import { functionsOf } from "../../../../../lib/abi/preview1/imports.ts";
import { FUNCTION_NAMES, signatureOf } from "../../../../../lib/abi/preview1/signatures.ts";
import {
  CallObserver,
  type ObservedCall,
} from "../../../../../lib/abi/preview1/trace/call_observer.ts";
import { KnownHandles } from "../../../../../lib/abi/preview1/trace/known_handles.ts";
import type { TraceValue } from "../../../../../lib/abi/preview1/trace/value.ts";
import {
  FakeClock,
  FakeGuest,
  type FakeGuestOptions,
  SIZE,
  WILD_POINTERS,
} from "../../../doubles/fake_guest.ts";
import { FakeDirectory, FakeFile, FakeStream, ScriptedStream } from "../../../doubles/fake_node.ts";
import { Chance } from "../../../../attack/chance.ts";
import { utf8 } from "../../../outcome.ts";

/** Where rows put paths, iovecs, buffers and results. */
const [PATH, OTHER, IOVECS, BUFFER, RESULT, RESULT2] = [1000, 1100, 1200, 2000, 3000, 3008];

const SOME_RIGHTS = (1n << 1n) | (1n << 13n);

/** A guest with stream 0, directory 1 `/dir`, file 2 `file`, and what is told of its calls. */
function observed(options: FakeGuestOptions = {}): { guest: FakeGuest; told: ObservedCall[] } {
  const guest = new FakeGuest({
    clocks: { realtime: new FakeClock(7n), monotonic: new FakeClock(2n ** 60n) },
    random: { fill: (into) => void into.fill(1) },
    args: ["a", "bc"],
    ...options,
  });
  const stream = new ScriptedStream();
  guest.open(new FakeStream({ input: stream, output: stream }));
  const directory = new FakeDirectory();
  directory.linkText = utf8("target");
  guest.open(directory, { preopen: utf8("/dir") });
  guest.open(new FakeFile("0123456789"));
  guest.put(PATH, "a path");
  guest.put(OTHER, "other");
  guest.putIovecs(IOVECS, [BUFFER, 3], [BUFFER + 100, 4]);
  const told: ObservedCall[] = [];
  let time = 0;
  const known = new KnownHandles(guest.context.descriptors, ["stdin", "/dir", "file"]);
  const observer = new CallObserver(guest.context, known, () => time++, (call) => {
    told.push(call);
  });
  guest.lookOn({ observe: observer.observe });
  return { guest, told };
}

type Values = Readonly<Record<string, TraceValue>>;

/** A call, and what is told of it. */
type Row = readonly [
  name: string,
  args: readonly (number | bigint)[],
  values: Values,
  result: string,
  results?: Values,
];

const STREAM = { fd: 0, name: "stdin" };
const DIRECTORY = { fd: 1, name: "/dir" };
const FILE = { fd: 2, name: "file" };
const FOLLOW = ["symlink_follow"];
const STAT = { filetype: "regular_file", size: "289360691352306692" };

const ROWS: readonly Row[] = [
  ["args_get", [RESULT, BUFFER], {}, "SUCCESS"],
  ["args_sizes_get", [RESULT, RESULT2], {}, "SUCCESS", { count: 2, bytes: 5 }],
  ["environ_get", [RESULT, BUFFER], {}, "SUCCESS"],
  ["environ_sizes_get", [RESULT, RESULT2], {}, "SUCCESS", { count: 0, bytes: 0 }],
  ["clock_res_get", [0, RESULT], { id: "realtime" }, "SUCCESS", { resolution: 1 }],
  ["clock_time_get", [1, 5n, RESULT], { id: "monotonic", precision: 5 }, "SUCCESS", {
    time: "1152921504606846976",
  }],
  ["clock_time_get", [9, -1n, RESULT], { id: 9, precision: "18446744073709551615" }, "INVAL"],
  ["fd_advise", [2, 1n, 2n, 3], { fd: FILE, offset: 1, len: 2, advice: "willneed" }, "SUCCESS"],
  ["fd_allocate", [2, 1n, 2n], { fd: FILE, offset: 1, len: 2 }, "SUCCESS"],
  ["fd_close", [2], { fd: FILE }, "SUCCESS"],
  ["fd_close", [77], { fd: { fd: 77 } }, "BADF"],
  ["fd_datasync", [2], { fd: FILE }, "SUCCESS"],
  ["fd_fdstat_get", [1, RESULT], { fd: DIRECTORY }, "SUCCESS", {
    stat: { filetype: "directory", flags: [], rights: ["fd_read"] },
  }],
  ["fd_fdstat_set_flags", [2, 5], { fd: FILE, flags: ["append", "nonblock"] }, "SUCCESS"],
  ["fd_fdstat_set_rights", [2, SOME_RIGHTS, -1n << 30n], {
    fd: FILE,
    fs_rights_base: ["fd_read", "path_open"],
    fs_rights_inheriting: ["0xffffffffc0000000"],
  }, "NOTCAPABLE"],
  ["fd_filestat_get", [2, RESULT], { fd: FILE }, "SUCCESS", { stat: STAT }],
  ["fd_filestat_set_size", [2, 5n], { fd: FILE, size: 5 }, "SUCCESS"],
  ["fd_filestat_set_times", [2, 1n, 2n, 9], {
    ...{ fd: FILE, atim: 1, mtim: 2, fst_flags: ["atim", "mtim_now"] },
  }, "SUCCESS"],
  [
    "fd_pread",
    [2, IOVECS, 2, 4n, RESULT],
    {
      ...{ fd: FILE, iovs: { buffers: 2, bytes: 7 }, offset: 4 },
    },
    "SUCCESS",
    { read: 6 },
  ],
  ["fd_prestat_get", [1, RESULT], { fd: DIRECTORY }, "SUCCESS"],
  ["fd_prestat_dir_name", [1, BUFFER, 4], { fd: DIRECTORY }, "SUCCESS", { path: "/dir" }],
  [
    "fd_pwrite",
    [2, IOVECS, 2, 4n, RESULT],
    {
      ...{ fd: FILE, iovs: { buffers: 2, bytes: 7 }, offset: 4 },
    },
    "SUCCESS",
    { written: 7 },
  ],
  ["fd_read", [2, IOVECS, 1, RESULT], { fd: FILE, iovs: { buffers: 1, bytes: 3 } }, "SUCCESS", {
    read: 3,
  }],
  [
    "fd_readdir",
    [1, BUFFER, 50, 0n, RESULT],
    { fd: DIRECTORY, buf_len: 50, cookie: 0 },
    "SUCCESS",
    {
      used: 0,
    },
  ],
  ["fd_renumber", [2, 0], { fd: FILE, to: STREAM }, "SUCCESS"],
  ["fd_seek", [2, -2n, 2, RESULT], { fd: FILE, offset: -2, whence: "end" }, "SUCCESS", {
    position: 8,
  }],
  ["fd_sync", [2], { fd: FILE }, "SUCCESS"],
  ["fd_tell", [2, RESULT], { fd: FILE }, "SUCCESS", { position: 0 }],
  ["fd_write", [2, IOVECS, 2, RESULT], { fd: FILE, iovs: { buffers: 2, bytes: 7 } }, "SUCCESS", {
    written: 7,
  }],
  ["path_create_directory", [1, PATH, 6], { fd: DIRECTORY, path: "a path" }, "SUCCESS"],
  [
    "path_filestat_get",
    [1, 1, PATH, 6, RESULT],
    {
      ...{ fd: DIRECTORY, flags: FOLLOW, path: "a path" },
    },
    "SUCCESS",
    { stat: STAT },
  ],
  ["path_filestat_set_times", [1, 0, PATH, 6, 1n, 2n, 2], {
    ...{ fd: DIRECTORY, flags: [], path: "a path", atim: 1, mtim: 2, fst_flags: ["atim_now"] },
  }, "SUCCESS"],
  ["path_link", [1, 1, PATH, 6, 1, OTHER, 5], {
    ...{ old_fd: DIRECTORY, old_flags: FOLLOW, old_path: "a path" },
    ...{ new_fd: DIRECTORY, new_path: "other" },
  }, "SUCCESS"],
  [
    "path_open",
    [1, 1, PATH, 6, 9, SOME_RIGHTS, 0n, 1, RESULT],
    {
      ...{ fd: DIRECTORY, dirflags: FOLLOW, path: "a path", oflags: ["creat", "trunc"] },
      ...{
        fs_rights_base: ["fd_read", "path_open"],
        fs_rights_inheriting: [],
        fdflags: ["append"],
      },
    },
    "SUCCESS",
    { opened: { fd: 3, name: "/dir/a path" } },
  ],
  [
    "path_readlink",
    [1, PATH, 6, BUFFER, 4, RESULT],
    {
      ...{ fd: DIRECTORY, path: "a path", buf: 4 },
    },
    "SUCCESS",
    { buf: "targ" },
  ],
  ["path_remove_directory", [1, PATH, 6], { fd: DIRECTORY, path: "a path" }, "SUCCESS"],
  ["path_rename", [1, PATH, 6, 1, OTHER, 5], {
    ...{ fd: DIRECTORY, old_path: "a path", new_fd: DIRECTORY, new_path: "other" },
  }, "SUCCESS"],
  ["path_symlink", [OTHER, 5, 1, PATH, 6], {
    ...{ old_path: "other", fd: DIRECTORY, new_path: "a path" },
  }, "SUCCESS"],
  ["path_unlink_file", [1, PATH, 6], { fd: DIRECTORY, path: "a path" }, "SUCCESS"],
  [
    "poll_oneoff",
    [8000, 9000, 1, RESULT],
    {
      subscriptions: [
        { type: "clock", id: "monotonic", timeout: 5, flags: ["subscription_clock_abstime"] },
      ],
    },
    "SUCCESS",
    { nevents: 1 },
  ],
  ["proc_raise", [9], { sig: "kill" }, "NOTSUP"],
  ["sched_yield", [], {}, "SUCCESS"],
  ["random_get", [BUFFER, 8], { buf_len: 8 }, "SUCCESS"],
  ["sock_accept", [2, 4, RESULT], { fd: FILE, flags: ["nonblock"] }, "NOTSOCK"],
  ["sock_recv", [2, IOVECS, 2, 1, RESULT, RESULT2], {
    ...{ fd: FILE, ri_data: { buffers: 2, bytes: 7 }, ri_flags: ["recv_peek"] },
  }, "NOTSOCK"],
  ["sock_send", [2, IOVECS, 2, 0, RESULT], {
    ...{ fd: FILE, si_data: { buffers: 2, bytes: 7 }, si_flags: 0 },
  }, "NOTSOCK"],
  ["sock_shutdown", [2, 3], { fd: FILE, how: ["rd", "wr"] }, "NOTSOCK"],
  ["proc_exit", [3], { rval: 3 }, "exit"],
];

Deno.test("CallObserver tells of every function by its arguments and what comes of it", () => {
  assertEquals(FUNCTION_NAMES.filter((name) => !ROWS.some((row) => row[0] === name)), []);
  for (const [name, args, values, result, results = {}] of ROWS) {
    const { guest, told } = observed();
    // A clock that is over: type 0, clock 1, timeout 5, absolute.
    guest.put(8000, new Uint8Array(48));
    guest.putU32(8000 + 16, 1);
    guest.putU32(8000 + 24, 5);
    guest.putU32(8000 + 40, 1);
    if (name === "fd_fdstat_get") guest.description(1).rights = 2;
    guest.call(name, ...args);
    assertEquals(told.length, 1, name);
    const [call] = told;
    assertEquals([call!.name, call!.result], [name, result]);
    assertEquals([call!.arguments, call!.results], [values, results], name);
    assertEquals(call!.took, 1);
  }
});

Deno.test("CallObserver changes neither the result of a call nor what it writes", () => {
  for (const [name, args] of ROWS) {
    const [plain, { guest }] = [observed(), observed()];
    plain.guest.lookOn({});
    assertEquals(guest.call(name, ...args), plain.guest.call(name, ...args), name);
    assertEquals(guest.bytes(0, SIZE), plain.guest.bytes(0, SIZE), name);
  }
});

Deno.test("CallObserver is no more particular about a pointer than the call is", () => {
  for (const [name, args] of ROWS) {
    for (const wild of [...WILD_POINTERS, 1]) {
      const changed = args.map((arg) => typeof arg === "number" && arg >= 1000 ? wild : arg);
      const [plain, { guest, told }] = [observed(), observed()];
      plain.guest.lookOn({});
      const expected = plain.guest.call(name, ...changed);
      assertEquals(guest.call(name, ...changed), expected, `${name} ${wild}`);
      assertEquals(told.length, 1, name);
      if (String(expected).startsWith("trap")) assertEquals(told[0]!.result, "trap");
    }
  }
});

Deno.test("CallObserver tells of a pointer outside as null, and of gigabytes in a few words", () => {
  const { guest, told } = observed();
  guest.call("path_unlink_file", 1, SIZE, 4);
  assertEquals(told[0]!.arguments.path, null);
  const second = observed();
  second.guest.call("path_unlink_file", 1, 10_000, 50_000);
  assertEquals((second.told[0]!.arguments.path as string).length, 4099);
  const third = observed();
  third.guest.call("poll_oneoff", 0, 0, 70_000, RESULT);
  assertEquals((third.told[0]!.arguments.subscriptions as unknown[]).at(-1), "69984 more");
});

Deno.test("CallObserver tells of a call that waits once, when it is done", () => {
  const stream = new ScriptedStream(-2, -2, "ab");
  const { guest, told } = observed({ onWait: () => {} });
  const fd = guest.open(new FakeStream({ input: stream }));
  assertEquals(guest.call("fd_read", fd, IOVECS, 1, RESULT), 0);
  assertEquals(guest.waits.length, 2);
  assertEquals(told.map(({ name, result, results }) => [name, result, results]), [
    ["fd_read", "SUCCESS", { read: 2 }],
  ]);
});

Deno.test("CallObserver tells calls apart that wait at the same time", async () => {
  const { guest } = observed();
  const streams = ["one", "other"].map((text) => new ScriptedStream(-2, text));
  const fds = streams.map((input) => guest.open(new FakeStream({ input })));
  const told: ObservedCall[] = [];
  const known = new KnownHandles(guest.context.descriptors, []);
  const { observe } = new CallObserver(
    guest.context,
    known,
    () => 0,
    (call) => void told.push(call),
  );
  guest.lookOn({ observe });
  const { fd_read } = functionsOf("wasi_snapshot_preview1", guest.context);
  const gates = fds.map(() => Promise.withResolvers<void>());
  let waits = 0;
  const { attempt, finish } = guest.boundary.divide(fd_read!, {
    wait: () => gates[waits++]!.promise,
    tell: () => {},
  });
  const call = (f: unknown, fd: number) =>
    (f as (...args: number[]) => number | Promise<number>)(fd, IOVECS, 1, RESULT + 4 * fd);
  const finished = fds.map((fd) => {
    call(attempt, fd);
    return call(finish, fd);
  });
  for (const i of [1, 0]) {
    gates[i]!.resolve();
    assertEquals(await finished[i], 0);
  }
  assertEquals(told.map(({ handles, results }) => [handles[0]!.name, results.read]), [
    [`handle ${fds[1]}`, 3],
    [`handle ${fds[0]}`, 3],
  ], "both buffers hold three bytes");
});

Deno.test("CallObserver tells which handles a poll is about", () => {
  const { guest, told } = observed();
  for (const [i, fd] of [2, 77].entries()) {
    guest.put(8000 + 48 * i, new Uint8Array(48));
    guest.put(8000 + 48 * i + 8, new Uint8Array([1]));
    guest.putU32(8000 + 48 * i + 16, fd);
  }
  assertEquals(guest.call("poll_oneoff", 8000, 9000, 2, RESULT), 0);
  assertEquals(told[0]!.arguments.subscriptions, [
    { type: "fd_read", fd: FILE },
    { type: "fd_read", fd: { fd: 77 } },
  ]);
  assertEquals(told[0]!.handles.map(({ name }) => name), ["file"]);
});

Deno.test("CallObserver follows handles through opening, moving and closing", () => {
  const { guest, told } = observed();
  (guest.description(1).node as FakeDirectory).opened = new FakeDirectory();
  const name = () => told.at(-1)!.handles.map((handle) => [handle.name, handle.within]);
  guest.call("path_open", 1, 0, PATH, 6, 2, -1n, -1n, 0, RESULT);
  assertEquals(told.at(-1)!.opened?.name, "/dir/a path");
  guest.call("path_open", 3, 0, OTHER, 5, 0, -1n, -1n, 0, RESULT);
  assertEquals(name(), [["/dir/a path", "a path"]]);
  guest.call("fd_renumber", 4, 0);
  guest.call("fd_filestat_get", 0, 4000);
  assertEquals(name(), [["/dir/a path/other", "a path/other"]]);
  guest.call("fd_close", 0);
  guest.call("fd_close", 0);
  assertEquals([name(), told.at(-1)!.result], [[], "BADF"]);
});

Deno.test("CallObserver makes the call all the same when whoever listens fails", () => {
  const { guest } = observed();
  const known = new KnownHandles(guest.context.descriptors, []);
  const observer = new CallObserver(guest.context, known, () => 0, () => {
    throw new Error("the listener failed");
  });
  guest.lookOn({ observe: observer.observe });
  assertEquals(guest.call("fd_tell", 2, RESULT), 0);
});

Deno.test("CallObserver.finish() tells of the call that the guest was ended in", () => {
  const { guest } = observed();
  const told: ObservedCall[] = [];
  const known = new KnownHandles(guest.context.descriptors, []);
  const observer = new CallObserver(guest.context, known, () => 0, (call) => void told.push(call));
  guest.lookOn({ observe: observer.observe });
  // Waiting fails, since nobody has said what happens meanwhile.
  try {
    guest.call("fd_read", 0, IOVECS, 1, RESULT);
  } catch {
    // That is told by the test's own guest.
  }
  assertEquals(told, []);
  observer.finish();
  observer.finish();
  assertEquals(told.map(({ name, result }) => [name, result]), [["fd_read", "unfinished"]]);
});

Deno.test("CallObserver tells of each call, and changes none, whatever is passed", () => {
  const chance = new Chance(7);
  const numbers = [0, 1, 2, 3, 5, -1, PATH, IOVECS, BUFFER, RESULT, SIZE - 4, SIZE, 1 << 30];
  for (let round = 0; round < 300; round++) {
    const random = { fill: (into: Uint8Array) => void into.fill(1) };
    const onWait = () => {
      throw new Error("waits");
    };
    const options = { random, onWait };
    const [plain, { guest, told }] = [observed(options), observed(options)];
    plain.guest.lookOn({});
    let made = 0;
    while (guest.boundary.ending === undefined && made < 50) {
      const name = chance.of(FUNCTION_NAMES);
      const args = signatureOf(name)!.parameters.map((type) => {
        const number = chance.of(numbers);
        return type === "i64" ? BigInt(number) << BigInt(chance.below(34)) : number;
      });
      const expected = ended(() => plain.guest.call(name, ...args));
      assertEquals(ended(() => guest.call(name, ...args)), expected, `${name}(${args})`);
      made++;
    }
    const unfinished = told.length === made - 1 && guest.boundary.ending?.kind === "bug";
    assertEquals(told.length === made || unfinished, true, `${told.length} of ${made}`);
    assertEquals(guest.bytes(0, SIZE), plain.guest.bytes(0, SIZE));
  }
});

/** What a call answers, or what it ends the guest with. */
function ended(call: () => number | string): number | string {
  try {
    return call();
  } catch (error) {
    return (error as Error).message;
  }
}
