/**
 * Clocks and poll_oneoff.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { attack } from "./attack.ts";
import { errnosIn, inShell, shell, startCommand } from "./command.ts";
import { INVAL, NOTSUP } from "./path_rows.ts";
import { Place } from "./place.ts";
import { answers, expectErrnos, hexOf, numberIn, pathChecked, runScript, word } from "./script.ts";

const BADF = 8;
const SUBSCRIPTION = 48;
const EVENT = 32;
const REALTIME = 0;
const MONOTONIC = 1;

/** A record of so many bytes, with numbers at their places. */
function record(
  size: number,
  ...fields: readonly [at: number, size: number, value: bigint][]
): string {
  const bytes = new Uint8Array(size);
  for (const [at, size, value] of fields) {
    for (let i = 0; i < size; i++) bytes[at + i] = Number(value >> BigInt(8 * i) & 0xffn);
  }
  return hexOf(bytes);
}

/** A subscription to a clock. */
function clock(id: number, timeout: bigint, flags = 0, userdata = 1n): string {
  return record(
    SUBSCRIPTION,
    [0, 8, userdata],
    [16, 4, BigInt(id)],
    [24, 8, timeout],
    [40, 2, BigInt(flags)],
  );
}

/** A subscription to read (1) or write (2) a descriptor. */
function stream(type: number, fd: number, userdata = 2n): string {
  return record(SUBSCRIPTION, [0, 8, userdata], [8, 1, BigInt(type)], [16, 4, BigInt(fd)]);
}

/** The script that polls these subscriptions. */
function poll(...subscriptions: readonly string[]): string[] {
  const count = subscriptions.length;
  return [
    `poke @0 ${subscriptions.join("")}`,
    `poll_oneoff @0 >${EVENT * count} ${count} >4`,
  ];
}

/** An event as it was told. */
interface Event {
  readonly userdata: number;
  readonly errno: number;
  readonly type: number;
  readonly bytes: number;
  readonly flags: number;
}

/** The events of a call, out of what it told. */
function events([bytes, count]: readonly Uint8Array[]): Event[] {
  return Array.from({ length: numberIn(count) }, (_, i) => ({
    userdata: numberIn(bytes, i * EVENT),
    errno: numberIn(bytes, i * EVENT + 8, 2),
    type: numberIn(bytes, i * EVENT + 10, 1),
    bytes: numberIn(bytes, i * EVENT + 16),
    flags: numberIn(bytes, i * EVENT + 24, 2),
  }));
}

/** Runs `lines` and asserts that it takes no longer. */
async function within(milliseconds: number, lines: readonly string[]): ReturnType<typeof answers> {
  using place = new Place();
  const before = performance.now();
  const got = await answers(place, lines);
  const took = performance.now() - before;
  assert(took < milliseconds, `${took} ms`);
  return got;
}

attack("M19", async () => {
  using place = new Place();
  await expectErrnos(place, [
    ...["clock_res_get", "clock_time_get"].flatMap((name): [string, number][] => {
      const precision = name === "clock_time_get" ? " 0" : "";
      return [
        ...[0, 1].map((id): [string, number] => [`${name} ${id}${precision} >8`, 0]),
        ...[2, 3].map((id): [string, number] => [`${name} ${id}${precision} >8`, NOTSUP]),
        ...[4, 5, 255, 0x7fffffff, 0x80000000, 0xffffffff].map((id): [string, number] => [
          `${name} ${id}${precision} >8`,
          INVAL,
        ]),
      ];
    }),
  ]);
  for (const [id, errno] of [[2, NOTSUP], [3, NOTSUP], [4, INVAL], [0xffffffff, INVAL]] as const) {
    const [answer] = await within(1000, poll(clock(id, 10n ** 12n)));
    assertEquals(events(answer!.data).map((event) => event.errno), [errno]);
  }
});

attack("M20", async () => {
  const got = await within(1000, [
    "grow 800",
    "poll_oneoff 0x200000 0x200000 1000000 >4",
    "poll_oneoff 0x200000 0x200000 65537 >4",
  ]);
  assertEquals(got.slice(1).map(({ errno }) => errno), [INVAL, INVAL]);
});

