/**
 * What lies under a file descriptor of preview1.
 *
 * @module
 */

import type { Directory, Opened } from "../../filesystem/directory.ts";
import type { File } from "../../filesystem/node.ts";
import type { EditAt } from "../../io/arrays.ts";
import { ArrayCursor, type Seekable } from "../../io/array_cursor.ts";
import type { InputStream, OutputStream } from "../../io/streams.ts";
import { FDFLAGS_APPEND, FDFLAGS_NONBLOCK } from "./constants.ts";
import type { SocketNode } from "./socket_node.ts";

/** The rights and flags of a new description. */
export interface DescriptionOptions {
  /** What may be done with it. */
  readonly rights: number;
  /** What may at most be done with what is opened through it. */
  readonly inheriting: number;
  readonly flags?: number;
  /** Whether NONBLOCK is left to what the guest does with its other descriptors. */
  readonly following?: boolean;
  /** The guest's name for it, when it is a preopened directory. */
  readonly preopen?: Uint8Array;
}

/**
 * An open description: a capability, seen through the facets that preview1 knows, with the rights
 * that the guest holds to it.
 */
export class Description implements Disposable {
  /** The capability itself. */
  readonly node: Opened | SocketNode;
  /** Bytes in order, to read. */
  readonly input: InputStream | undefined;
  /** Bytes in order, to write. */
  readonly output: OutputStream | undefined;
  /** Bytes at offsets. */
  readonly array: EditAt | undefined;
  /** The position of a file. */
  readonly cursor: Seekable | undefined;
  readonly file: File | undefined;
  readonly directory: Directory | undefined;
  /** What sock_* works on. */
  readonly socket: SocketNode | undefined;
  /** The guest's name for a preopened directory. */
  readonly preopen: Uint8Array | undefined;
  /** What the guest may do with it; fd_fdstat_set_rights takes away and nothing adds. */
  rights: number;
  /** What the guest may at most do with what it opens through it. */
  inheriting: number;
  #flags: number;
  #following: boolean;
  readonly #position: ArrayCursor | undefined;

  constructor(node: Opened | SocketNode, options: DescriptionOptions) {
    this.node = node;
    this.rights = options.rights;
    this.inheriting = options.inheriting;
    this.preopen = options.preopen;
    this.#flags = options.flags ?? 0;
    this.#following = options.following ?? false;
    if (node.kind === "file") {
      const cursor = new ArrayCursor(node, { appending: (this.#flags & FDFLAGS_APPEND) !== 0 });
      this.#position = cursor;
      this.input = this.output = this.cursor = cursor;
      this.array = this.file = node;
    } else if (node.kind === "directory") {
      this.directory = node;
    } else if (node.kind === "socket") {
      this.socket = node;
      this.input = node.connection?.input;
      this.output = node.connection?.output;
    } else {
      this.input = node.input;
      this.output = node.output;
      this.cursor = node.cursor;
      this.array = node.array;
    }
  }

  /** The fdflags, as they are. */
  get flags(): number {
    return this.#flags;
  }

  /** Whether a call that would wait answers AGAIN instead. */
  get nonblocking(): boolean {
    return (this.#flags & FDFLAGS_NONBLOCK) !== 0;
  }

  /** The guest has made another descriptor NONBLOCK. */
  follow(): void {
    if (this.#following) this.#flags |= FDFLAGS_NONBLOCK;
  }

  /** From here on NONBLOCK is what it is now, until the guest changes it. */
  stopFollowing(): void {
    this.#following = false;
  }

  /** Changes APPEND and NONBLOCK; the others are fixed when a file is opened. */
  setFlags(flags: number): void {
    const appending = (flags & FDFLAGS_APPEND) !== 0;
    if (this.#position !== undefined && this.#position.appending !== appending) {
      this.file?.setAppending(appending);
      this.#position.appending = appending;
    }
    this.#flags = flags;
    this.#following = false;
  }

  [Symbol.dispose](): void {
    this.node[Symbol.dispose]();
  }
}
