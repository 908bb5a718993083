/**
 * `deno task bench:echo`: a round trip of 64 bytes through a granted socket, beside one through a socket
 * of Deno's. The two take turns, so that what else the machine does meets both.
 *
 * @module
 */

import { startServer } from "./listening.ts";
import { median, quantile, ratios } from "./statistics.ts";

const HERE = import.meta.dirname ?? ".";
const SIZE = 64;
const ROUNDS = 31;
const TRIPS = 1_000;

/** A server that echoes, and the connection to it. */
interface Echo extends AsyncDisposable {
  /** The microseconds of each of some round trips. */
  trips(count: number): Promise<number[]>;
}

async function main(): Promise<void> {
  await using sluice = await echoOf([
    ...[`${HERE}/../main.ts`, "--stream", "echo=listen:127.0.0.1:0"],
    ...[`${HERE}/../tests/cli/guests/sockets.wasm`, "echo-one"],
  ]);
  await using plain = await echoOf([`${HERE}/plain_echo.ts`]);
  const [ours, theirs]: [number[], number[]] = [[], []];
  const samples = [[sluice, ours], [plain, theirs]] as const;
  for (const [echo] of samples) await echo.trips(TRIPS);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [echo, times] of round % 2 === 0 ? samples : samples.toReversed()) {
      times.push(median(await echo.trips(TRIPS)));
    }
  }
  const quotients = ratios(ours, theirs);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((q) => quantile(quotients, q).toFixed(3));
  console.log(`sluice ${median(ours).toFixed(1)} µs, Deno ${median(theirs).toFixed(1)} µs`);
  console.log(`ratio ${middle} (half of ${ROUNDS} rounds from ${low} to ${high}), target 1.2`);
}

/** Starts a server, and connects to it. */
async function echoOf(args: readonly string[]): Promise<Echo> {
  const { port, child } = await startServer(args);
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  connection.setNoDelay(true);
  const sent = new Uint8Array(SIZE).fill(0x78);
  const buffer = new Uint8Array(SIZE);
  return {
    async trips(count) {
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        const start = performance.now();
        await connection.write(sent);
        for (let at = 0; at < SIZE;) at += await connection.read(buffer.subarray(at)) ?? SIZE;
        times.push((performance.now() - start) * 1000);
      }
      return times;
    },
    async [Symbol.asyncDispose]() {
      connection.close();
      await child.status;
    },
  };
}

await main();
