/**
 * The network of the machine, as far as Deno gives it.
 *
 * What needs a module of its own is loaded before a guest runs, when nothing can be loaded any more.
 *
 * @module
 */

import type {
  Accepts,
  AddressedConnection,
  AddressedListener,
  DatagramPort,
  NetworkBackend,
} from "../../sockets/backend.ts";
import { formatIpAddress, type IpAddress } from "../../sockets/ip_address.ts";
import type { SocketAddress } from "../../sockets/socket_address.ts";
import { requirePermission } from "../permission.ts";
import { Closings } from "../tcp/closings.ts";
import type { Tcp } from "../tcp/tcp.ts";
import type { openDatagramPort } from "./datagram_port.ts";

/** Finds the addresses of a name. */
export type LookUp = (name: string) => Promise<readonly IpAddress[]>;

/** What is loaded for a guest. */
interface Parts {
  readonly tcp: Tcp;
  readonly lookUp: LookUp | undefined;
  readonly openDatagramPort: typeof openDatagramPort | undefined;
}

/** What a guest is going to need. */
export interface NetworkNeeds {
  readonly datagrams: boolean;
  readonly names: boolean;
}

/** The network. */
export class DenoNetwork implements NetworkBackend {
  readonly #parts: Parts;
  readonly #closings: Closings;

  private constructor(parts: Parts, closings: Closings) {
    this.#parts = parts;
    this.#closings = closings;
  }

  /**
   * Loads what is needed.
   *
   * @param tcp what makes the guest's connections
   * @param lookUp in place of the usual way to the addresses of names
   * @throws SluiceError status 2 without the permission to use the network
   */
  static async load(tcp: Tcp, needs: NetworkNeeds, lookUp?: LookUp): Promise<DenoNetwork> {
    requirePermission({ name: "net" });
    const [lookup, datagrams] = await Promise.all([
      needs.names && lookUp === undefined ? import("./lookup.ts") : undefined,
      needs.datagrams ? import("./datagram_port.ts") : undefined,
    ]);
    const closings = new Closings();
    await datagrams?.openFirstPort(closings);
    return new DenoNetwork({
      tcp,
      lookUp: lookUp ?? lookup?.lookUp,
      openDatagramPort: datagrams?.openDatagramPort,
    }, closings);
  }

  /** Leaves unsent what closed connections and ports have not sent by now. */
  drop(): void {
    this.#parts.tcp.drop();
    this.#closings.drop();
  }

  /** Resolves when they have sent what was to be sent, or cannot in time. */
  async settled(): Promise<void> {
    await Promise.all([this.#parts.tcp.settled(), this.#closings.settled()]);
  }

  async connect(remote: SocketAddress, signal: AbortSignal): Promise<AddressedConnection> {
    const to = { host: formatIpAddress(remote.ip), port: remote.port };
    const { connection } = await this.#parts.tcp.openAmbientConnection(to, signal);
    return connection;
  }

  listen({ ip, port }: SocketAddress): AddressedListener {
    return this.#parts.tcp.openAmbientListener({ host: formatIpAddress(ip), port }).listener;
  }

  bind(local: SocketAddress, accepts: Accepts): Promise<DatagramPort> {
    return loaded(this.#parts.openDatagramPort)(local, accepts, this.#closings);
  }

  lookUp(name: string): Promise<readonly IpAddress[]> {
    return loaded(this.#parts.lookUp)(name);
  }
}

function loaded<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("a part of the network was used that was not asked for");
  return part;
}
