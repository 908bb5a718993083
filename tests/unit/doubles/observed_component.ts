/**
 * A component that is not there and is looked on at: a test makes its calls.
 *
 * @module
 */
import type { Context } from "../../../lib/abi/preview2/context.ts";
import { socketInterfaces } from "../../../lib/abi/preview2/sockets/world.ts";
import { provideOf } from "../../../lib/abi/preview2/world.ts";
import type { HostFunction, HostResource } from "../../../lib/component/host_interface.ts";
import type { FuncType } from "../../../lib/component/types.ts";
import type { NetworkBackend } from "../../../lib/sockets/backend.ts";
import type { Grant, NetworkGrant, ResolveGrant } from "../../../lib/grants/grant.ts";
import type { GuestCall } from "../../../lib/runner/observation/guest_call.ts";
import { type Beginnings, CallGrants } from "../../../lib/runner/component/trace/call_grants.ts";
import { CallObserver } from "../../../lib/runner/component/trace/call_observer.ts";
import { KnownResources } from "../../../lib/runner/component/trace/known_resources.ts";
import { NetworkCalls } from "../../../lib/runner/component/trace/network_calls.ts";
import { NetworkUses } from "../../../lib/runner/component/trace/network_uses.ts";
import { FakeBackend, networkOf } from "./fake_network.ts";
import { contextOf } from "./preview2.ts";
import { funcTypeOf } from "./wit_type.ts";

/** Every interface that there is, without package and version. */
export const INTERFACES: readonly string[] = [
  ...["cli/environment", "cli/exit", "cli/stdin", "cli/stdout", "cli/stderr"],
  ...["cli/terminal-stdin", "cli/terminal-stdout", "cli/terminal-stderr"],
  ...["clocks/monotonic-clock", "clocks/wall-clock"],
  ...["filesystem/preopens", "filesystem/types"],
  ...["io/error", "io/poll", "io/streams"],
  ...["random/random", "random/insecure", "random/insecure-seed"],
  ...["sockets/instance-network", "sockets/ip-name-lookup", "sockets/network"],
  ...["sockets/tcp", "sockets/tcp-create-socket", "sockets/udp", "sockets/udp-create-socket"],
];

/** What an observed component is given. */
export interface ObservedParts {
  readonly context?: Partial<Context>;
  readonly grants?: readonly Grant[];
  readonly backend?: NetworkBackend;
  readonly beginnings?: Beginnings;
  readonly environment?: readonly (readonly string[])[];
  readonly maxHandles?: number;
}

/** Calls of all functions, and what is told of them. */
export class ObservedComponent {
  readonly context: Context;
  readonly told: GuestCall[] = [];
  readonly observer: CallObserver;
  /** The types of all functions by their names. */
  readonly types: Map<string, FuncType> = new Map();
  readonly #functions = new Map<string, HostFunction>();
  readonly #unseen = new Map<string, HostFunction>();

  constructor(parts: ObservedParts = {}) {
    const { grants = [], beginnings = {}, environment = [], maxHandles = 100 } = parts;
    const isOfNetwork = (grant: Grant): grant is NetworkGrant | ResolveGrant =>
      ["outbound", "inbound", "resolve"].includes(grant.kind);
    const network = networkOf(parts.backend ?? new FakeBackend(), ...grants.filter(isOfNetwork));
    this.context = contextOf({ ...parts.context, sockets: socketInterfaces(network) });
    const provided = INTERFACES.map((path) => {
      const name = `wasi:${path}@0.2.0`;
      return [name, provideOf(name)!(this.context)] as const;
    });
    const resources: Record<string, HostResource> = Object.assign(
      {},
      ...provided.map(([, one]) => one.resources),
    );
    const known = new KnownResources(resources);
    const limit = { open: this.context.open, more: ["--max-handles", `${2 * maxHandles}`] };
    const uses = new NetworkUses({ grants }, network.pools.names);
    const calls = new NetworkCalls(known, uses);
    let time = 0;
    this.observer = new CallObserver(
      known,
      new CallGrants(known, calls, environment, beginnings, limit),
      () => time++,
      (call) => void this.told.push(call),
    );
    for (const [name, one] of provided) {
      const exports = new Map(
        Object.entries(one.signatures).map(([name, text]) => [name, funcTypeOf(text)]),
      );
      const { functions } = this.observer.observe(name, one, { kind: "instance", exports });
      for (const [called, call] of Object.entries(functions)) this.#functions.set(called, call);
      for (const [called, call] of Object.entries(one.functions)) this.#unseen.set(called, call);
      for (const [called, type] of exports) this.types.set(called, type);
    }
  }

  /** Calls a function by its whole name, or a method as `descriptor.stat`. */
  call(name: string, ...args: readonly unknown[]): unknown {
    const whole = this.types.has(name) ? name : `[method]${name}`;
    return this.#functions.get(whole)!(...args as never[]);
  }

  /** Calls a function by its whole name, and nobody looks on. */
  callUnseen(name: string, ...args: readonly unknown[]): unknown {
    return this.#unseen.get(name)!(...args as never[]);
  }

  /** Calls a function that succeeds, and answers what that carries. */
  value<T>(name: string, ...args: readonly unknown[]): T {
    const { tag, value } = this.call(name, ...args) as { tag: string; value: unknown };
    if (tag !== "ok") throw new Error(`${name}: ${value}`);
    return value as T;
  }

  /** What was told of the last call. */
  get last(): GuestCall {
    return this.told.at(-1)!;
  }
}
