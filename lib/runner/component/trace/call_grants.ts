/**
 * From a call of a component to the grants that it made use of, or was refused for want of.
 *
 * @module
 */

import type { Context } from "../../../abi/preview2/context.ts";
import { joined } from "../../../filesystem/path.ts";
import { directoryWords } from "../../../grants/option_words.ts";
import type { AddressFamily, IpAddress } from "../../../sockets/ip_address.ts";
import { asciiName } from "../../../sockets/host_name.ts";
import type { SocketAddress } from "../../../sockets/socket_address.ts";
import { hasLink, placeOfHandle, placeOfPath } from "../../audit/places.ts";
import type { Operation } from "../../audit/records.ts";
import type { RefusedCall, UsedGrant } from "../../guest_call.ts";
import { isBelow } from "../../would_allow.ts";
import type { Arguments, FunctionFacts, Reach } from "./functions.ts";
import type { KnownResource, KnownResources, Origin, ResourceGrant } from "./known_resources.ts";
import { grantText, type NetworkUses } from "./network_uses.ts";

/** A call that is made. */
export interface MadeCall {
  /** The function's name in its interface. */
  readonly name: string;
  readonly facts: FunctionFacts;
  readonly args: Arguments;
  /** The resources that it was passed, in turn. */
  readonly resources: readonly object[];
  /** What it does with the grant of each, in turn. */
  readonly operations: readonly Operation[];
  /** The addresses that it is about; undefined for the one that its socket has. */
  readonly addresses: readonly (SocketAddress | undefined)[];
}

/** How a call ended. */
export interface Outcome {
  readonly isOk: boolean;
  /** `ok`, or the name of what it failed with. */
  readonly result: string;
  /** What it answered, or what its failure carries. */
  readonly value: unknown;
}

/** What comes of a call. */
export interface Consequences {
  readonly grants: readonly UsedGrant[];
  readonly refusal: RefusedCall | undefined;
  /** Where the resources come from that it answers, by their places among these. */
  readonly originOf: (place: number) => Origin;
}

/** What a guest begins with, by the functions that answer it. */
export type Beginnings = Readonly<Record<string, readonly Origin[]>>;

/** The most handles of a guest, and the option that allows more. */
export interface HandleLimit {
  readonly open: Context["open"];
  readonly more: readonly string[];
}

/** How calls fail that have not come so far as to use a grant. */
const UNUSED = [
  ...["bad-descriptor", "read-only", "access-denied", "would-block", "invalid-state"],
  ...["not-in-progress", "concurrency-conflict", "invalid-argument", "not-supported"],
];

/** What is answered when a guest has all handles that it may have. */
const FULL = ["insufficient-memory", "new-socket-limit"];

/** The grants of one component's calls. */
export class CallGrants {
  readonly #resources: KnownResources;
  readonly #network: NetworkUses;
  readonly #environment: readonly (readonly string[])[];
  readonly #beginnings: Beginnings;
  readonly #limit: HandleLimit;

  /** @param environment the options that give it */
  constructor(
    resources: KnownResources,
    network: NetworkUses,
    environment: readonly (readonly string[])[],
    beginnings: Beginnings,
    limit: HandleLimit,
  ) {
    this.#resources = resources;
    this.#network = network;
    this.#environment = environment;
    this.#beginnings = beginnings;
    this.#limit = limit;
  }

  /** What a call made of its grants. */
  in(call: MadeCall, outcome: Outcome): Consequences {
    if (FULL.includes(outcome.result) && this.#limit.open.isFull) {
      return { ...this.#plain(call, outcome), refusal: this.#refusedForMany(call) };
    }
    if (call.facts.reach !== undefined && call.addresses.length > 0) {
      return this.#reaching(call, call.facts.reach, outcome);
    }
    switch (call.name) {
      case "get-environment": {
        const [operation] = call.operations;
        const grants = this.#environment.map((words) => ({ words, operation }));
        return { grants, refusal: undefined, originOf: () => ({}) };
      }
      case "resolve-addresses":
        return this.#resolving(call, outcome);
      case "[method]resolve-address-stream.resolve-next-address":
        this.#learn(call, outcome);
        return this.#plain(call, outcome);
      default:
        return this.#plain(call, outcome);
    }
  }

  #plain(call: MadeCall, outcome: Outcome): Consequences {
    const isUnused = UNUSED.includes(outcome.result);
    const grants = call.resources.flatMap((resource, i): UsedGrant[] => {
      const known = this.#resources.get(resource);
      if (known.grant === undefined) return [];
      const { words, directory, part } = known.grant;
      const operation = isUnused ? undefined : call.operations[i] ?? call.operations.at(-1);
      const places = () => placesOf(call, resource, known, outcome);
      return [{
        ...{ words, operation },
        ...(directory !== undefined && { places }),
        ...(part !== undefined && { part }),
      }];
    });
    const originOf = (place: number) => this.#originOf(call, place);
    return { grants, refusal: this.#refusedPath(call, outcome), originOf };
  }

  #originOf({ name, facts, args, resources: [first] }: MadeCall, place: number): Origin {
    const beginning = this.#beginnings[name];
    if (beginning !== undefined) return beginning[place] ?? {};
    if (first === undefined) return {};
    const parent = this.#resources.get(first);
    const [path] = facts.paths ?? [];
    if (path === undefined) return parent;
    const below = args[path[1]] as string;
    return {
      name: joined(parent.name ?? "", below),
      within: joined(parent.within ?? "", below),
      grant: parent.grant,
    };
  }

