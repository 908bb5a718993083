/**
 * The interfaces of `wasi:sockets` by their names.
 *
 * @module
 */

import type { Network } from "../../../sockets/network.ts";
import type { Context, ProvideNamed } from "../context.ts";
import type { Interface } from "../interface.ts";
import { ipNameLookup } from "./ip_name_lookup.ts";
import { instanceNetwork, network as networkInterface } from "./network.ts";
import { tcp, tcpCreateSocket } from "./tcp.ts";
import { udp, udpCreateSocket } from "./udp.ts";

type Provide = (context: Context, network: Network) => Interface;

const INTERFACES: Readonly<Record<string, Provide>> = {
  "wasi:sockets/instance-network": instanceNetwork,
  "wasi:sockets/ip-name-lookup": ipNameLookup,
  "wasi:sockets/network": networkInterface,
  "wasi:sockets/tcp": tcp,
  "wasi:sockets/tcp-create-socket": tcpCreateSocket,
  "wasi:sockets/udp": udp,
  "wasi:sockets/udp-create-socket": udpCreateSocket,
};

/** What provides them, for a guest with this network. */
export function socketInterfaces(network: Network): ProvideNamed {
  return (name, context) => {
    network.refused = (refusal) => {
      context.refused = refusal;
    };
    return INTERFACES[name]!(context, network);
  };
}
