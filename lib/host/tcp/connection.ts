/**
 * Deno's TCP connections as capabilities.
 *
 * @module
 */

import { PumpedInput } from "../../io/pumped_input.ts";
import { PumpedOutput } from "../../io/pumped_output.ts";
import { Wakers } from "../../io/wakers.ts";
import type { AddressedConnection } from "../../sockets/backend.ts";
import type { SocketAddress } from "../../sockets/socket_address.ts";
import type { ShutdownType } from "../../sockets/tcp.ts";
import { socketAddressOf } from "../network/socket_address.ts";
import { act, codeOf, fail } from "../portable/error_code.ts";
import type { Closings } from "./closings.ts";

/** A connection that was made or accepted. */
export class DenoConnection implements AddressedConnection {
  readonly input: PumpedInput;
  readonly output: PumpedOutput;
  readonly #connection: Deno.TcpConn;
  readonly #closings: Closings;
  #sent: Promise<void> | undefined;
  readonly #closed = new Wakers();
  #disposed = false;

  /** @param closings gets to know what is still to be sent when this is disposed */
  constructor(connection: Deno.TcpConn, closings: Closings) {
    sendAtOnce(connection);
    this.input = new PumpedInput({ read: (into) => connection.read(into).catch(fail) });
    this.output = new PumpedOutput({ write: (from) => connection.write(from).catch(fail) });
    this.#connection = connection;
    this.#closings = closings;
  }

  get local(): SocketAddress {
    const { hostname, port } = this.#connection.localAddr;
    return socketAddressOf(hostname, port);
  }

  get remote(): SocketAddress {
    const { hostname, port } = this.#connection.remoteAddr;
    return socketAddressOf(hostname, port);
  }

  setKeepAlive(enabled: boolean): void {
    act(() => this.#connection.setKeepAlive(enabled));
  }

  whenClosed(told: () => void): void {
    this.#closed.add(told);
  }

  shutdown(which: ShutdownType): void {
    if (which !== "send") this.input.end();
    if (which !== "receive") this.#endOutput();
  }

  [Symbol.dispose](): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.input.end();
    this.output.end();
    this.#closings.add(this.#sent ?? this.output.flush(), () => {
      this.#connection.close();
      this.#closed.wakeAll();
    });
  }

  /** The peer reads the end behind what was written. */
  #endOutput(): void {
    this.output.end();
    this.#sent ??= this.output.flush()
      .then(() => this.#connection.closeWrite())
      // The peer has gone, or the time to send was up: nobody is left who could be told the end.
      .catch(() => {});
  }
}

/** A guest that writes its message in two parts would wait for the peer's acknowledgement. */
function sendAtOnce(connection: Deno.TcpConn): void {
  try {
    connection.setNoDelay(true);
  } catch (error) {
    // Some systems refuse it where the peer has gone already, which the next read or write tells.
    if (codeOf(error) === undefined) throw error;
  }
}