attack("M21", async () => {
  // Times 48 these are 32, 0 and 2^31 beyond 2^32; times 32 as well.
  for (const count of [0x5555556, 0x10000000, 0x8000001, 0xffffffff, 0x80000000]) {
    const [answer] = await within(1000, [`poll_oneoff @0 @0 ${count} >4`]);
    assertEquals([count, answer!.errno], [count, INVAL]);
  }
  using place = new Place();
  const { status, message } = await runScript(place, ["poll_oneoff @0 @0 65536 >4"]);
  assertEquals(status, 134);
  assertMatch(message, /out of bounds/);
});

attack("M22", async () => {
  const count = 10_000;
  // Beyond every number of the canary, so that none looks like one.
  const userdata = (i: number) => 2 ** 40 + i;
  const all = Array.from({ length: count }, (_, i) => stream(1, 0, BigInt(userdata(i))));
  using place = new Place();
  const { answers: got } = await runScript(place, [
    "grow 200",
    `poke 0x800000 ${all.join("")}`,
    `poll_oneoff 0x800000 >${EVENT * count} ${count} >4`,
  ]);
  const happened = events(got[1]!.data);
  assertEquals(happened.map((event) => event.userdata), all.map((_, i) => userdata(i)));
  assertEquals(new Set(happened.map(({ errno }) => errno)), new Set([0]));
});

attack("M23", async () => {
  const late = clock(MONOTONIC, 10n ** 12n, 0, 9n);
  for (const type of [3, 4, 127, 255]) {
    const [alone] = await within(1000, poll(stream(type, 0)));
    const [beside] = await within(1000, poll(late, stream(type, 0)));
    assertEquals([type, alone!.errno, beside!.errno], [type, INVAL, INVAL]);
  }
  const single: readonly (readonly [subscription: string, errno: number])[] = [
    [clock(MONOTONIC, 10n ** 12n, 2), INVAL],
    [clock(MONOTONIC, 10n ** 12n, 0xffff), INVAL],
    [clock(REALTIME, 10n ** 12n, 4), INVAL],
    [stream(1, 100), BADF],
    [stream(2, 0xffffffff), BADF],
    [stream(1, 0x80000000), BADF],
  ];
  for (const [subscription, errno] of single) {
    const [answer] = await within(1000, poll(late, subscription));
    assertEquals(answer!.errno, 0);
    assertEquals(events(answer!.data).map((event) => event.errno), [errno]);
  }
});

attack("M24", async () => {
  const got = await within(1000, ["poll_oneoff @0 @0 0 >4", "poll_oneoff 0 0 0 >4"]);
  assertEquals(got.map(({ errno }) => errno), [INVAL, INVAL]);
});

attack("M25", async (t) => {
  const max = 2n ** 64n - 1n;
  const over: readonly (readonly [string, string])[] = [
    ["a relative 0", clock(MONOTONIC, 0n)],
    ["a relative 0 of the other clock", clock(REALTIME, 0n)],
    ["an absolute 0", clock(MONOTONIC, 0n, 1)],
    ["1970", clock(REALTIME, 1n, 1)],
    ["2001", clock(REALTIME, 10n ** 18n, 1)],
    ["a nanosecond", clock(MONOTONIC, 1n)],
  ];
  for (const [name, subscription] of over) {
    await t.step(name, async () => {
      const [answer] = await within(1000, poll(subscription));
      assertEquals(events(answer!.data), [{ userdata: 1, errno: 0, type: 0, bytes: 0, flags: 0 }]);
    });
  }
  await t.step("2^64 - 1 beside what is over", async () => {
    const far = [clock(MONOTONIC, max), clock(REALTIME, max), clock(MONOTONIC, max, 1)];
    const [answer] = await within(
      1000,
      poll(...far, clock(REALTIME, max - 1n, 1), clock(0, 5n, 0, 7n)),
    );
    assertEquals(events(answer!.data).map(({ userdata }) => userdata), [7]);
  });
  for (const [name, flags] of [["relative", 0], ["absolute", 1]] as const) {
    for (const id of [REALTIME, MONOTONIC]) {
      for (const timeout of [max, 2n ** 63n, 2n ** 63n - 1n]) {
        await t.step(`${timeout} of clock ${id}, ${name}, and a signal`, async () => {
          const child = startCommand([], [
            "fd_write 1 [78] >4",
            ...poll(clock(id, timeout, flags)),
          ]);
          const reader = child.stdout.getReader();
          await reader.read();
          await new Promise((resolve) => setTimeout(resolve, 50));
          child.kill("SIGTERM");
          const { signal, code } = await child.status;
          await Promise.all([
            child.stdin.abort().catch(() => {}),
            child.stderr.cancel(),
            reader.cancel(),
          ]);
          assertEquals([code, signal], [143, "SIGTERM"]);
        });
      }
    }
  }
});

