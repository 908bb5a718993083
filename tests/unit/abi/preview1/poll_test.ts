import { WasiError } from "../../../../lib/errors.ts";
import { assertEquals } from "@std/assert";
import * as rights from "../../../../lib/abi/preview1/rights.ts";
import {
  FakeClock,
  FakeGuest,
  type FakeGuestOptions,
  SIZE,
  u32,
  WILD_POINTERS,
} from "../../doubles/fake_guest.ts";
import { FakeDirectory, FakeFile, FakeStream, ScriptedStream } from "../../doubles/fake_node.ts";

const { ALL_RIGHTS, FD_READ, FD_WRITE, POLL_FD_READWRITE } = rights;
const [BADF, INVAL, NOTCAPABLE, NOTSUP] = [8, 28, 76, 58] as const;
const [CLOCK, READ, WRITE] = [0, 1, 2] as const;
const [REALTIME, MONOTONIC] = [0, 1] as const;
const ABSOLUTE = 1;
const OUT_OF_BOUNDS = "trap: pointer out of bounds";

/** Where rows put the subscriptions, the events and their number. */
const [IN, OUT, COUNT] = [8192, 16_384, 400];
const [SUBSCRIPTION, EVENT] = [48, 32];

/** A subscription; what is left out is 0. */
interface Wanted {
  readonly userdata?: bigint;
  readonly type: number;
  readonly fd?: number;
  readonly clock?: number;
  readonly timeout?: bigint;
  readonly flags?: number;
}

/** An event as it lies in memory. */
interface Happened {
  readonly userdata?: bigint;
  readonly errno?: number;
  readonly type: number;
  readonly bytes?: bigint;
  readonly hangup?: boolean;
}

/** A subscription's bytes, those of its padding and its precision full of noise. */
function subscription({ userdata = 0n, type, fd, clock, timeout, flags }: Wanted): Uint8Array {
  const view = new DataView(new ArrayBuffer(SUBSCRIPTION));
  new Uint8Array(view.buffer).fill(0xa5);
  view.setBigUint64(0, userdata, true);
  view.setUint8(8, type);
  view.setUint32(16, fd ?? clock ?? 0, true);
  if (type === CLOCK) {
    view.setBigUint64(24, BigInt.asUintN(64, timeout ?? 0n), true);
    view.setUint16(40, flags ?? 0, true);
  }
  return new Uint8Array(view.buffer);
}

function event(
  { userdata = 0n, errno = 0, type, bytes = 0n, hangup = false }: Happened,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(EVENT));
  view.setBigUint64(0, userdata, true);
  view.setUint16(8, errno, true);
  view.setUint8(10, type);
  view.setBigUint64(16, bytes, true);
  view.setUint16(24, hangup ? 1 : 0, true);
  return new Uint8Array(view.buffer);
}

function put(guest: FakeGuest, wanted: readonly Wanted[], at = IN): void {
  for (const [i, one] of wanted.entries()) guest.put(at + i * SUBSCRIPTION, subscription(one));
}

/** Polls, and asserts that these events and nothing else have been written. */
function assertEvents(guest: FakeGuest, wanted: readonly Wanted[], happened: readonly Happened[]) {
  put(guest, wanted);
  assertEquals(guest.call("poll_oneoff", IN, OUT, wanted.length, COUNT), 0);
  guest.assertWrote({
    ...Object.fromEntries(happened.map((one, i) => [OUT + i * EVENT, event(one)])),
    [COUNT]: u32(happened.length),
  });
}

/** A guest with two clocks, which a wait with a timeout moves on. */
function guestWithClocks(options: FakeGuestOptions = {}): {
  guest: FakeGuest;
  realtime: FakeClock;
  monotonic: FakeClock;
} {
  const realtime = new FakeClock(1_700_000_000_000_000_000n);
  const monotonic = new FakeClock(1_000n);
  const guest = new FakeGuest({
    clocks: { realtime, monotonic },
    onWait({ timeout = 0n }) {
      realtime.time += timeout;
      monotonic.time += timeout;
    },
    ...options,
  });
  return { guest, realtime, monotonic };
}

Deno.test("poll_oneoff() fails with INVAL at once when there is nothing to wait for", () => {
  for (const pointer of [IN, 1, -1]) {
    const guest = new FakeGuest();
    assertEquals(guest.call("poll_oneoff", pointer, pointer, 0, pointer), INVAL);
    guest.assertWrote({});
  }
});

