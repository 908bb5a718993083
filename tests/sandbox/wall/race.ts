/**
 * A naive host in a race: `deno run -A race.ts strict|basic GRANT ATTEMPTS OPERATION...`, while an
 * attacker swaps names in GRANT. Prints the escapes of each operation, a line each.
 *
 * @module
 */

import { kernelHost } from "../../../lib/host/kernel/kernel_host.ts";
import { runGuest } from "../../attack/races/run_guest.ts";
import { NaiveDirectory } from "./naive_directory.ts";

const [isolation, grant = "", attempts = "0", ...operations] = Deno.args;
const host = await kernelHost({ files: true, clocks: true, wall: true });
const directory = host.openAmbientDirectory(grant, "read-write");
const naive = {
  ...host,
  realPath: (path: string) => path,
  openAmbientDirectory: () =>
    new NaiveDirectory((directory as unknown as { readonly fd: number }).fd),
};
if (isolation === "strict") {
  const obstacle = host.raiseWall([directory]);
  if (obstacle !== undefined) throw new Error(obstacle);
}
for (const operation of operations) {
  const [escapes = ""] = (await runGuest(naive, grant, [operation, attempts, "0"])).split("\n");
  console.log(`${operation}: ${escapes}`);
}