attack("M26", async () => {
  using place = new Place();
  const lines = (times: number) => [
    `poke @0 ${clock(MONOTONIC, 1n)}`,
    `repeat ${times} 1`,
    "poll_oneoff @0 >32 1 >4",
  ];
  await runScript(place, lines(1000));
  const before = Deno.memoryUsage().rss;
  const { answers: [repeated] } = await runScript(place, lines(10_000));
  assertEquals(repeated!.errno, 0);
  assert(Deno.memoryUsage().rss - before < 64 << 20);
});

attack("M27", async () => {
  using place = new Place({ in: { file: "0123456789" } });
  const got = await answers(place, [
    `path_open 3 0 ${word("file")} 0 0x8000066 0 0 >4`,
    "fd_seek 4 4 0 >8",
    ...poll(stream(1, 4), stream(2, 4)),
    "fd_seek 4 0 2 >8",
    ...poll(stream(1, 4)),
    ...poll(stream(1, 0)),
    ...poll(stream(2, 1)),
  ]);
  const polls = got.filter(({ name }) => name === "poll_oneoff").map(({ data }) => events(data));
  assertEquals(polls[0], [
    { userdata: 2, errno: 0, type: 1, bytes: 6, flags: 0 },
    { userdata: 2, errno: 0, type: 2, bytes: 0, flags: 0 },
  ]);
  assertEquals(polls[1], [{ userdata: 2, errno: 0, type: 1, bytes: 0, flags: 0 }]);
  assertEquals(polls.slice(2).map(([event]) => event!.errno), [0, 0]);
}, { about: "files, and what is captured" });
attack("M27", async () => {
  const lines = [
    ...poll(stream(1, 0)),
    "fd_read 0 <16> >4",
    ...poll(stream(1, 0)),
    "fd_read 0 <16> >4",
    ...poll(stream(1, 0)),
    ...poll(stream(2, 1)),
  ];
  const { stdout } = await shell(`
    { printf abc; } | ${inShell([], lines)}
    ${inShell([], lines)} < /dev/null
    ${inShell([], lines)} <&-
  `);
  assertEquals(
    errnosIn(stdout),
    Array(3).fill([
      "poll_oneoff 0",
      "fd_read 0",
      "poll_oneoff 0",
      "fd_read 0",
      "poll_oneoff 0",
      "poll_oneoff 0",
    ]).flat(),
  );
  const polled = stdout.split("\n").filter((line) => line.startsWith("poll_oneoff"))
    .map((line) =>
      events(
        line.split(" ").slice(2).map((hex) =>
          Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16))
        ),
      )
    );
  for (const happened of polled) assertEquals(happened.map(({ errno }) => errno), [0]);
  // What has come is counted, and the other end's end is told.
  if (!pathChecked) {
    assertEquals(polled[0], [{ userdata: 2, errno: 0, type: 1, bytes: 3, flags: 1 }]);
    assertEquals(polled[1]![0]!.flags, 1);
  }
}, { about: "pipes and devices" });
