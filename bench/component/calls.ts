/**
 * Calls in a loop, in one process: `calls.ts thread|suspended LOOP COUNT`. Writes "ns-per-op N", of the
 * processor's time, and "grown-kib N" to standard error.
 *
 * @module
 */

import process from "node:process";
import { decodeComponent } from "../../lib/component/decode/component.ts";
import type { HostInterface } from "../../lib/component/host_interface.ts";
import type { ExportedFunction } from "../../lib/component/instantiate/exported_function.ts";
import { ComponentGuest } from "../../lib/component/instantiate/guest.ts";
import { suspended } from "../../lib/component/instantiate/suspended.ts";
import { inThread } from "../../lib/component/instantiate/waiting.ts";

/** The fastest of these counts: others use the processor's caches too. */
const SAMPLES = 3;

class Stream {
  written = 0n;
}

const host: HostInterface = {
  interfaces: {
    "bench:host/streams": {
      resources: { stream: Stream },
      functions: {
        open: () => new Stream(),
        "[method]stream.write": (self: Stream, bytes: Uint8Array) => {
          self.written += BigInt(bytes.length);
          return { tag: "ok", value: self.written };
        },
        now: () => 1_000_000_000n,
        text: (text: string) => text,
      },
    },
  },
};

/** Calls the loop of the guest that has this name, so many times around. */
type Loop = (name: string, count: number) => unknown;

async function loopOf(waiting: string): Promise<Loop> {
  const file = new URL("components/calls.wasm", import.meta.url);
  const component = decodeComponent(Deno.readFileSync(file));
  if (waiting === "thread") {
    const exports = new ComponentGuest(component, host, { waiting: inThread(() => {}) })
      .instantiate();
    return (name, count) => (exports.get(name) as ExportedFunction).call([count]);
  }
  const exports = await new ComponentGuest(component, host, { waiting: suspended(async () => {}) })
    .instantiateSuspended();
  return (name, count) => (exports.get(name) as ExportedFunction).callSuspended([count]);
}

/** Processor time of this process, in nanoseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

const [waiting = "", name = "", times = ""] = Deno.args;
const count = Number(times);
const loop = await loopOf(waiting);
await loop(name, count / 10);
const before = Deno.memoryUsage().rss;
let least = Infinity;
for (let i = 0; i < SAMPLES; i++) {
  const begin = processorTime();
  await loop(name, count);
  least = Math.min(least, (processorTime() - begin) / count);
}
console.error(`ns-per-op ${least}`);
console.error(`grown-kib ${(Deno.memoryUsage().rss - before) / 1024}`);
