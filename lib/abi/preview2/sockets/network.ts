/**
 * `wasi:sockets/network` and `instance-network`.
 *
 * @module
 */

import { IoError } from "../io/error.ts";
import type { Interface } from "../interface.ts";
import { socketInterfaceOf } from "./types.ts";

/**
 * The resource `network`: the only one, in which everybody is who has a socket. What may be done in it is
 * up to the grants.
 */
export class NetworkHandle {}

/** `wasi:sockets/network`. */
export function network(): Interface {
  return socketInterfaceOf({}, { "network": NetworkHandle, "error": IoError });
}

/** `wasi:sockets/instance-network`. */
export function instanceNetwork(): Interface {
  return socketInterfaceOf({
    "instance-network": ["func() -> own<network>", () => new NetworkHandle()],
  }, { "network": NetworkHandle });
}