Deno.test("poll_oneoff() fails with INVAL before it looks when there are too many subscriptions", () => {
  for (const count of [65_537, 1_000_000, 2 ** 31 - 1, -(2 ** 31), -1]) {
    const guest = new FakeGuest();
    assertEquals(guest.call("poll_oneoff", IN, OUT, count, COUNT), INVAL, `${count}`);
    guest.assertWrote({});
  }
});

Deno.test("poll_oneoff() traps before any effect when a pointer is bad", () => {
  const rows: readonly (readonly [
    subscriptions: number,
    events: number,
    count: number,
    happened: number,
    expected: string,
  ])[] = [
    ...WILD_POINTERS.map((wild) => [wild, OUT, 1, COUNT, OUT_OF_BOUNDS] as const),
    ...WILD_POINTERS.map((wild) => [IN, wild, 1, COUNT, OUT_OF_BOUNDS] as const),
    ...WILD_POINTERS.map((wild) => [IN, OUT, 1, wild, OUT_OF_BOUNDS] as const),
    [SIZE - 40, OUT, 1, COUNT, OUT_OF_BOUNDS],
    [IN, SIZE - 24, 1, COUNT, OUT_OF_BOUNDS],
    [IN, OUT, 65_536, COUNT, OUT_OF_BOUNDS],
    [SIZE - 48, OUT, 2, COUNT, OUT_OF_BOUNDS],
    [IN, SIZE - 32, 2, COUNT, OUT_OF_BOUNDS],
    [IN + 4, OUT, 1, COUNT, "trap: misaligned pointer"],
    [IN, OUT + 4, 1, COUNT, "trap: misaligned pointer"],
    [IN, OUT, 1, COUNT + 2, "trap: misaligned pointer"],
  ];
  for (const [subscriptions, events, count, happened, expected] of rows) {
    const stream = new ScriptedStream();
    const guest = new FakeGuest();
    guest.open(new FakeStream({ input: stream }));
    put(guest, [{ type: READ }]);
    const ended = guest.call("poll_oneoff", subscriptions, events, count, happened);
    assertEquals(ended, expected, `${subscriptions} ${events} ${count} ${happened}`);
    guest.assertWrote({});
  }
});

Deno.test("poll_oneoff() fails with INVAL when a subscription is of an unknown type", () => {
  for (const type of [3, 4, 255]) {
    for (const wanted of [[{ type }], [{ type: READ }, { type }]]) {
      const guest = new FakeGuest();
      guest.open(new FakeFile());
      put(guest, wanted);
      assertEquals(guest.call("poll_oneoff", IN, OUT, wanted.length, COUNT), INVAL);
      guest.assertWrote({});
    }
  }
});

Deno.test("poll_oneoff() waits until a clock has come so far", () => {
  const rows: readonly [clock: number, timeout: bigint, flags: number, waits: readonly bigint[]][] =
    [
      [MONOTONIC, 500n, 0, [500n]],
      [REALTIME, 500n, 0, [500n]],
      [MONOTONIC, 0n, 0, []],
      [MONOTONIC, 1_500n, ABSOLUTE, [500n]],
      [REALTIME, 1_700_000_000_000_000_007n, ABSOLUTE, [7n]],
      [MONOTONIC, 1_000n, ABSOLUTE, []],
      [MONOTONIC, 999n, ABSOLUTE, []],
      [MONOTONIC, 0n, ABSOLUTE, []],
      [REALTIME, 0n, ABSOLUTE, []],
      [MONOTONIC, 2n ** 64n - 1n, 0, [2n ** 64n - 1n]],
      [MONOTONIC, 2n ** 64n - 1n, ABSOLUTE, [2n ** 64n - 1n - 1_000n]],
      [MONOTONIC, 2n ** 53n + 1n, 0, [2n ** 53n + 1n]],
    ];
  for (const [clock, timeout, flags, waits] of rows) {
    const { guest } = guestWithClocks();
    const userdata = 2n ** 64n - 1n;
    assertEvents(guest, [{ type: CLOCK, clock, timeout, flags, userdata }], [
      { type: CLOCK, userdata },
    ]);
    assertEquals(
      guest.waits.map(({ pollables, timeout }) => ({ pollables, timeout })),
      waits.map((timeout) => ({ pollables: [], timeout })),
    );
  }
});

