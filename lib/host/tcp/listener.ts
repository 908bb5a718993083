/**
 * Deno's TCP listeners as capabilities.
 *
 * @module
 */

import type { Pollable } from "../../io/pollable.ts";
import { WOULD_BLOCK } from "../../io/streams.ts";
import { alreadyAwake, Wakers } from "../../io/wakers.ts";
import type { AddressedListener } from "../../sockets/backend.ts";
import type { SocketAddress } from "../../sockets/socket_address.ts";
import { socketAddressOf } from "../network/socket_address.ts";
import { fail } from "../portable/error_code.ts";
import type { Closings } from "./closings.ts";
import { DenoConnection } from "./connection.ts";

/**
 * A listener. It accepts one connection when the guest wants one, by accepting or by waiting, and none
 * before: a flood stays in the kernel's queue, whose length is bounded.
 */
export class DenoListener implements AddressedListener {
  readonly #listener: Deno.TcpListener;
  readonly #closings: Closings;
  readonly #wakers = new Wakers();
  #accepting = false;
  #closed = false;
  #accepted: Deno.TcpConn | undefined;
  #failure: { readonly error: unknown } | undefined;

  readonly #pollable: Pollable = {
    state: () => {
      const ready = this.#isReady();
      // Who asks without waiting must come to see a connection all the same, at some later time.
      if (!ready) this.#acceptNext();
      return { ready, bytes: 0, hangup: false };
    },
    watch: (wake) => {
      if (this.#isReady()) return alreadyAwake(wake);
      const takeBack = this.#wakers.add(wake);
      this.#acceptNext();
      return takeBack;
    },
  };

  /** @param closings gets to know what the accepted connections have still to send at their end */
  constructor(listener: Deno.TcpListener, closings: Closings) {
    this.#listener = listener;
    this.#closings = closings;
  }

  get local(): SocketAddress {
    const { hostname, port } = this.#listener.addr;
    return socketAddressOf(hostname, port);
  }

  accept(): DenoConnection | typeof WOULD_BLOCK {
    const [accepted, failure] = [this.#accepted, this.#failure];
    this.#accepted = this.#failure = undefined;
    if (failure !== undefined) fail(failure.error);
    if (accepted !== undefined) return new DenoConnection(accepted, this.#closings);
    this.#acceptNext();
    return WOULD_BLOCK;
  }

  subscribe(): Pollable {
    return this.#pollable;
  }

  [Symbol.dispose](): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listener.close();
    this.#accepted?.close();
  }

  #isReady(): boolean {
    return this.#accepted !== undefined || this.#failure !== undefined;
  }

  #acceptNext(): void {
    if (this.#accepting) return;
    this.#accepting = true;
    this.#listener.accept().then(
      (accepted) => {
        // Closing came between the kernel's answer and this one.
        if (this.#closed) return accepted.close();
        this.#accepted = accepted;
        this.#settle();
      },
      (error) => {
        this.#failure = { error };
        this.#settle();
      },
    );
  }

  #settle(): void {
    this.#accepting = false;
    this.#wakers.wakeAll();
  }
}
