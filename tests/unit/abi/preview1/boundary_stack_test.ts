/**
 * The end of a guest that has no stack left to note it on.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { Boundary } from "../../../../lib/abi/preview1/boundary.ts";
import type { Context } from "../../../../lib/abi/preview1/context.ts";
import { ProcExit } from "../../../../lib/errors.ts";

/** Calls `call` with so many frames below it. */
const down = (depth: number, call: () => number): number =>
  depth === 0 ? call() : down(depth - 1, call);

/** As many frames as fit the stack. */
function depthOfStack(): number {
  let [fits, overflows] = [0, 1 << 20];
  while (fits + 1 < overflows) {
    const middle = (fits + overflows) >> 1;
    try {
      down(middle, () => 0);
      fits = middle;
    } catch {
      overflows = middle;
    }
  }
  return fits;
}

// In a file of its own: nothing may have ended a guest here before, since what V8 has not compiled
// yet needs more of the stack.
Deno.test("Boundary.guard() lets no guest run on whose exit could not be noted for want of stack", () => {
  const deepest = depthOfStack();
  // Ever more room, until there has been enough of it for a while.
  for (let depth = deepest, noted = 0; noted < 100; depth--) {
    const boundary = new Boundary({ wait: undefined } as Context);
    let calls = 0;
    const exit = boundary.guard((_status: number) => {
      calls++;
      throw new ProcExit(3);
    }) as (status: number) => number;
    try {
      down(depth, () => exit(3));
    } catch {
      // The trap, or what V8 throws when the stack is used up. A guest may swallow the latter.
    }
    if (calls === 0) continue;
    if (boundary.ending !== undefined) noted++;
    try {
      exit(3);
    } catch {
      // Refused, as it must be.
    }
    assertEquals(calls, 1, `it ran on, ${deepest - depth} frames from the end of the stack`);
  }
});