Deno.test("poll_oneoff() waits for the rest when a wait ends early, counted from the first try", () => {
  const monotonic = new FakeClock(1_000n);
  const { guest } = guestWithClocks({
    clocks: { realtime: monotonic, monotonic },
    onWait: () => void (monotonic.time += 200n),
  });
  assertEvents(guest, [{ type: CLOCK, clock: MONOTONIC, timeout: 500n }], [{ type: CLOCK }]);
  assertEquals(guest.waits.map(({ timeout }) => timeout), [500n, 300n, 100n]);
});

Deno.test("poll_oneoff() waits no longer than for the first of several clocks, and tells all that are due", () => {
  const { guest } = guestWithClocks();
  assertEvents(guest, [
    { type: CLOCK, clock: MONOTONIC, timeout: 900n, userdata: 1n },
    { type: CLOCK, clock: MONOTONIC, timeout: 300n, userdata: 2n },
    { type: CLOCK, clock: REALTIME, timeout: 301n, userdata: 3n },
    { type: CLOCK, clock: REALTIME, timeout: 300n, userdata: 4n },
  ], [{ type: CLOCK, userdata: 2n }, { type: CLOCK, userdata: 4n }]);
  assertEquals(guest.waits.map(({ timeout }) => timeout), [300n]);
});

Deno.test("poll_oneoff() reports a clock that it does not have in the event", () => {
  const rows: readonly [clock: number, flags: number, errno: number][] = [
    [2, 0, NOTSUP],
    [3, 0, NOTSUP],
    [4, 0, INVAL],
    [0xffff_ffff, 0, INVAL],
    [MONOTONIC, 2, INVAL],
    [MONOTONIC, ABSOLUTE | 0x8000, INVAL],
  ];
  for (const [clock, flags, errno] of rows) {
    const { guest } = guestWithClocks();
    const wanted: Wanted = { type: CLOCK, clock, flags, timeout: 10n ** 18n, userdata: 9n };
    assertEvents(guest, [wanted], [{ type: CLOCK, userdata: 9n, errno }]);
    assertEquals(guest.waits, []);
  }
});

Deno.test("poll_oneoff() reports what is wrong with a descriptor in the event", () => {
  const rows: readonly [type: number, fd: number, held: number, errno: number][] = [
    [READ, 0, POLL_FD_READWRITE | FD_READ, 0],
    [WRITE, 0, POLL_FD_READWRITE | FD_WRITE, 0],
    [READ, 0, ALL_RIGHTS & ~POLL_FD_READWRITE, NOTCAPABLE],
    [WRITE, 0, ALL_RIGHTS & ~POLL_FD_READWRITE, NOTCAPABLE],
    [READ, 0, ALL_RIGHTS & ~FD_READ, NOTCAPABLE],
    [WRITE, 0, ALL_RIGHTS & ~FD_WRITE, NOTCAPABLE],
    [READ, 1, ALL_RIGHTS, BADF],
    [WRITE, 127, ALL_RIGHTS, BADF],
    [READ, 0x8000_0000, ALL_RIGHTS, BADF],
    [READ, 0xffff_ffff, ALL_RIGHTS, BADF],
  ];
  for (const [type, fd, held, errno] of rows) {
    const guest = new FakeGuest();
    guest.open(new FakeFile(), { rights: held });
    assertEvents(guest, [{ type, fd, userdata: 7n }], [{ type, userdata: 7n, errno }]);
  }
});

Deno.test("poll_oneoff() tells a bad descriptor at once, and leaves the others for the next call", () => {
  const { guest } = guestWithClocks();
  assertEvents(guest, [
    { type: CLOCK, clock: MONOTONIC, timeout: 10n ** 18n, userdata: 1n },
    { type: READ, fd: 5, userdata: 2n },
  ], [{ type: READ, userdata: 2n, errno: BADF }]);
  assertEquals(guest.waits, []);
});

