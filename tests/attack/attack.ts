/**
 * `deno task attack`: the races in long form.
 *
 * Every attacker against every operation, on the confined host as it is, on the one that has to do
 * without openat2(2), and on the naive host, which must be broken or the other two prove nothing.
 *
 * ```text
 * --attempts N   of each operation against each attacker (default 20 000)
 * --minutes N    in place of it: so long for everything together
 * --only TEXT    only races with TEXT in `HOST/ATTACKER/OPERATION`
 * --seed S       of the pauses that attackers make
 * --pause MS     from the naive host's check to its use (default 0.2); with 0 an attacker wants a
 *                processor of its own to break it
 * ```
 *
 * Linux only. The status is 1 after an escape, or when the naive host held out.
 *
 * @module
 */

import type { Host } from "../../lib/host/host.ts";
import { type Options, parseOptions } from "./options.ts";
import { ATTACKERS } from "./races/attackers.ts";
import { Ground, type Target } from "./races/ground.ts";
import { OPERATIONS, TARGETS } from "./races/operations.ts";
import type { Limit, Race } from "./races/race.ts";
import { takeOpenat2Away } from "./races/without_openat2.ts";

const HOSTS = ["kernel", "walk", "naive"] as const;

/** A host that is attacked. */
type HostName = typeof HOSTS[number];

/** Attempts on the naive host, most of whose time goes into repairs. */
const MOST_ON_NAIVE = 20_000;

/** Milliseconds from the naive host's check to its use. */
const PAUSE = "0.2";

/** The share of the naive host's attempts that must be escapes. */
export const BROKEN = 0.01;

if (import.meta.main) {
  const options = parseOptions(Deno.args, "attempts", 20_000, ["host", "pause"]);
  const host = options.others.host;
  Deno.exit(host === undefined ? await attackAll(options) : await attackOne(options, host));
}

/** Every host in a process of its own: what is taken away from one must be there for the others. */
async function attackAll(options: Options): Promise<number> {
  let status = 0;
  const hosts = HOSTS.filter((host) => races(host, options.only).length > 0);
  if (hosts.length === 0) throw new RangeError(`--only '${options.only}' names no race`);
  const all = hosts.reduce((sum, host) => sum + races(host, options.only).length, 0);
  console.log(`seed ${options.seed}`);
  for (const host of hosts) {
    const share = races(host, options.only).length / all;
    const length = "minutes" in options.length
      ? ["--minutes", `${options.length.minutes * share}`]
      : ["--attempts", `${options.length.count}`];
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", "--no-prompt", new URL(import.meta.url).pathname, "--host", host],
        ...[...length, "--seed", `${options.seed}`],
        ...options.only === "" ? [] : ["--only", options.only],
        ...["--pause", options.others.pause ?? PAUSE],
      ],
      stdin: "null",
      stdout: "inherit",
      stderr: "inherit",
    }).output();
    status ||= code;
  }
  return status;
}

async function attackOne({ length, seed, only, others }: Options, name: string): Promise<number> {
  const hostName = HOSTS.find((one) => one === name);
  if (hostName === undefined) throw new RangeError(`--host is one of ${HOSTS.join(", ")}`);
  const host = await hostCalled(hostName, Number(others.pause ?? PAUSE));
  // Imported late, for the host must not be loaded before openat2 has been taken away.
  const { failuresOf, race } = await import("./races/race.ts");
  const chosen = races(hostName, only);
  const limit: Limit = "minutes" in length
    ? { milliseconds: length.minutes * 60_000 / chosen.length }
    : { attempts: hostName === "naive" ? Math.min(length.count, MOST_ON_NAIVE) : length.count };
  let status = 0;
  for (const attacker of Object.keys(ATTACKERS)) {
    const sum = { attempts: 0, escapes: 0 };
    for (const target of TARGETS) {
      const operations = chosen.filter((one) => one.attacker === attacker && one.target === target);
      if (operations.length === 0) continue;
      using ground = new Ground();
      await using _attacker = await ATTACKERS[attacker]!({ ground, target, seed });
      for (const { operation } of operations) {
        const found = await race(host, ground, operation, limit, hostName === "naive");
        console.log(`${hostName} ${attacker.padEnd(8)} ${line(found)}`);
        sum.attempts += found.attempts;
        sum.escapes += found.escapes;
        if (hostName === "naive") continue;
        for (const failure of failuresOf(found)) {
          console.log(`FAILED ${failure}`);
          status = 1;
        }
      }
    }
    if (sum.attempts === 0) continue;
    const share = sum.escapes / sum.attempts;
    console.log(`${hostName} ${attacker}: ${sum.escapes} escapes of ${sum.attempts}`);
    if (hostName === "naive" && share <= BROKEN) {
      console.log(`FAILED the naive host held out against ${attacker}: ${percent(share)}`);
      status = 1;
    }
  }
  return status;
}

async function hostCalled(name: HostName, pause: number): Promise<Host> {
  if (name === "walk") takeOpenat2Away();
  const { kernelHost } = await import("../../lib/host/kernel/kernel_host.ts");
  const host = await kernelHost({ files: true, clocks: true });
  if (name !== "naive") return host;
  const { naiveHost } = await import("./races/naive_directory.ts");
  return naiveHost(host, { pause });
}

/** The races on a host that have `only` in their name. */
function races(
  host: HostName,
  only: string,
): { attacker: string; target: Target; operation: string }[] {
  return Object.keys(ATTACKERS).flatMap((attacker) =>
    TARGETS.flatMap((target) =>
      OPERATIONS[target].map((operation) => ({ attacker, target, operation }))
    )
  ).filter(({ attacker, operation }) => `${host}/${attacker}/${operation}`.includes(only));
}

function line({ operation, attempts, escapes, damage, errnos, milliseconds }: Race): string {
  const outcomes = [...errnos].sort(([a], [b]) => a - b).map(([errno, n]) => `${errno}:${n}`);
  return [
    operation.padEnd(18),
    String(attempts).padStart(9),
    `${escapes} escapes`.padStart(14),
    percent(escapes / attempts).padStart(8),
    `${damage.length} changes`.padStart(12),
    `${(1000 * milliseconds / attempts).toFixed(1)} us`.padStart(10),
    outcomes.join(" "),
  ].join(" ");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
