/**
 * The network of a guest that is granted some of it.
 *
 * @module
 */

import { DenoNetwork } from "../host/network/deno_network.ts";
import type { NetworkOpenings } from "../host/host.ts";
import { Tcp } from "../host/tcp/tcp.ts";
import { Network } from "../sockets/network.ts";
import type { NetworkGrants } from "./network_grants.ts";

/** A network, of which all is loaded. Disposing waits, in bounded time, until what was written is sent. */
export class OpenNetwork implements AsyncDisposable {
  readonly network: Network;
  /** What a kernel wall must let through for it. */
  readonly openings: NetworkOpenings;
  readonly #tcp: Tcp;

  private constructor(network: Network, openings: NetworkOpenings, tcp: Tcp) {
    this.network = network;
    this.openings = openings;
    this.#tcp = tcp;
  }

  /**
   * Loads a network.
   *
   * @param names `before` looks for names now, as nothing else can be loaded or read later
   * @throws SluiceError status 2 without the permission to use it
   */
  static async open(grants: NetworkGrants, names: "before" | "later"): Promise<OpenNetwork> {
    const tcp = new Tcp();
    const needs = { datagrams: grants.hasDatagrams, names: grants.hasNames };
    const lookUp = names === "before" && grants.hasNames
      ? await (await import("../host/network/lookup_before.ts"))
        .lookUpBefore(grants.names, grants.hasAnyNames)
      : undefined;
    const backend = await DenoNetwork.load(tcp, needs, lookUp);
    return new OpenNetwork(new Network(grants.pools(), backend), grants.openings(), tcp);
  }

  /** Leaves unsent what the guest has written and is not sent by now: its run was ended. */
  drop(): void {
    this.#tcp.drop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tcp.settled();
  }
}
