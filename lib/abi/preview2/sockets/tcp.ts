/**
 * `wasi:sockets/tcp` and `tcp-create-socket`.
 *
 * @module
 */

import { CONNECTION_BUFFER } from "../../../sockets/backend.ts";
import type { AddressFamily } from "../../../sockets/ip_address.ts";
import type { Network } from "../../../sockets/network.ts";
import type { ShutdownType } from "../../../sockets/tcp.ts";
import { TcpSocket } from "../../../sockets/tcp_socket.ts";
import type { Context } from "../context.ts";
import type { Interface } from "../interface.ts";
import { InputStream } from "../io/input_stream.ts";
import { OutputStream } from "../io/output_stream.ts";
import { Pollable } from "../io/poll.ts";
import { socketAddressOf, type WitSocketAddress, witSocketAddressOf } from "./addresses.ts";
import { attempt, attemptInTurn } from "./error_code.ts";
import { NetworkHandle } from "./network.ts";
import { fixedSize, unsupported } from "./options.ts";
import { TcpSocketResource } from "./tcp_resource.ts";
import { socketInterfaceOf } from "./types.ts";

type Self = TcpSocketResource;

/** `wasi:sockets/tcp-create-socket`. */
export function tcpCreateSocket(context: Context, network: Network): Interface {
  return socketInterfaceOf({
    "create-tcp-socket": [
      "func(ip-address-family) -> result<own<tcp-socket>, error-code>",
      (family: AddressFamily) =>
        attempt(() => new TcpSocketResource(context, new TcpSocket(network, family))),
    ],
  }, { "network": NetworkHandle, "tcp-socket": TcpSocketResource });
}

/** `wasi:sockets/tcp`. */
export function tcp(context: Context): Interface {
  /** Finishes an operation. */
  const finish = <T>({ socket }: Self, body: () => T) =>
    attemptInTurn(context, socket.pollable, body);
  return socketInterfaceOf(
    {
      "[method]tcp-socket.start-bind": [
        "func(borrow<tcp-socket>, borrow<network>, ip-socket-address) -> result<_, error-code>",
        ({ socket }: Self, _network: object, local: WitSocketAddress) =>
          attempt(() => socket.startBind(socketAddressOf(local))),
      ],
      "[method]tcp-socket.finish-bind": [
        "func(borrow<tcp-socket>) -> result<_, error-code>",
        (self: Self) => finish(self, () => self.socket.finishBind()),
      ],
      "[method]tcp-socket.start-connect": [
        "func(borrow<tcp-socket>, borrow<network>, ip-socket-address) -> result<_, error-code>",
        ({ socket }: Self, _network: object, remote: WitSocketAddress) =>
          attempt(() => socket.startConnect(socketAddressOf(remote))),
      ],
      "[method]tcp-socket.finish-connect": [
        "func(borrow<tcp-socket>) -> " +
        "result<tuple<own<input-stream>, own<output-stream>>, error-code>",
        (self: Self) => finish(self, () => self.finishConnect()),
      ],
      "[method]tcp-socket.start-listen": [
        "func(borrow<tcp-socket>) -> result<_, error-code>",
        ({ socket }: Self) => attempt(() => socket.startListen()),
      ],
      "[method]tcp-socket.finish-listen": [
        "func(borrow<tcp-socket>) -> result<_, error-code>",
        ({ socket }: Self) => attempt(() => socket.finishListen()),
      ],
      "[method]tcp-socket.accept": [
        "func(borrow<tcp-socket>) -> " +
        "result<tuple<own<tcp-socket>, own<input-stream>, own<output-stream>>, error-code>",
        (self: Self) => finish(self, () => self.accept()),
      ],
      "[method]tcp-socket.local-address": [
        "func(borrow<tcp-socket>) -> result<ip-socket-address, error-code>",
        ({ socket }: Self) => attempt(() => witSocketAddressOf(socket.local)),
      ],
      "[method]tcp-socket.remote-address": [
        "func(borrow<tcp-socket>) -> result<ip-socket-address, error-code>",
        ({ socket }: Self) => attempt(() => witSocketAddressOf(socket.remote)),
      ],
      "[method]tcp-socket.is-listening": [
        "func(borrow<tcp-socket>) -> bool",
        ({ socket }: Self) => socket.isListening,
      ],
      "[method]tcp-socket.address-family": [
        "func(borrow<tcp-socket>) -> ip-address-family",
        ({ socket }: Self) => socket.family,
      ],
      "[method]tcp-socket.set-listen-backlog-size": [
        "func(borrow<tcp-socket>, u64) -> result<_, error-code>",
        ({ socket }: Self, size: bigint) => attempt(() => void (socket.backlog = size)),
      ],
      "[method]tcp-socket.keep-alive-enabled": [
        "func(borrow<tcp-socket>) -> result<bool, error-code>",
        ({ socket }: Self) => attempt(() => socket.keepsAlive),
      ],
      "[method]tcp-socket.set-keep-alive-enabled": [
        "func(borrow<tcp-socket>, bool) -> result<_, error-code>",
        ({ socket }: Self, enabled: boolean) => attempt(() => void (socket.keepsAlive = enabled)),
      ],
      ...unsupported("tcp-socket", "keep-alive-idle-time", "duration"),
      ...unsupported("tcp-socket", "keep-alive-interval", "duration"),
      ...unsupported("tcp-socket", "keep-alive-count", "u32"),
      ...unsupported("tcp-socket", "hop-limit", "u8"),
      ...fixedSize("tcp-socket", "receive-buffer-size", CONNECTION_BUFFER),
      ...fixedSize("tcp-socket", "send-buffer-size", CONNECTION_BUFFER),
      "[method]tcp-socket.subscribe": [
        "func(borrow<tcp-socket>) -> own<pollable>",
        (self: Self) => self.subscribe(),
      ],
      "[method]tcp-socket.shutdown": [
        "func(borrow<tcp-socket>, shutdown-type) -> result<_, error-code>",
        ({ socket }: Self, which: ShutdownType) => attempt(() => socket.shutdown(which)),
      ],
    },
    {
      "input-stream": InputStream,
      "network": NetworkHandle,
      "output-stream": OutputStream,
      "pollable": Pollable,
      "tcp-socket": TcpSocketResource,
    },
    ["finish-bind", "finish-connect", "accept"].map((name) => `[method]tcp-socket.${name}`),
  );
}