Deno.test("poll_oneoff() finds a file always ready, with the bytes that are left to read", () => {
  const rows: readonly [position: bigint, type: number, bytes: bigint][] = [
    [0n, READ, 10n],
    [4n, READ, 6n],
    [10n, READ, 0n],
    [2n ** 53n + 1n, READ, 0n],
    [4n, WRITE, 0n],
  ];
  for (const [position, type, bytes] of rows) {
    const guest = new FakeGuest();
    guest.open(new FakeFile("0123456789"));
    guest.description(0).cursor!.seek(position, "start");
    assertEvents(guest, [{ type }], [{ type, bytes }]);
  }
  const guest = new FakeGuest();
  const large = new FakeFile();
  large.resize(2n ** 60n + 1n);
  guest.open(large);
  assertEvents(guest, [{ type: READ }], [{ type: READ, bytes: 2n ** 60n + 1n }]);
});

Deno.test("poll_oneoff() tells how a stream stands when it is ready", () => {
  const rows: readonly [bytes: number, hangup: boolean][] = [[0, false], [5, false], [0, true], [
    7,
    true,
  ]];
  for (const [bytes, hangup] of rows) {
    const stream = new ScriptedStream();
    stream.readiness = { ready: true, bytes, hangup };
    const guest = new FakeGuest();
    guest.open(new FakeStream({ input: stream, output: stream }));
    assertEvents(guest, [{ type: READ, userdata: 1n }, { type: WRITE, userdata: 2n }], [
      { type: READ, userdata: 1n, bytes: BigInt(bytes), hangup },
      { type: WRITE, userdata: 2n, bytes: BigInt(bytes), hangup },
    ]);
    assertEquals(stream.calls, [], "nothing is read or written");
  }
});

Deno.test("poll_oneoff() waits for streams until one is ready", () => {
  const streams = [new ScriptedStream(), new ScriptedStream(), new ScriptedStream()];
  const guest = new FakeGuest({
    onWait() {
      const { length } = guest.waits;
      if (length === 3) streams[1]!.readiness = { ready: true, bytes: 3, hangup: false };
    },
  });
  for (const stream of streams) guest.open(new FakeStream({ input: stream }));
  const wanted = [0, 1, 2].map((fd) => ({ type: READ, fd, userdata: BigInt(fd) }));
  assertEvents(guest, wanted, [{ type: READ, userdata: 1n, bytes: 3n }]);
  assertEquals(guest.waits.map(({ pollables, timeout }) => [pollables.length, timeout]), [
    [3, undefined],
    [3, undefined],
    [3, undefined],
  ]);
});

Deno.test("poll_oneoff() gives others a turn now and then where it finds again and again what has come", () => {
  const [early, late] = [new ScriptedStream(), new ScriptedStream()];
  early.readiness = { ready: true, bytes: 1, hangup: false };
  const guest = new FakeGuest({
    shared: true,
    onWait: () => late.readiness = { ready: true, bytes: 2, hangup: false },
  });
  for (const stream of [early, late]) guest.open(new FakeStream({ input: stream }));
  put(guest, [0, 1].map((fd) => ({ type: READ, fd })));
  for (let polls = 0; polls < 100 && guest.waits.length === 0; polls++) {
    assertEquals(guest.call("poll_oneoff", IN, OUT, 2, COUNT), 0);
  }
  // What is ready would end a wait for it before anybody else has had a turn.
  assertEquals(guest.waits.map(({ pollables, timeout }) => [pollables.length, timeout]), [[0, 0n]]);
});

Deno.test("poll_oneoff() waits for streams no longer than a clock allows", () => {
  const { guest } = guestWithClocks();
  guest.open(new FakeStream({ input: new ScriptedStream() }));
  assertEvents(guest, [
    { type: READ, userdata: 1n },
    { type: CLOCK, clock: MONOTONIC, timeout: 70n, userdata: 2n },
  ], [{ type: CLOCK, userdata: 2n }]);
  assertEquals(guest.waits.map(({ pollables, timeout }) => [pollables.length, timeout]), [[
    1,
    70n,
  ]]);
});

Deno.test("poll_oneoff() starts anew when it is called again", () => {
  const { guest, monotonic } = guestWithClocks();
  for (let i = 0; i < 3; i++) {
    assertEvents(guest, [{ type: CLOCK, clock: MONOTONIC, timeout: 50n, userdata: BigInt(i) }], [
      { type: CLOCK, userdata: BigInt(i) },
    ]);
  }
  assertEquals(monotonic.time, 1_150n);
  assertEquals(guest.waits.map(({ timeout }) => timeout), [50n, 50n, 50n]);
});

