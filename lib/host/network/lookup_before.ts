/**
 * Finding the addresses of names behind a wall, where the files that a resolver reads cannot be opened.
 *
 * Names that are known now are looked for now, as every program of the machine does. The others are
 * looked for in what stands in `/etc/hosts` now, and then asked of the servers that stand in
 * `/etc/resolv.conf` now: what the machine has of other ways to an address is left out, and so are the
 * domains that it would try behind a short name.
 *
 * @module
 */

import { type ErrorCode, WasiError } from "../../errors.ts";
import { type IpAddress, parseIpAddress } from "../../sockets/ip_address.ts";
import { isLocalhost } from "../../sockets/host_name.ts";
import type { LookUp } from "./deno_network.ts";
import { addressesOf, lookUp } from "./lookup.ts";

/** Servers that are asked at most, one after the other, as a resolver does. */
const MOST_SERVERS = 3;

/** How long a server has to answer; Deno would ask it again for half a minute. */
const ANSWER_MS = 5_000;

const LOOPBACK = ["127.0.0.1", "::1"];

/**
 * Looks for names, and prepares to look for others.
 *
 * @param names those that are looked for now
 * @param others whether there can be others
 */
export async function lookUpBefore(names: readonly string[], others: boolean): Promise<LookUp> {
  const found = new Map(
    await Promise.all(
      names.map(async (name) => [name, await lookUp(name).catch(onlyFailure)] as const),
    ),
  );
  const later = others ? laterLookUp() : () => Promise.reject(new WasiError("name-unresolvable"));
  return async (name) => {
    const known = found.get(name);
    if (known instanceof WasiError) throw known;
    return known ?? await later(name);
  };
}

function laterLookUp(): LookUp {
  const hosts = hostsOf(textOf("/etc/hosts"));
  const servers = serversOf(textOf("/etc/resolv.conf"));
  return async (name) => {
    const own = hosts.get(name) ?? (isLocalhost(name) ? LOOPBACK : undefined);
    if (own !== undefined) return addressesOf(own);
    let failure = new WasiError("temporary-resolver-failure");
    for (const server of servers) {
      try {
        return await ask(name, server);
      } catch (error) {
        failure = onlyFailure(error);
        if (failure.code === "name-unresolvable") break;
      }
    }
    throw failure;
  };
}

/** Asks one server for the addresses of both families. */
async function ask(name: string, ipAddr: string): Promise<IpAddress[]> {
  // A name that ends in a stop is not tried with anything behind it.
  const options = { nameServer: { ipAddr }, signal: AbortSignal.timeout(ANSWER_MS) };
  const answers = await Promise.allSettled(
    (["A", "AAAA"] as const).map((type) => Deno.resolveDns(`${name}.`, type, options)),
  );
  const found = answers.flatMap((one) => one.status === "fulfilled" ? one.value : []);
  if (found.length > 0) return addressesOf(found);
  const isUnknown = answers.every((one) =>
    one.status === "fulfilled" || one.reason instanceof Deno.errors.NotFound
  );
  const code: ErrorCode = isUnknown ? "name-unresolvable" : "temporary-resolver-failure";
  throw new WasiError(code);
}

/** The addresses of names in the form of hosts(5). */
export function hostsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [address, ...names] = line.replace(/#.*$/, "").trim().split(/\s+/);
    if (address === undefined || parseIpAddress(address) === undefined) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      hosts.set(key, [...hosts.get(key) ?? [], address]);
    }
  }
  return hosts;
}

/** The servers in the form of resolv.conf(5). */
export function serversOf(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => /^nameserver\s+(\S+)/.exec(line)?.[1]);
  return lines.filter((server) => server !== undefined && parseIpAddress(server) !== undefined)
    .slice(0, MOST_SERVERS) as string[];
}

/** What a file says; nothing where it is not there, as resolvers take it. */
function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

function onlyFailure(error: unknown): WasiError {
  if (error instanceof WasiError) return error;
  throw error;
}
