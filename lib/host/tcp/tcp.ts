/**
 * Making TCP connections and listeners: the only way from an address to a capability.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { requirePermission } from "../permission.ts";
import { fail } from "../portable/error_code.ts";
import { Closings } from "./closings.ts";
import { connect } from "./connect.ts";
import { DenoConnection } from "./connection.ts";
import { DenoListener } from "./listener.ts";

/** A name or an address, and a port; answered, the address that the name came to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** How the message of Deno's error begins when a name has no address; it has no code and no class. */
const NO_ADDRESS = "failed to lookup address information";

/** The connections and listeners of one guest. */
export class Tcp {
  readonly #closings = new Closings();

  /**
   * Connects. A name is resolved once, and what is connected to is one of the addresses found then.
   *
   * @param over gives up when it is aborted
   * @throws WasiError `connection-refused`, `name-unresolvable`, `remote-unreachable`, `timeout`
   * @throws SluiceError status 2 without the permission to use the network
   */
  async openAmbientConnection(
    to: Endpoint,
    over?: AbortSignal,
  ): Promise<Endpoint & { readonly connection: DenoConnection }> {
    requirePermission({ name: "net", host: hostOf(to) });
    const connection = await connect({ hostname: to.host, port: to.port }, over)
      .catch((error) => told(over?.aborted ? new WasiError("connection-aborted") : error));
    const { hostname: host, port } = connection.remoteAddr;
    return { connection: new DenoConnection(connection, this.#closings), host, port };
  }

  /**
   * Listens, on a free port where it is 0. No other listener can take connections from it: the port is
   * not shared.
   *
   * @throws WasiError `address-in-use`, `address-not-bindable`, `access`, `name-unresolvable`
   * @throws SluiceError status 2 without the permission to use the network
   */
  openAmbientListener(at: Endpoint): Endpoint & { readonly listener: DenoListener } {
    requirePermission({ name: "net", host: hostOf(at) });
    const listener = listen(at);
    const { hostname: host, port } = listener.addr;
    return { listener: new DenoListener(listener, this.#closings), host, port };
  }

  /** Leaves unsent what closed connections have not sent by now. */
  drop(): void {
    this.#closings.drop();
  }

  /** Resolves when closed connections have sent what was written to them, or cannot in time. */
  async settled(): Promise<void> {
    await this.#closings.settled();
  }
}

function listen({ host, port }: Endpoint): Deno.TcpListener {
  try {
    return Deno.listen({ hostname: host, port });
  } catch (error) {
    return told(error);
  }
}

function told(error: unknown): never {
  if (error instanceof WasiError) throw error;
  if (error instanceof Error && error.message.startsWith(NO_ADDRESS)) {
    throw new WasiError("name-unresolvable");
  }
  fail(error);
}

function hostOf({ host, port }: Endpoint): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
