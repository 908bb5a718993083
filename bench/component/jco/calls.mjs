/**
 * Calls in a loop by jco's output in "calls": `node calls.mjs LOOP COUNT`. Writes what ../calls.ts writes.
 *
 * @module
 */

import process from "node:process";

/** What jco has written. */
const TRANSLATED = "./calls/calls.js";

const SAMPLES = 3;

/** Processor time of this process, in nanoseconds. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

const loops = await import(TRANSLATED);
const [name, times] = process.argv.slice(2);
const count = Number(times);
loops[name](count / 10);
const before = process.memoryUsage.rss();
let least = Infinity;
for (let i = 0; i < SAMPLES; i++) {
  const begin = processorTime();
  loops[name](count);
  least = Math.min(least, (processorTime() - begin) / count);
}
console.error(`ns-per-op ${least}`);
console.error(`grown-kib ${(process.memoryUsage.rss() - before) / 1024}`);
