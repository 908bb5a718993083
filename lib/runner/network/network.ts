/**
 * The network of a guest that is granted some of it.
 *
 * @module
 */

import { DenoNetwork } from "../../host/network/deno_network.ts";
import type { NetworkOpenings } from "../../host/host.ts";
import { Tcp } from "../../host/tcp/tcp.ts";
import { Network } from "../../sockets/network.ts";
import type { NetworkGrants } from "./network_grants.ts";

/** A network, of which all is loaded. Disposing waits, in bounded time, until what was written is sent. */
export class OpenNetwork implements AsyncDisposable {
  readonly network: Network;
  /** What a kernel wall must let through for it. */
  readonly openings: NetworkOpenings;
  readonly #backend: DenoNetwork;

  private constructor(grants: NetworkGrants, backend: DenoNetwork) {
    this.network = new Network(grants.pools(), backend);
    this.openings = grants.openings();
    this.#backend = backend;
  }

  /**
   * Loads a network.
   *
   * @param names `before` looks for names now, as nothing else can be loaded or read later
   * @throws SluiceError status 2 without the permission to use it
   */
  static async open(grants: NetworkGrants, names: "before" | "later"): Promise<OpenNetwork> {
    const needs = { datagrams: grants.hasDatagrams, names: grants.hasNames };
    const lookUp = names === "before" && grants.hasNames
      ? await (await import("../../host/network/lookup_before.ts"))
        .lookUpBefore(grants.names, grants.hasAnyNames)
      : undefined;
    const backend = await DenoNetwork.load(new Tcp(), needs, lookUp);
    return new OpenNetwork(grants, backend);
  }

  /** Leaves unsent what the guest has written and is not sent by now: its run was ended. */
  drop(): void {
    this.#backend.drop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#backend.settled();
  }
}
