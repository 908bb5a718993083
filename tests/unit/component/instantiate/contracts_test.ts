import { assertEquals, assertRejects } from "@std/assert";
import type { HostInterface } from "../../../../lib/component/host_interface.ts";
import type { Value } from "../../../../lib/component/values.ts";
import { eachWay, Running } from "./guests.ts";

class File implements Disposable {
  closed = 0;
  [Symbol.dispose](): void {
    this.closed++;
  }
}

const HOST: HostInterface = {
  interfaces: {
    "test:host/files": {
      resources: { file: File },
      functions: { open: () => new File(), close: () => undefined, text: () => "text" },
    },
  },
};

const KEPT = "a borrowed resource is kept beyond the call";
const GIVEN = "a borrowed resource is given away";
const LEAVES = "a component instance calls out where it may not";

/** What is called, and the trap that it ends with; undefined for what is allowed. */
const ROWS: readonly (readonly [name: string, argument: Value, trap: string | undefined])[] = [
  ["drop", new File(), undefined],
  ["keep", new File(), KEPT],
  ["give", new File(), GIVEN],
  ["lend", false, undefined],
  ["lend", true, GIVEN],
  ["allocate", 0, undefined],
  ["allocate", 1, LEAVES],
  ["allocate", 2, LEAVES],
  ["catch", 0, "unreachable"],
  ["place", 16, undefined],
  ["place", 65_528, undefined],
  ["place", 65_532, "pointer out of bounds"],
  ["place", 18, "misaligned pointer"],
];

eachWay("contracts between components, and with the host, are kept", async (way) => {
  for (const [name, argument, trap] of ROWS) {
    using guest = await Running.of("between", HOST, way);
    const why = `${name} ${String(argument)}`;
    if (trap === undefined) await guest.call(name, argument);
    else await assertRejects(() => guest.call(name, argument), why);
    const expected = trap === undefined ? undefined : { kind: "trap" as const, message: trap };
    assertEquals(guest.ending, expected, why);
    // What is borrowed is not the guest's to dispose.
    if (argument instanceof File) assertEquals(argument.closed, 0, why);
  }
});
