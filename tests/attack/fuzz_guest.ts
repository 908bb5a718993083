/**
 * A guest without a module, for fuzzers that call its imports themselves.
 *
 * @module
 */

import type { Clock } from "../../lib/clocks/clock.ts";
import type { Host } from "../../lib/host/host.ts";
import { Trap } from "../../lib/errors.ts";
import { blocking } from "../../lib/runner/block.ts";
import { Guest } from "../../lib/runner/guest.ts";
import type { RunOptions } from "../../lib/runner/options.ts";

/** An import, as wasm calls it. */
export type Import = (...args: (number | bigint)[]) => number;

/** A clock that only waiting moves. */
class StillClock implements Clock {
  time = 1_000_000_000_000_000_000n;

  now(): bigint {
    return this.time;
  }

  resolution(): bigint {
    return 1n;
  }
}

/**
 * The host for fuzzers: as `real`, but no wait takes time, and one that would never end is a trap.
 */
export function hostWithoutWaiting(real: Host): Host {
  const clock = new StillClock();
  return {
    ...real,
    clocks: () => ({ realtime: clock, monotonic: clock }),
    wait(_pollables, timeout) {
      if (timeout === undefined) throw new Trap("waits for ever");
      clock.time += timeout;
    },
  };
}

/** A guest with its memory. */
export class FuzzGuest implements Disposable {
  readonly guest: Guest;
  readonly memory: WebAssembly.Memory;
  readonly imports: Readonly<Record<string, Import>>;

  constructor(
    host: Host,
    options: RunOptions,
    memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1 }),
    module = "wasi_snapshot_preview1",
  ) {
    this.guest = new Guest(host, ["fuzz", ...options.args ?? []], options, "own");
    this.memory = memory;
    this.guest.context.memory.attach(this.memory);
    this.imports = blocking(this.guest).imports(module) as Record<string, Import>;
  }

  [Symbol.dispose](): void {
    this.guest[Symbol.dispose]();
  }
}
