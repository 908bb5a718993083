/**
 * `wasi:clocks/monotonic-clock`.
 *
 * @module
 */

import type { Clock } from "../../../clocks/clock.ts";
import type { Context } from "../context.ts";
import { type Interface, interfaceOf } from "../interface.ts";
import { Pollable } from "../io/poll.ts";

/** The interface. */
export function monotonicClock({ clocks }: Context): Interface {
  return interfaceOf({
    "now": ["func() -> u64", () => clocks().monotonic.now()],
    "resolution": ["func() -> u64", () => clocks().monotonic.resolution()],
    "subscribe-instant": [
      "func(u64) -> own<pollable>",
      (when: bigint) => at(clocks().monotonic, when),
    ],
    "subscribe-duration": [
      "func(u64) -> own<pollable>",
      (duration: bigint) => {
        const { monotonic } = clocks();
        return at(monotonic, monotonic.now() + duration);
      },
    ],
  }, { pollable: Pollable });
}

/** The moment as something to wait for. */
function at(clock: Clock, moment: bigint): Pollable {
  return new Pollable({
    hasHappened: () => clock.now() >= moment,
    remaining() {
      const left = moment - clock.now();
      return left > 0n ? left : 0n;
    },
  });
}
