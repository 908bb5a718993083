/**
 * The last call that a guest was refused, for whoever wonders why it failed.
 *
 * @module
 */

import type { ErrorCode } from "../../errors.ts";

import type { Context, Failed } from "./context.ts";
import type { Description } from "./description.ts";
import { type Operation, operationOf } from "./operations.ts";

/** Where a function has a handle, and the pointer to the path below it, if there is one. */
type Place = readonly [fd: number, path?: number];

const PLACES: Readonly<Record<string, readonly Place[]>> = {
  fd_allocate: [[0]],
  fd_filestat_set_size: [[0]],
  fd_filestat_set_times: [[0]],
  fd_pwrite: [[0]],
  fd_write: [[0]],
  path_create_directory: [[0, 1]],
  path_filestat_get: [[0, 2]],
  path_filestat_set_times: [[0, 2]],
  path_link: [[0, 2], [4, 5]],
  path_open: [[0, 2]],
  path_readlink: [[0, 1]],
  path_remove_directory: [[0, 1]],
  path_rename: [[0, 1], [3, 4]],
  path_symlink: [[2, 3]],
  path_unlink_file: [[0, 1]],
};

const decoder = new TextDecoder();

/** A path below a handle, or a handle. */
export interface RefusedAt {
  readonly fd: number;
  /** What is open under it. */
  readonly kind: Description["node"]["kind"] | undefined;
  /** The guest's name of the handle, where that is a granted directory. */
  readonly preopen: string | undefined;
  /** Undefined where the call was on the handle itself. */
  readonly path: string | undefined;
}

/** What was refused. */
export interface RefusedCall {
  readonly call: string;
  /** `not-capable` or `bad-descriptor`. */
  readonly code: ErrorCode;
  readonly operation: Operation;
  readonly at: readonly RefusedAt[];
}

/** Keeps the last refusal of one guest. Calls that succeed cost nothing for it. */
export class Refusals {
  readonly #context: Context;
  #last: RefusedCall | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** The last call that was refused for want of a grant, if any was. */
  get last(): RefusedCall | undefined {
    return this.#last;
  }

  /** Keeps a failure, if it says something of a grant. */
  readonly note: Failed = (call, code, args) => {
    if (code !== "not-capable" && code !== "bad-descriptor") return;
    const places = Object.hasOwn(PLACES, call) ? PLACES[call]! : [];
    const at = places.map((place) => this.#at(place, args as readonly number[]));
    if (at.length > 0) this.#last = { call, code, operation: operationOf(call, args)!, at };
  };

  #at([handle, path]: Place, args: readonly number[]): RefusedAt {
    const fd = args[handle]!;
    const { memory, descriptors } = this.#context;
    const description = descriptors.get(fd);
    return {
      fd,
      kind: description?.node.kind,
      preopen: description?.preopen && decoder.decode(description.preopen),
      // The call has read it before it failed, so that it lies in memory.
      path: path === undefined
        ? undefined
        : decoder.decode(memory.bytes(args[path]!, args[path + 1]!)),
    };
  }
}
