/**
 * The interfaces of `wasi:sockets` by their names.
 *
 * @module
 */

import type { Network } from "../../../sockets/network.ts";
import type { Provide } from "../world.ts";
import { ipNameLookup } from "./ip_name_lookup.ts";
import { instanceNetwork, network as networkInterface } from "./network.ts";
import { tcp, tcpCreateSocket } from "./tcp.ts";
import { udp, udpCreateSocket } from "./udp.ts";

/** What provides them, for a guest with this network. */
export function socketInterfaces(network: Network): Readonly<Record<string, Provide>> {
  return {
    "wasi:sockets/instance-network": instanceNetwork,
    "wasi:sockets/ip-name-lookup": (context) => ipNameLookup(context, network),
    "wasi:sockets/network": networkInterface,
    "wasi:sockets/tcp": tcp,
    "wasi:sockets/tcp-create-socket": (context) => tcpCreateSocket(context, network),
    "wasi:sockets/udp": udp,
    "wasi:sockets/udp-create-socket": (context) => udpCreateSocket(context, network),
  };
}
