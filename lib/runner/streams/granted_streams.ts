/**
 * Streams that are granted by name, and standard streams that are descriptors or sockets.
 *
 * @module
 */

import type { Description } from "../../abi/preview1/description.ts";
import { SluiceError } from "../../errors.ts";
import { PlainStream } from "../../filesystem/plain_stream.ts";
import type { StreamGrant, StreamSpec } from "../../grants/grant.ts";
import { formatStreamSpec } from "../../grants/stream_spec.ts";
import type { Host } from "../../host/host.ts";
import { NullStream } from "../../io/null_stream.ts";
import {
  fileToAppend,
  fileToRead,
  inherited,
  ofSocket,
  ofStream,
  onlyToRead,
  onlyToWrite,
} from "./opened_streams.ts";
import type { RunOptions } from "../options.ts";
import type { RunEnd } from "../run_end.ts";
import { Sockets } from "./sockets.ts";
import { optionOf, specifiedStreams, streamGrants } from "./stream_grants.ts";

/** Inodes of streams without one of their own begin where those of the sockets could not reach. */
const FIRST_INODE = 2n ** 31n;

/** The streams of one guest. Disposing ends what was opened and not taken: see {@linkcode Sockets}. */
export class GrantedStreams implements AsyncDisposable {
  /** Those that are sockets. */
  readonly sockets: Sockets;
  readonly #named: readonly StreamGrant[];

  private constructor(named: readonly StreamGrant[], sockets: Sockets) {
    this.#named = named;
    this.sockets = sockets;
  }

  /**
   * Checks all streams of a run, and opens its sockets.
   *
   * @param over gives up when it is aborted, by its reason
   * @throws SluiceError status 2 when a stream is wrong, or a socket cannot be opened
   */
  static async open(options: RunOptions, over?: AbortSignal): Promise<GrantedStreams> {
    const sockets = await Sockets.open(specifiedStreams(options), over);
    return new GrantedStreams(streamGrants(options), sockets);
  }

  /** How many are granted by name. */
  get count(): number {
    return this.#named.length;
  }

  /**
   * Opens those that are granted by name, in their order.
   *
   * @throws SluiceError status 2 when one cannot be opened; then none is open
   */
  named(host: Host): Description[] {
    using building = new DisposableStack();
    const opened = this.#named.map((grant, i) => building.use(this.#open(host, grant, i)));
    building.move();
    return opened;
  }

  /**
   * Opens a standard stream.
   *
   * @throws SluiceError status 2 when it cannot be opened, or not be used in its direction
   */
  standard(host: Host, option: "--stdin" | "--stdout" | "--stderr", spec: StreamSpec): Description {
    const opened = spec.kind === "fd"
      ? inherited(host, spec.number)
      : ofSocket(this.sockets.take(option));
    const name = formatStreamSpec(spec);
    return option === "--stdin" ? onlyToRead(opened, name) : onlyToWrite(opened, name);
  }

  /**
   * Waits, when all handles are closed, until what was written to sockets is sent, or cannot be in time.
   *
   * @param end gives up what is not sent when it comes: who ends a run wants it to be over
   */
  async sent(end: RunEnd | undefined): Promise<void> {
    const unwatch = end?.watch(() => this.sockets.drop());
    await this.sockets.sent();
    unwatch?.();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sockets[Symbol.asyncDispose]();
  }

  #open(host: Host, grant: StreamGrant, place: number): Description {
    const { spec } = grant;
    switch (spec.kind) {
      case "inherit":
        throw new SluiceError(2, `the stream ${grant.name} cannot be inherited without a number`);
      case "null": {
        const nothing = new NullStream();
        const inode = FIRST_INODE + BigInt(place);
        return ofStream(new PlainStream({ input: nothing, output: nothing }, inode));
      }
      case "file":
        return fileToRead(host, spec.path);
      case "append":
        return fileToAppend(host, spec.path);
      case "fd":
        return inherited(host, spec.number);
      case "tcp":
      case "listen":
        return ofSocket(this.sockets.take(optionOf(grant)));
    }
  }
}
