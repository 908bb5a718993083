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

eachWay("results without a place trap", async (way) => {
  await assertEnds(way, "answer-string", [2], "a misaligned pointer to the result");
  await assertEnds(way, "answer-string", [PAGE - 4], "a result that reaches beyond memory");
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
