import { assertEquals, assertRejects } from "@std/assert";
import type { HostInterface } from "../../../../lib/component/host_interface.ts";
import { ProcExit, Trap } from "../../../../lib/errors.ts";
import { eachWay, Running, type Way } from "./guests.ts";

const PAGE = 65_536;

/** Ends the guest at a call with 0, and counts the others. */
function hostOf(end: () => unknown): { host: HostInterface; calls: number[] } {
  const calls: number[] = [];
  const call = (n: number) => {
    calls.push(n);
    return n === 0 ? end() : n;
  };
  return { host: { functions: { call, text: () => "text" } }, calls };
}

const trap = () => {
  throw new Trap("ended");
};

async function assertEnds(way: Way, name: string, args: number[], why: string): Promise<void> {
  const { host } = hostOf(trap);
  using guest = await Running.of("traps", host, way);
  await assertRejects(() => guest.call(name, ...args), why);
  assertEquals(guest.ending?.kind, "trap", why);
  await assertRejects(() => guest.call("call", 1), Error, "has ended", why);
}

eachWay("a guest cannot catch its own end", async (way) => {
  const ends: readonly (readonly [() => never, kind: string])[] = [
    [trap, "trap"],
    [() => {
      throw new ProcExit(0);
    }, "exit"],
    [() => {
      throw new Error("broken");
    }, "bug"],
  ];
  for (const [end, kind] of ends) {
    const { host, calls } = hostOf(end);
    using guest = await Running.of("traps", host, way);
    assertEquals(await guest.call("swallow", 5), 5);
    await assertRejects(() => guest.call("swallow", 0));
    assertEquals(guest.ending?.kind, kind);
    assertEquals(calls, [5, 0]);
  }
});

/** What realloc does, by what `pointer` is: row M43. */
const ALLOCATIONS: readonly (readonly [pointer: number, traps: boolean, why: string])[] = [
  [1024, false, "a good pointer"],
  [PAGE - 4, false, "just enough room"],
  [PAGE - 3, true, "too little room"],
  [PAGE, true, "out of bounds"],
  [-5, true, "far out of bounds"],
  [-1, true, "traps"],
  [-2, true, "calls out"],
  [-3, true, "throws"],
];

eachWay("M43: whatever realloc does, the guest ends or goes on", async (way) => {
  for (const [pointer, traps, why] of ALLOCATIONS) {
    if (traps) {
      await assertEnds(way, "allocate", [pointer, 16], why);
      continue;
    }
    using guest = await Running.of("traps", hostOf(trap).host, way);
    assertEquals(await guest.call("allocate", pointer, 16), undefined, why);
  }
});

eachWay("results that no value can be trap", async (way) => {
  const rows: readonly (readonly [name: string, value: number, why: string])[] = [
    ["answer-char", 0xd800, "a surrogate"],
    ["answer-char", 0x11_0000, "beyond Unicode"],
    ["answer-enum", 2, "no such case"],
    ["answer-string", 2, "a misaligned pointer to the result"],
    ["answer-string", PAGE - 4, "a result that reaches beyond memory"],
    ["allocate", 1024, "a result place that is fine"],
  ];
  for (const [name, value, why] of rows.slice(0, -1)) await assertEnds(way, name, [value], why);
  using guest = await Running.of("traps", hostOf(trap).host, way);
  assertEquals(await guest.call("answer-char", 0x41), "A");
  assertEquals(await guest.call("answer-enum", 1), { tag: "err", value: undefined });
});

eachWay("M45: a call out of post-return traps", async (way) => {
  await assertEnds(way, "call-in-post-return", [1], "calls out");
});

eachWay("an exception that a guest lets out traps", async (way) => {
  await assertEnds(way, "throw", [], "throws");
});

eachWay("a host function cannot enter the guest that called it", async (way) => {
  let inner: Promise<unknown> | undefined;
  const { host } = hostOf(() => {
    inner = guest.call("call", 1);
    return 1;
  });
  using guest: Running = await Running.of("traps", host, way);
  await assertRejects(async () => {
    await guest.call("call", 0);
    await guest.call("call", 1);
  });
  await assertRejects(() => inner!);
  assertEquals(guest.ending?.kind, "trap");
});

eachWay("a stack that runs out is the guest's trap, and never a bug", async (way) => {
  for (const name of ["host", "guest"]) {
    using guest = await Running.of("deep", hostOf(trap).host, way);
    await assertRejects(() => guest.call(name, 1), name);
    assertEquals(guest.ending, { kind: "trap", message: "call stack exhausted" }, name);
  }
});