Deno.test("poll_oneoff() reads all subscriptions before it writes the first event over them", () => {
  for (const [events, happened] of [[IN, COUNT], [IN + 16, COUNT], [IN - 32, COUNT], [OUT, IN]]) {
    const { guest } = guestWithClocks();
    guest.open(new FakeFile("abc"));
    put(guest, [
      { type: READ, userdata: 1n },
      { type: CLOCK, clock: MONOTONIC, timeout: 0n, userdata: 2n },
      { type: READ, fd: 9, userdata: 3n },
    ]);
    assertEquals(guest.call("poll_oneoff", IN, events!, 3, happened!), 0);
    assertEquals(guest.u32(happened!), 3);
    const written = [0, 1, 2].map((i) => guest.bytes(events! + i * EVENT, EVENT));
    assertEquals(written, [
      event({ type: READ, userdata: 1n, bytes: 3n }),
      event({ type: CLOCK, userdata: 2n }),
      event({ type: READ, userdata: 3n, errno: BADF }),
    ]);
  }
});

Deno.test("poll_oneoff() does not read its subscriptions again after a wait", () => {
  const { guest } = guestWithClocks({
    onWait() {
      put(guest, [{ type: READ, fd: 9, userdata: 99n }]);
      monotonic.time += 100n;
    },
  });
  const monotonic = guest.context.clocks().monotonic as FakeClock;
  put(guest, [{ type: CLOCK, clock: MONOTONIC, timeout: 100n, userdata: 1n }]);
  assertEquals(guest.call("poll_oneoff", IN, OUT, 1, COUNT), 0);
  guest.assertWrote({ [OUT]: event({ type: CLOCK, userdata: 1n }), [COUNT]: u32(1) });
});

Deno.test("poll_oneoff() takes the same descriptor as often as it is asked to", () => {
  const count = 600;
  const guest = new FakeGuest();
  guest.open(new FakeFile("abc"));
  put(guest, Array.from({ length: count }, (_, i) => ({ type: READ, userdata: BigInt(i) })));
  assertEquals(guest.call("poll_oneoff", IN, IN, count, COUNT), 0);
  assertEquals(guest.u32(COUNT), count);
  for (let i = 0; i < count; i++) assertEquals(guest.u64(IN + i * EVENT), BigInt(i));
});

Deno.test("poll_oneoff() finds a directory not able to be polled, since it has no such right", () => {
  const guest = new FakeGuest();
  guest.open(new FakeDirectory(), { rights: rights.DIRECTORY_RIGHTS });
  assertEvents(guest, [{ type: READ }], [{ type: READ, errno: NOTCAPABLE }]);
});

Deno.test("poll_oneoff() of wasi_unstable reads the clock behind its identifier", () => {
  const { guest } = guestWithClocks({ module: "wasi_unstable" });
  const view = new DataView(new ArrayBuffer(56));
  view.setBigUint64(0, 5n, true);
  view.setUint8(8, CLOCK);
  view.setBigUint64(16, 0xffff_ffff_ffffn, true);
  view.setUint32(24, MONOTONIC, true);
  view.setBigUint64(32, 250n, true);
  guest.put(IN, new Uint8Array(view.buffer));
  assertEquals(guest.call("poll_oneoff", IN, OUT, 1, COUNT), 0);
  guest.assertWrote({ [OUT]: event({ type: CLOCK, userdata: 5n }), [COUNT]: u32(1) });
  assertEquals(guest.waits.map(({ timeout }) => timeout), [250n]);
});

Deno.test("poll_oneoff() forgets what it waited for when the wait fails", () => {
  let fails = true;
  const monotonic = new FakeClock(1_000n);
  const guest = new FakeGuest({
    clocks: { realtime: monotonic, monotonic },
    onWait({ timeout = 0n }) {
      if (fails) throw new WasiError("invalid");
      monotonic.time += timeout;
    },
  });
  put(guest, [{ type: CLOCK, clock: MONOTONIC, timeout: 50n, userdata: 1n }]);
  assertEquals(guest.call("poll_oneoff", IN, OUT, 1, COUNT), INVAL);
  fails = false;
  assertEvents(guest, [{ type: CLOCK, clock: MONOTONIC, timeout: 900n, userdata: 2n }], [
    { type: CLOCK, userdata: 2n },
  ]);
  assertEquals(guest.waits.map(({ timeout }) => timeout), [50n, 900n]);
});
