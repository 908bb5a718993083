/**
 * wasi:sockets over the network of a guest.
 *
 * @module
 */

import type { ProvideNamed } from "../../abi/preview2/context.ts";
import type { NetworkBackend } from "../../sockets/backend.ts";
import { Network } from "../../sockets/network.ts";
import { socketInterfaces } from "../../abi/preview2/sockets/world.ts";
import type { Guest } from "../guest.ts";
import { NetworkGrants } from "../network/network_grants.ts";

/** The interfaces of wasi:sockets for a guest, which without grants are answered with refusals alone. */
export function socketsOf({ network }: Guest): ProvideNamed {
  return socketInterfaces(network?.network ?? new Network(new NetworkGrants({}).pools(), NONE));
}

/** The network of who is granted none: whatever is wanted of it has been refused before. */
const NONE: NetworkBackend = {
  connect: unreachable,
  listen: unreachable,
  bind: unreachable,
  lookUp: unreachable,
};

function unreachable(): never {
  throw new Error("the network is used without a grant");
}
