/**
 * Components that break the rules of the Component Model, whichever way they wait.
 *
 * @module
 */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { decodeComponent } from "../../lib/component/decode/component.ts";
import { MalformedComponent } from "../../lib/component/decode/errors.ts";
import type { HostInterface } from "../../lib/component/host_interface.ts";
import { ComponentGuest } from "../../lib/component/instantiate/guest.ts";
import { inThread } from "../../lib/component/instantiate/waiting.ts";
import type { Resource } from "../../lib/component/values.ts";
import { LimitReached, Trap } from "../../lib/errors.ts";
import { component } from "../guests/components/component.ts";
import * as binary from "../unit/component/component_binary.ts";
import { Running, WAYS } from "../unit/component/instantiate/guests.ts";
import { attack } from "./attack.ts";

const PAGE = 65_536;

class Stream implements Disposable {
  static disposed: number = 0;
  [Symbol.dispose](): void {
    Stream.disposed++;
  }
}

const HOST: HostInterface = {
  interfaces: {
    "test:host/streams": {
      resources: { stream: Stream },
      functions: {
        open: () => new Stream(),
        "[method]stream.write": () => ({ tag: "ok", value: 0 }),
        close: () => 0n,
      },
    },
  },
  functions: {
    call: (n: number) => {
      if (n === 0) throw new Trap("ended by the host");
      return n;
    },
    text: () => "text",
    wait: (n: number) => n,
  },
};

/** A call of a guest, and why it is wrong. */
type Call = readonly [name: string, args: readonly number[], why: string];

/** Makes each call in a guest of its own: it must end with a trap, and stay ended. */
async function assertTrap(guestName: string, calls: readonly Call[]): Promise<void> {
  for (const way of WAYS) {
    for (const [name, args, why] of calls) {
      using guest = await Running.of(guestName, HOST, way);
      await assertRejects(() => guest.call(name, ...args), why);
      assertEquals(guest.ending?.kind, "trap", why);
      await assertRejects(() => guest.call(name, ...args), Error, "has ended", why);
    }
  }
}

attack("M40", () =>
  assertTrap("host_calls", [
    ["write-to", [PAGE, 1, 16], "a list beyond memory"],
    ["write-to", [PAGE - 1, 2, 16], "a list over the end of memory"],
    ["write-to", [PAGE + 1, 0, 16], "a list of nothing beyond memory"],
    ["write-to", [0xffff_ffff, 0xffff_ffff, 16], "a list that wraps around"],
    ["write-to", [0, 0x1000_0000, 16], "a list that is too long"],
    ["write-to", [0, 0, 18], "a misaligned place for the result"],
    ["write-to", [0, 0, PAGE - 4], "no place for the result"],
  ]));

attack("M41", () =>
  assertTrap("answers", [
    ["utf8", [0x80], "a byte that only goes on"],
    ["utf8", [0xff], "a byte that never is"],
    ["utf16", [0xd83c], "the first half of a pair"],
    ["utf16", [0xdf70], "the second half of a pair"],
    ["latin1", [0x8000_0001], "tagged, and half a pair"],
    ["latin1", [0xffff_ffff], "tagged, and too long"],
  ]));

attack("M42", () =>
  assertTrap("answers", [
    ["char", [0xd800], "a surrogate"],
    ["char", [0x11_0000], "beyond Unicode"],
    ["enum", [2], "no such name"],
    ["option", [2], "no such case"],
  ]));

attack("M42", async () => {
  using guest = await Running.of("answers", HOST, "thread");
  assertEquals(await guest.call("bool", 2), true);
  assertEquals(await guest.call("flags", 0xffff_fffd), { a: true, b: false });
}, { about: "bits that are masked" });

attack("M43", () =>
  assertTrap("traps", [
    ["allocate", [PAGE - 3, 16], "too little room"],
    ["allocate", [PAGE, 16], "out of bounds"],
    ["allocate", [-5, 16], "far out of bounds"],
    ["allocate", [-1, 16], "traps"],
    ["allocate", [-2, 16], "calls out"],
    ["allocate", [-3, 16], "throws"],
  ]));