  /** What a read-only directory refused, or a path that leads out of its directory. */
  #refusedPath(call: MadeCall, { result }: Outcome): RefusedCall | undefined {
    const [operation] = call.operations;
    if (operation === undefined) return undefined;
    const named = namedIn(call).map(({ base, path }) => ({
      ...this.#resources.get(base),
      path,
    }));
    const [first] = named;
    if (first?.grant?.directory === undefined) return undefined;
    const name = joined(first.name ?? "", first.path ?? "");
    if (result === "read-only") {
      const directory = named.map(({ grant }) => grant?.directory)
        .find((one) => one?.rights === "ro");
      return directory && {
        ...{ operation, name, grant: first.grant.words },
        allowedBy: directoryWords({ ...directory, rights: "rw" }),
      };
    }
    if (result !== "not-permitted" || !named.some(leadsOut)) return undefined;
    return { operation, name, grant: first.grant.words, allowedBy: undefined };
  }

  #refusedForMany({ operations: [operation = "open"], resources: [self] }: MadeCall): RefusedCall {
    const { name = "", grant } = self === undefined ? {} : this.#resources.get(self);
    return { operation, name, grant: grant?.words, allowedBy: this.#limit.more };
  }

  #reaching(call: MadeCall, reach: Reach, { isOk, result, value }: Outcome): Consequences {
    const { kind, transport } = reach;
    const self = call.resources[0]!;
    const before = this.#resources.get(self);
    const [operation = "connect"] = call.operations;
    // Of datagrams the first ones may have been sent, and the others not.
    const count = isOk && typeof value === "bigint" ? Number(value) : call.addresses.length;
    const reached = call.addresses.slice(0, count).flatMap((given) => {
      const address = given ?? before.address;
      if (address === undefined) return [];
      return [{ address, grant: this.#network.reaching(kind, transport, address) }];
    });
    const [first] = reached;
    if (first === undefined) return this.#plain(call, { isOk, result, value });
    // Who has no grant for an address has been called from there, or has a port to send from.
    const otherwise = isOk
      ? kind === "inbound" ? this.#sendingFrom(call, first.address.ip.family) : before.grant
      : undefined;
    const origin = {
      name: grantText(transport, first.address),
      address: first.address,
      grant: first.grant ?? otherwise,
    };
    if (isOk && reach.of === "self") this.#resources.add(self, origin);
    const used = UNUSED.includes(result) ? undefined : operation;
    const grants = unique(reached.map(({ grant }) => grant ?? otherwise))
      .map(({ words, part }) => ({ words, operation: used, ...part !== undefined && { part } }));
    const denied = reached.find(({ grant }) => grant === undefined);
    const text = denied && grantText(transport, denied.address);
    const refusal = result !== "access-denied" || text === undefined
      ? undefined
      : { operation, name: text, grant: undefined, allowedBy: [`--allow-${kind}`, text] };
    return {
      grants,
      refusal,
      originOf: () => reach.of === "self" ? this.#resources.get(self) : origin,
    };
  }

  /** Of a port for datagrams that is bound, and not for those of anybody. */
  #sendingFrom({ name }: MadeCall, family: AddressFamily): ResourceGrant | undefined {
    return name === "[method]udp-socket.finish-bind"
      ? this.#network.sendingFrom(family)
      : undefined;
  }

  #resolving({ args, operations }: MadeCall, { isOk, result }: Outcome): Consequences {
    const text = args[1] as string;
    const [operation = "resolve"] = operations;
    const found = this.#network.resolving(text);
    const grants = found.map(({ words, part }) => ({
      ...{ words, operation: isOk ? operation : undefined },
      ...(part !== undefined && { part }),
    }));
    const refusal = result !== "access-denied" || found.length > 0 ? undefined : {
      ...{ operation, name: text, grant: undefined },
      allowedBy: ["--allow-resolve", asciiName(text) ?? text],
    };
    return { grants, refusal, originOf: () => ({ name: text, grant: found[0] }) };
  }

  #learn({ resources: [self] }: MadeCall, { isOk, value }: Outcome): void {
    const { name } = this.#resources.get(self!);
    if (!isOk || value === undefined || name === undefined) return;
    const { tag, value: parts } = value as { tag: AddressFamily; value: IpAddress["parts"] };
    this.#network.learn(name, { family: tag, parts });
  }
}

/** What a call named: paths, each below a descriptor, or else the resource that it was made on. */
function namedIn(
  { facts: { paths }, args, resources: [self] }: MadeCall,
): { readonly base: object; readonly path: string | undefined }[] {
  if (paths !== undefined) {
    return paths.map(([base, path]) => ({
      base: args[base] as object,
      path: args[path] as string,
    }));
  }
  return self === undefined ? [] : [{ base: self, path: undefined }];
}

function placesOf(
  call: MadeCall,
  resource: object,
  { directory, within = "" }: KnownResource,
  { isOk, value }: Outcome,
): string[] {
  const { paths = [] } = call.facts;
  const below = paths.filter(([base]) => call.args[base] === resource);
  if (below.length === 0) return [placeOfHandle({ directory, within })];
  // What was opened, or its status.
  const isDirectory = isOk && (value as { type?: unknown } | undefined)?.type === "directory";
  return below.map(([, path]) =>
    placeOfPath({ directory, within }, call.args[path] as string, isDirectory)
  );
}

/** A failure of the host has the same name as that of a path that leads out of its directory. */
function leadsOut(
  { directory, path = "" }: Pick<Origin, "directory"> & { path?: string | undefined },
) {
  return !isBelow(path) || directory !== undefined && hasLink(directory, path);
}

/** Each grant once, or each of its parts. */
function unique(grants: readonly (ResourceGrant | undefined)[]): ResourceGrant[] {
  const found = new Map<string, ResourceGrant>();
  for (const grant of grants) {
    if (grant !== undefined) found.set(`${grant.words.join(" ")} ${grant.part}`, grant);
  }
  return [...found.values()];
}
