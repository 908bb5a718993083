/**
 * `deno run -A bench/component/main.ts`: what a call costs that a component makes, to the host and to
 * another component, in processor time; and what a million resources leave behind.
 *
 * @module
 */

import process from "node:process";
import { decodeComponent } from "../../lib/component/decode/component.ts";
import type { HostInterface } from "../../lib/component/host_interface.ts";
import type { ExportedFunction } from "../../lib/component/instantiate/exported_function.ts";
import { ComponentGuest } from "../../lib/component/instantiate/guest.ts";
import { inThread, suspended } from "../../lib/component/instantiate/waiting.ts";
import { formatQuantity, renderTable } from "../table.ts";

/** Calls a sample. */
const COUNT = 1_000_000;
const SAMPLES = 5;

/** What a host call with a resource and a byte list may cost at most. */
const TARGET_NANOSECONDS = 1000;

/** The loops of the guest. */
const LOOPS: Readonly<Record<string, string>> = {
  write: "host call, a resource and 100 B",
  now: "host call, answers a u64",
  text: "host call, a string of 11 B there and back",
  open: "host call, a resource made and dropped",
  add: "component to component, two numbers",
  send: "component to component, a resource and 100 B",
};

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

/** Processor time of this process, in nanoseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

async function best(call: () => unknown): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < SAMPLES; i++) {
    const begin = processorTime();
    await call();
    least = Math.min(least, (processorTime() - begin) / COUNT);
  }
  return least;
}

const component = decodeComponent(
  Deno.readFileSync(new URL("calls.wasm", import.meta.url)),
);
using blocking = new ComponentGuest(component, host, { waiting: inThread(() => {}) });
using suspending = new ComponentGuest(component, host, { waiting: suspended(async () => {}) });
const inTheThread = blocking.instantiate();
const suspendable = await suspending.instantiateSuspended();

const before = Deno.memoryUsage().rss;
const rows = [["", "in its thread", "suspendable"]];
let slowest = 0;
for (const [name, title] of Object.entries(LOOPS)) {
  const here = inTheThread.get(name) as ExportedFunction;
  const there = suspendable.get(name) as ExportedFunction;
  const times = [
    await best(() => here.call([COUNT])),
    await best(() => there.callSuspended([COUNT])),
  ];
  if (name === "write") slowest = Math.max(...times);
  rows.push([title, ...times.map((time) => formatQuantity(time, "ns"))]);
}
console.log(renderTable(rows));
const grown = (Deno.memoryUsage().rss - before) / 2 ** 20;
console.log(
  `memory after ${(2 * SAMPLES * COUNT) / 1e6} million resources: +${grown.toFixed(1)} MiB`,
);
if (slowest > TARGET_NANOSECONDS) {
  console.log(
    `a host call with a resource and a byte list takes more than ${TARGET_NANOSECONDS} ns`,
  );
  Deno.exit(1);
}
