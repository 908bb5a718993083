/**
 * Ports for datagrams, by way of `node:dgram`: Deno's own are not stable.
 *
 * @module
 */

import { createSocket, type Socket } from "node:dgram";
import { type ErrorCode, WasiError } from "../../errors.ts";
import type { Pollable } from "../../io/pollable.ts";
import { alreadyAwake, Wakers } from "../../io/wakers.ts";
import {
  type Accepts,
  type Datagram,
  DATAGRAM_BUFFER,
  type DatagramPort,
} from "../../sockets/backend.ts";
import { formatIpAddress } from "../../sockets/ip_address.ts";
import type { SocketAddress } from "../../sockets/socket_address.ts";
import type { Closings } from "../tcp/closings.ts";
import { codeOf } from "../portable/error_code.ts";
import { socketAddressOf } from "./socket_address.ts";

/** Datagrams that wait for the guest: an empty one takes room as well. */
const MOST_DATAGRAMS = 1024;

/**
 * Failures beside those of all calls. The kernel refuses to send from a loopback address to elsewhere, and
 * to all of a network: Deno does not know by what number.
 */
const CODES: Readonly<Record<string, ErrorCode>> = {
  EMSGSIZE: "message-size",
  UNKNOWN: "remote-unreachable",
};

/** Datagrams that are on their way to the kernel. */
const MOST_SENDING = 16;

/**
 * Opens a port and closes it: what Deno loads and asks the machine for when it opens the first, it cannot
 * any more behind a wall, and ends.
 */
export async function openFirstPort(closings: Closings): Promise<void> {
  const local = { ip: { family: "ipv4", parts: [127, 0, 0, 1] }, port: 0 } as const;
  (await openDatagramPort(local, () => false, closings))[Symbol.dispose]();
}

/**
 * Opens a port.
 *
 * @param closings gets to know what is still to be sent when it is closed
 */
export function openDatagramPort(
  local: SocketAddress,
  accepts: Accepts,
  closings: Closings,
): Promise<DatagramPort> {
  const isIpv6 = local.ip.family === "ipv6";
  const socket = createSocket({ type: isIpv6 ? "udp6" : "udp4", ipv6Only: isIpv6 });
  return new Promise((resolve, reject) => {
    socket.once("error", (error) => {
      socket.close();
      reject(failureOf(error));
    });
    socket.bind(
      { address: formatIpAddress(local.ip), port: local.port, exclusive: true },
      () => resolve(new NodeDatagramPort(socket, accepts, closings)),
    );
  });
}

class NodeDatagramPort implements DatagramPort {
  readonly local: SocketAddress;
  readonly #socket: Socket;
  readonly #closings: Closings;
  readonly #received: Datagram[] = [];
  readonly #receiving = new Wakers();
  readonly #sending = new Wakers();
  readonly #allSent = new Wakers();
  #bytes = 0;
  #underWay = 0;
  #failure: unknown;
  #closed = false;

  constructor(socket: Socket, accepts: Accepts, closings: Closings) {
    const { address, port } = socket.address();
    this.local = socketAddressOf(address, port);
    this.#socket = socket;
    this.#closings = closings;
    socket.removeAllListeners("error");
    socket.on("error", (error) => this.#fail(error));
    // What comes when there is no room is lost, as in the kernel's own queue.
    socket.on("message", (data, from) => {
      const remote = socketAddressOf(from.address, from.port);
      const isFull = this.#received.length >= MOST_DATAGRAMS ||
        this.#bytes + data.length > DATAGRAM_BUFFER;
      if (isFull || !accepts(remote)) return;
      this.#received.push({ data, remote });
      this.#bytes += data.length;
      this.#receiving.wakeAll();
    });
  }

  receive(): Datagram | undefined {
    const datagram = this.#received.shift();
    if (datagram !== undefined) this.#bytes -= datagram.data.length;
    return datagram;
  }

  get room(): number {
    return MOST_SENDING - this.#underWay;
  }

  send(data: Uint8Array, { ip, port }: SocketAddress): void {
    this.#throwFailure();
    this.#underWay++;
    this.#socket.send(data.slice(), port, formatIpAddress(ip), (error) => {
      this.#underWay--;
      if (error) this.#failure = error;
      this.#sending.wakeAll();
      if (this.#underWay === 0) this.#allSent.wakeAll();
    });
  }

  subscribeReceiving(): Pollable {
    return this.#pollable(this.#receiving, () => this.#received.length > 0);
  }

  subscribeSending(): Pollable {
    return this.#pollable(this.#sending, () => this.room > 0);
  }

  [Symbol.dispose](): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.removeAllListeners("message");
    this.#closings.add(this.#sent(), () => this.#socket.close());
  }

  #sent(): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve();
    return new Promise((resolve) => void this.#allSent.add(resolve));
  }

  #pollable(wakers: Wakers, isReady: () => boolean): Pollable {
    return {
      state: () => ({ ready: isReady(), bytes: 0, hangup: false }),
      watch: (wake) => isReady() ? alreadyAwake(wake) : wakers.add(wake),
    };
  }

  #fail(error: unknown): void {
    this.#failure = error;
    this.#receiving.wakeAll();
    this.#sending.wakeAll();
  }

  /** What an earlier datagram met on its way is told once. */
  #throwFailure(): void {
    const failure = this.#failure;
    if (failure === undefined) return;
    this.#failure = undefined;
    throw failureOf(failure);
  }
}

/** The failure that a guest may see; the error itself for one that no call should meet. */
function failureOf(error: unknown): unknown {
  const code = codeOf(error) ?? CODES[(error as { code?: unknown }).code as string];
  return code === undefined ? error : new WasiError(code);
}
