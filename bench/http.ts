/**
 * `deno task bench:http`: Go's HTTP server on a granted listener, under load. Needs Go.
 *
 * @module
 */

import { load } from "./http_load.ts";
import { startServer } from "./listening.ts";
import { median } from "./statistics.ts";

const HERE = import.meta.dirname ?? ".";
const ROUNDS = 5;
const REQUESTS = 10_000;
const CONNECTIONS = 64;

/** Builds the guest into a directory, and answers its path. */
async function build(directory: string): Promise<string> {
  const target = `${directory}/http_server.wasm`;
  const { success } = await new Deno.Command("go", {
    args: ["build", "-o", target, `${HERE}/http_server.go`],
    env: { GOOS: "wasip1", GOARCH: "wasm" },
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error("the guest was not built");
  return target;
}

async function main(): Promise<number> {
  const directory = Deno.makeTempDirSync({ prefix: "sluice_bench_" });
  try {
    const guest = await build(directory);
    const grant = ["--stream", "web=listen:127.0.0.1:0"];
    const { port, child } = await startServer([`${HERE}/../main.ts`, ...grant, guest]);
    const rates: number[] = [];
    let failed = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { answered, errors, duration } = await load(port, REQUESTS, CONNECTIONS);
      const rate = answered / duration * 1000;
      console.log(`${answered} answers, ${errors} errors, ${rate.toFixed(0)} a second`);
      rates.push(rate);
      failed += errors;
    }
    child.kill();
    await child.status;
    console.log(`median ${median(rates).toFixed(0)} a second, ${failed} errors`);
    return failed === 0 ? 0 : 1;
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}

Deno.exitCode = await main();
