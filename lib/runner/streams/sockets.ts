/**
 * `tcp:` and `listen:` streams as capabilities. They take time to open, so they are opened before there
 * is a guest.
 *
 * @module
 */

import { SocketNode } from "../../abi/preview1/socket_node.ts";
import { formatSocketAddress } from "../../grants/socket_address.ts";
import { formatStreamSpec } from "../../grants/stream_spec.ts";
import { Tcp } from "../../host/tcp/tcp.ts";
import { hostFailure } from "../host_failure.ts";
import type { SocketSpec, SpecifiedStream } from "./stream_grants.ts";

/** Inodes of sockets that are granted; those of standard streams lie below. */
const FIRST_INODE = 3;

/**
 * The sockets of one guest, by the option that grants them. Disposing closes those that nobody took, and
 * waits, in bounded time, until all that are closed have sent what was written to them.
 */
export class Sockets implements AsyncDisposable {
  readonly #tcp = new Tcp();
  readonly #untaken = new Map<string, SocketNode>();
  readonly #addresses = new Map<string, string>();
  /** A line for each listener whose port nobody could know before. */
  readonly chosenPorts: string[] = [];

  /**
   * Opens every socket among the streams.
   *
   * @param over gives up when it is aborted, by its reason
   * @throws SluiceError status 2 when one cannot be opened; then none is open
   */
  static async open(streams: readonly SpecifiedStream[], over?: AbortSignal): Promise<Sockets> {
    await using building = new AsyncDisposableStack();
    const sockets = building.use(new Sockets());
    for (const { option, spec } of streams) {
      if (spec.kind === "tcp" || spec.kind === "listen") await sockets.#open(option, spec, over);
    }
    building.move();
    return sockets;
  }

  /** The socket that an option granted. It belongs to the caller, and can be had once. */
  take(option: string): SocketNode {
    const node = this.#untaken.get(option);
    if (node === undefined) throw new Error(`nothing was opened for ${option}`);
    this.#untaken.delete(option);
    return node;
  }

  /** The address that the name and the port of an option came to. */
  addressOf(option: string): string | undefined {
    return this.#addresses.get(option);
  }

  /** Leaves unsent what the guest has written and is not sent by now: its run was ended. */
  drop(): void {
    this.#tcp.drop();
  }

  /** Resolves when those that are closed have sent what was written to them, or cannot in time. */
  async sent(): Promise<void> {
    await this.#tcp.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const node of this.#untaken.values()) node[Symbol.dispose]();
    await this.sent();
  }

  async #open(option: string, spec: SocketSpec, over: AbortSignal | undefined): Promise<void> {
    try {
      const { host, port, ...socket } = spec.kind === "tcp"
        ? await this.#tcp.openAmbientConnection(spec, over)
        : this.#tcp.openAmbientListener(spec);
      this.#untaken.set(option, new SocketNode(socket, FIRST_INODE + this.#addresses.size));
      const address = formatSocketAddress({ host, port });
      this.#addresses.set(option, address);
      if (spec.port === 0) this.chosenPorts.push(`${option} listens on ${address}`);
    } catch (error) {
      throw hostFailure(error, formatStreamSpec(spec));
    }
  }
}
