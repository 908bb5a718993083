/**
 * `wasi:sockets/udp` and `udp-create-socket`.
 *
 * @module
 */

import { type Datagram, DATAGRAM_BUFFER } from "../../../sockets/backend.ts";
import type { OutgoingDatagram } from "../../../sockets/datagram_streams.ts";
import type { AddressFamily } from "../../../sockets/ip_address.ts";
import type { Network } from "../../../sockets/network.ts";
import { UdpSocket } from "../../../sockets/udp_socket.ts";
import type { Context } from "../context.ts";
import type { Interface } from "../interface.ts";
import { Pollable } from "../io/poll.ts";
import { giveWay } from "../waiting.ts";
import { socketAddressOf, type WitSocketAddress, witSocketAddressOf } from "./addresses.ts";
import { attempt, attemptInTurn } from "./error_code.ts";
import { NetworkHandle } from "./network.ts";
import { fixedSize, unsupported } from "./options.ts";
import { socketInterfaceOf } from "./types.ts";
import {
  IncomingDatagramStream,
  OutgoingDatagramStream,
  UdpSocketResource,
} from "./udp_resources.ts";

/** The record `outgoing-datagram`. */
interface WitOutgoingDatagram {
  readonly data: Uint8Array;
  readonly remoteAddress: WitSocketAddress | undefined;
}

type Self = UdpSocketResource;

const WAITING = [
  "[method]udp-socket.finish-bind",
  "[method]incoming-datagram-stream.receive",
  "[method]outgoing-datagram-stream.check-send",
];

/** `wasi:sockets/udp-create-socket`. */
export function udpCreateSocket(context: Context, network: Network): Interface {
  return socketInterfaceOf({
    "create-udp-socket": [
      "func(ip-address-family) -> result<own<udp-socket>, error-code>",
      (family: AddressFamily) =>
        attempt(() => new UdpSocketResource(context, new UdpSocket(network, family))),
    ],
  }, { "network": NetworkHandle, "udp-socket": UdpSocketResource });
}

/** `wasi:sockets/udp`. */
export function udp(context: Context): Interface {
  return socketInterfaceOf({
    "[method]udp-socket.start-bind": [
      "func(borrow<udp-socket>, borrow<network>, ip-socket-address) -> result<_, error-code>",
      ({ socket }: Self, _network: object, local: WitSocketAddress) =>
        attempt(() => socket.startBind(socketAddressOf(local))),
    ],
    "[method]udp-socket.finish-bind": [
      "func(borrow<udp-socket>) -> result<_, error-code>",
      ({ socket }: Self) => attemptInTurn(context, socket.pollable, () => socket.finishBind()),
    ],
    "[method]udp-socket.stream": [
      "func(borrow<udp-socket>, option<ip-socket-address>) -> result<" +
      "tuple<own<incoming-datagram-stream>, own<outgoing-datagram-stream>>, error-code>",
      (self: Self, remote: WitSocketAddress | undefined) =>
        attempt(() => self.stream(remote && socketAddressOf(remote))),
    ],
    "[method]udp-socket.local-address": [
      "func(borrow<udp-socket>) -> result<ip-socket-address, error-code>",
      ({ socket }: Self) => attempt(() => witSocketAddressOf(socket.local)),
    ],
    "[method]udp-socket.remote-address": [
      "func(borrow<udp-socket>) -> result<ip-socket-address, error-code>",
      ({ socket }: Self) => attempt(() => witSocketAddressOf(socket.remote)),
    ],
    "[method]udp-socket.address-family": [
      "func(borrow<udp-socket>) -> ip-address-family",
      ({ socket }: Self) => socket.family,
    ],
    ...unsupported("udp-socket", "unicast-hop-limit", "u8"),
    ...fixedSize("udp-socket", "receive-buffer-size", DATAGRAM_BUFFER),
    ...fixedSize("udp-socket", "send-buffer-size", DATAGRAM_BUFFER),
    "[method]udp-socket.subscribe": [
      "func(borrow<udp-socket>) -> own<pollable>",
      (self: Self) => self.subscribe(),
    ],
    "[method]incoming-datagram-stream.receive": [
      "func(borrow<incoming-datagram-stream>, u64) -> result<list<incoming-datagram>, error-code>",
      (self: IncomingDatagramStream, most: bigint) => {
        const receive = () => attempt(() => self.receive(most).map(witDatagramOf));
        const isEmpty = most > 0n && !self.streams.receiving.state().ready;
        return isEmpty ? giveWay(context, [self.streams.receiving], receive) : receive();
      },
    ],
    "[method]incoming-datagram-stream.subscribe": [
      "func(borrow<incoming-datagram-stream>) -> own<pollable>",
      (self: IncomingDatagramStream) => self.subscribe(),
    ],
    "[method]outgoing-datagram-stream.check-send": [
      "func(borrow<outgoing-datagram-stream>) -> result<u64, error-code>",
      ({ streams }: OutgoingDatagramStream) => {
        const check = () => attempt(() => BigInt(streams.checkSend()));
        return streams.sending.state().ready ? check() : giveWay(context, [streams.sending], check);
      },
    ],
    "[method]outgoing-datagram-stream.send": [
      "func(borrow<outgoing-datagram-stream>, list<outgoing-datagram>) -> result<u64, error-code>",
      ({ streams }: OutgoingDatagramStream, datagrams: readonly WitOutgoingDatagram[]) =>
        attempt(() => BigInt(streams.send(datagrams.map(outgoing)))),
    ],
    "[method]outgoing-datagram-stream.subscribe": [
      "func(borrow<outgoing-datagram-stream>) -> own<pollable>",
      (self: OutgoingDatagramStream) => self.subscribe(),
    ],
  }, {
    "incoming-datagram-stream": IncomingDatagramStream,
    "network": NetworkHandle,
    "outgoing-datagram-stream": OutgoingDatagramStream,
    "pollable": Pollable,
    "udp-socket": UdpSocketResource,
  }, WAITING);
}

/** Its address is looked at when its turn comes: what is wrong with it keeps none before it. */
function outgoing({ data, remoteAddress }: WitOutgoingDatagram): OutgoingDatagram {
  return {
    data,
    get remote() {
      return remoteAddress && socketAddressOf(remoteAddress);
    },
  };
}

function witDatagramOf({ data, remote }: Datagram): object {
  return { data, remoteAddress: witSocketAddressOf(remote) };
}
