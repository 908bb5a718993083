/**
 * From a call of a component to the grants that it made use of, or was refused for want of.
 *
 * @module
 */

import type { Context } from "../../../abi/preview2/context.ts";
import { joined } from "../../../filesystem/path.ts";
import { directoryWords } from "../../../grants/option_words.ts";
import { hasLink, placeOfHandle, placeOfPath } from "../../audit/places.ts";
import type { RefusedCall, UsedGrant } from "../../observation/guest_call.ts";
import { isBelow } from "../../hints/would_allow.ts";
import type { Consequences, MadeCall, Outcome } from "./call.ts";
import type { KnownResource, KnownResources, Origin } from "./known_resources.ts";
import { isUnused, type NetworkCalls } from "./network_calls.ts";

/** What a guest begins with, by the functions that answer it. */
export type Beginnings = Readonly<Record<string, readonly Origin[]>>;

/** The most handles of a guest, and the option that allows more. */
export interface HandleLimit {
  readonly open: Context["open"];
  readonly more: readonly string[];
}

/** What is answered when a guest has all handles that it may have. */
const FULL = ["insufficient-memory", "new-socket-limit"];

/** The grants of one component's calls. */
export class CallGrants {
  readonly #resources: KnownResources;
  readonly #network: NetworkCalls;
  readonly #environment: readonly (readonly string[])[];
  readonly #beginnings: Beginnings;
  readonly #limit: HandleLimit;

  /** @param environment the options that give it */
  constructor(
    resources: KnownResources,
    network: NetworkCalls,
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
    if (call.name === "get-environment") {
      const [operation] = call.operations;
      const grants = this.#environment.map((words) => ({ words, operation }));
      return { grants, refusal: undefined, originOf: () => ({}) };
    }
    return this.#network.in(call, outcome) ?? this.#plain(call, outcome);
  }

  #plain(call: MadeCall, outcome: Outcome): Consequences {
    const wasUsed = !isUnused(outcome);
    const grants = call.resources.flatMap((resource, i): UsedGrant[] => {
      const known = this.#resources.get(resource);
      if (known.grant === undefined) return [];
      const { words, directory, part } = known.grant;
      const operation = wasUsed ? call.operations[i] ?? call.operations.at(-1) : undefined;
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
