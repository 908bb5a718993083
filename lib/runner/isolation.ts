/**
 * The kernel wall of a process that runs one guest: wanted or not, possible or not, raised.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { selectHost } from "../host/select_host.ts";
import type { Guest } from "./guest.ts";

/** With the kernel wall, or with Sluice's own checks alone. */
export type Isolation = "strict" | "basic";

/**
 * Reads an isolation as the command line has it.
 *
 * @throws SluiceError status 2 for another word
 */
export function parseIsolation(text: string): Isolation {
  if (text === "strict" || text === "basic") return text;
  throw new SluiceError(2, `--isolation ${text} is neither strict nor basic`, {
    hint: `--isolation ${text.startsWith("b") ? "basic" : "strict"}`,
  });
}

/**
 * Checks, before anything is opened, that a wall which is insisted on can be raised.
 *
 * @param wanted undefined takes what there is
 * @throws SluiceError status 2 when it cannot
 */
export function checkIsolation(host: Host, wanted: Isolation | undefined): void {
  if (wanted !== "strict") return;
  const obstacle = host.wallObstacle();
  if (obstacle !== undefined) throw refusal(obstacle);
}

/**
 * Raises the wall around this process, for good, with the guest's directories inside.
 *
 * @param wanted `basic` raises none
 * @returns why none stands; undefined when it does
 * @throws SluiceError status 2 when it is insisted on and cannot be raised
 */
export function isolate(
  host: Host,
  guest: Guest,
  wanted: Isolation | undefined,
): string | undefined {
  if (wanted === "basic") return "as asked for";
  const nodes = [...guest.context.descriptors.entries()].map(([, { node }]) => node);
  const obstacle = host.raiseWall(nodes.filter((node) => node.kind === "directory"), {
    accepting: nodes.some((node) => node.kind === "socket" && node.listener !== undefined),
    network: guest.network?.openings,
  });
  if (obstacle !== undefined && wanted === "strict") throw refusal(obstacle);
  return obstacle;
}

/** What would stand on this machine if nothing were asked for, in words. */
export async function usualIsolation(): Promise<string> {
  const host = await selectHost({ files: true, clocks: false, wall: true });
  return nameOf(host.wallObstacle());
}

/** What stands, in words. */
export function nameOf(obstacle: string | undefined): string {
  return obstacle === undefined ? "strict" : `basic (${obstacle})`;
}

function refusal(obstacle: string): SluiceError {
  return new SluiceError(2, `isolation cannot be strict: ${obstacle}`, {
    hint: "--isolation basic (without the kernel wall)",
  });
}
