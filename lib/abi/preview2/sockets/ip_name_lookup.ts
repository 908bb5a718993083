/**
 * `wasi:sockets/ip-name-lookup`.
 *
 * @module
 */

import type { IpAddress } from "../../../sockets/ip_address.ts";
import type { Network } from "../../../sockets/network.ts";
import type { Operation } from "../../../sockets/operation.ts";
import type { Context } from "../context.ts";
import type { Interface } from "../interface.ts";
import { Pollable } from "../io/poll.ts";
import { Children } from "../lifetime.ts";
import { type WitIpAddress, witIpAddressOf } from "./addresses.ts";
import { attempt, attemptInTurn } from "./error_code.ts";
import { NetworkHandle } from "./network.ts";
import { socketInterfaceOf } from "./types.ts";

/** The resource `resolve-address-stream`. */
export class ResolveAddressStream implements Disposable {
  readonly lookup: Operation<readonly IpAddress[]>;
  readonly #context: Context;
  readonly #children: Children;
  #next = 0;

  constructor(context: Context, lookup: Operation<readonly IpAddress[]>) {
    // Others answer how much is kept for it.
    context.open.opened(this);
    this.lookup = lookup;
    this.#context = context;
    this.#children = new Children(context.lifetime, "resolve-address-stream");
  }

  /** The next address; undefined behind the last. */
  next(): WitIpAddress | undefined {
    const address = this.lookup.finish()[this.#next];
    if (address === undefined) return undefined;
    this.#next++;
    return witIpAddressOf(address);
  }

  subscribe(): Pollable {
    const { lookup } = this;
    const hasHappened = () => lookup.state().ready;
    return new Pollable({ hasHappened, sources: [lookup] }, this.#children);
  }

  [Symbol.dispose](): void {
    this.#children.checkNone();
    this.#context.open.closed(this);
  }
}

/** The interface. */
export function ipNameLookup(context: Context, network: Network): Interface {
  return socketInterfaceOf({
    "resolve-addresses": [
      "func(borrow<network>, string) -> result<own<resolve-address-stream>, error-code>",
      (_network: object, name: string) =>
        attempt(() => {
          context.open.check();
          return new ResolveAddressStream(context, network.lookUp(name));
        }),
    ],
    "[method]resolve-address-stream.resolve-next-address": [
      "func(borrow<resolve-address-stream>) -> result<option<ip-address>, error-code>",
      (self: ResolveAddressStream) => attemptInTurn(context, self.lookup, () => self.next()),
    ],
    "[method]resolve-address-stream.subscribe": [
      "func(borrow<resolve-address-stream>) -> own<pollable>",
      (self: ResolveAddressStream) => self.subscribe(),
    ],
  }, {
    "network": NetworkHandle,
    "pollable": Pollable,
    "resolve-address-stream": ResolveAddressStream,
  }, ["[method]resolve-address-stream.resolve-next-address"]);
}