attack("M43", async () => {
  using guest = await Running.of("traps", HOST, "thread");
  // The last bytes of memory, and of memory that has grown meanwhile.
  assertEquals(await guest.call("allocate", PAGE - 4, 16), undefined);
  assertEquals(await guest.call("allocate", -4, 16), undefined);
}, { about: "what is odd but allowed" });

attack("M44", async () => {
  await assertTrap("host_calls", [
    ["drop", [0], "handle 0"],
    ["drop", [1], "never given out"],
    ["drop", [0xffff_ffff], "far beyond"],
    ["drop-twice", [], "dropped before"],
    ["write-closed", [], "given away before"],
  ]);
  await assertTrap("borrows", [
    ["keep", [], "a borrowed one is kept"],
    ["drop-twice", [], "a borrowed one is dropped twice"],
    ["give", [], "a borrowed one is given away"],
    ["lend-and-give", [], "lent and given away in one call"],
    ["give-twice", [], "given away twice"],
  ]);
});

attack("M45", () => assertTrap("traps", [["call-in-post-return", [1], "calls out"]]));

attack("M46", async () => {
  for (const way of WAYS) {
    Stream.disposed = 0;
    using guest = await Running.of("host_calls", HOST, way);
    await assertRejects(() => guest.call("keep", 1_000_000));
    assertEquals(String((guest.ending as { cause?: unknown }).cause).split(":")[0], "LimitReached");
    // The one that had no place any more, and with the guest the others.
    assertEquals(Stream.disposed, 1);
    guest[Symbol.dispose]();
    assertEquals(Stream.disposed, 100_001);
  }
});

attack("M46", async () => {
  for (const way of WAYS) {
    using guest = await Running.of("composed", HOST, way, { maxHandles: 1 });
    await guest.call("churn", 1_000_000);
  }
}, { about: "one after the other" });

attack("R25", async () => {
  await assertTrap("guest_resource", [["confuse", [], "of another type"]]);
  for (const way of WAYS) {
    using one = await Running.of("guest_resource", HOST, way);
    using another = await Running.of("guest_resource", HOST, way);
    const foreign = await another.call("[constructor]counter", 5) as Resource;
    await assertRejects(() => one.call("[method]counter.value", foreign), TypeError);
    await assertRejects(() => one.call("take", foreign), TypeError);
    assertEquals(await another.call("take", foreign), 5);
  }
});

attack("W19", async () => {
  const guest = new ComponentGuest(component("bomb"), {}, { waiting: inThread(() => {}) });
  await assertRejects(() => guest.instantiateSuspended());
  const { cause } = guest.ending as { cause?: unknown };
  assertEquals(String(cause), "LimitReached: the component makes more than 1000 instances");
}, { about: "a million instances" });

attack("W19", () => {
  assertThrows(() => component("type_bomb"), MalformedComponent);
}, { about: "a type of 2^40 parts" });

attack("W19", () => {
  // (component (component (type (resource (rep i32))) (canon resource.rep 0)...) (instance (instantiate 0))...)
  const functions = binary.section(8, [
    ...binary.unsigned(1000),
    ...new Array(1000).fill([4, 0]).flat(),
  ]);
  const inner = binary.component(binary.types([0x3f, 0x7f, 0]), functions);
  const instances = binary.section(5, [
    ...binary.unsigned(900),
    ...new Array(900).fill([0, 0, 0]).flat(),
  ]);
  const bytes = binary.component(binary.nested(inner), instances);
  const waiting = inThread(() => {});
  const guest = new ComponentGuest(decodeComponent(bytes), {}, { waiting });
  assertThrows(() => guest.instantiate(), LimitReached, "200000 definitions");
}, { about: "a million functions" });
