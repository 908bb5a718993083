/**
 * From a call of wasi:sockets to the grants that it made use of, or was refused for want of.
 *
 * @module
 */

import { asciiName } from "../../../sockets/host_name.ts";
import type { AddressFamily, IpAddress } from "../../../sockets/ip_address.ts";
import type { Consequences, MadeCall, Outcome } from "./call.ts";
import type { Reach } from "./functions.ts";
import type { KnownResources, ResourceGrant } from "./known_resources.ts";
import { grantText, type NetworkUses } from "./network_uses.ts";

/** How calls fail that have not come so far as to use a grant. */
const UNUSED = [
  ...["bad-descriptor", "read-only", "access-denied", "would-block", "invalid-state"],
  ...["not-in-progress", "concurrency-conflict", "invalid-argument", "not-supported"],
];

/** Whether a call has failed before it made use of what it was made on. */
export function isUnused({ result }: Outcome): boolean {
  return UNUSED.includes(result);
}

/** The calls of one component that name addresses, or names. */
export class NetworkCalls {
  readonly #resources: KnownResources;
  readonly #uses: NetworkUses;

  constructor(resources: KnownResources, uses: NetworkUses) {
    this.#resources = resources;
    this.#uses = uses;
  }

  /** What came of a call, if it is such a one. */
  in(call: MadeCall, outcome: Outcome): Consequences | undefined {
    const { name, facts: { reach } } = call;
    if (reach !== undefined) return this.#reaching(call, reach, outcome);
    if (name === "resolve-addresses") return this.#resolving(call, outcome);
    if (name === "[method]resolve-address-stream.resolve-next-address") this.#learn(call, outcome);
    return undefined;
  }

  /** What one did that reaches for addresses; undefined where there is none. */
  #reaching(call: MadeCall, reach: Reach, outcome: Outcome): Consequences | undefined {
    const { isOk, result, value } = outcome;
    const { kind, transport } = reach;
    const self = call.resources[0]!;
    const before = this.#resources.get(self);
    const [operation = "connect"] = call.operations;
    // Of datagrams the first ones may have been sent, and the others not.
    const count = isOk && typeof value === "bigint" ? Number(value) : call.addresses.length;
    const reached = call.addresses.slice(0, count).flatMap((given) => {
      const address = given ?? before.address;
      if (address === undefined) return [];
      return [{ address, grant: this.#uses.reaching(kind, transport, address) }];
    });
    const [first] = reached;
    if (first === undefined) return undefined;
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
    const used = isUnused(outcome) ? undefined : operation;
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
    return name === "[method]udp-socket.finish-bind" ? this.#uses.sendingFrom(family) : undefined;
  }

  #resolving({ args, operations }: MadeCall, { isOk, result }: Outcome): Consequences {
    const text = args[1] as string;
    const [operation = "resolve"] = operations;
    const found = this.#uses.resolving(text);
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
    this.#uses.learn(name, { family: tag, parts });
  }
}

/** Each grant once, or each of its parts. */
function unique(grants: readonly (ResourceGrant | undefined)[]): ResourceGrant[] {
  const found = new Map<string, ResourceGrant>();
  for (const grant of grants) {
    if (grant !== undefined) found.set(`${grant.words.join(" ")} ${grant.part}`, grant);
  }
  return [...found.values()];
}
