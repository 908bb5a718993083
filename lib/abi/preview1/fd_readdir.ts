/**
 * `fd_readdir`.
 *
 * @module
 */

import { toOffset } from "../../io/offset.ts";
import type { Context, Functions } from "./context.ts";
import { SUCCESS } from "./errno.ts";
import { DirentHeader } from "./records.ts";
import { directoryOf } from "./require.ts";
import { FD_READDIR } from "./rights.ts";

/** The function of this family. */
export function fdReaddir(context: Context): Functions {
  const { memory } = context;
  const header = new DirentHeader();
  return {
    /**
     * As getdents(2), from the entry behind `cookie` on. A buffer that is used up whole may end
     * with a part of an entry; the guest asks again from the last whole one.
     *
     * Errno: BADF, INVAL, NOTCAPABLE, NOTDIR.
     */
    fd_readdir(
      fd: number,
      pointer: number,
      length: number,
      cookie: bigint,
      used: number,
    ): number {
      memory.check(used, 4, 4);
      const buffer = memory.bytes(pointer, length);
      const { directory } = directoryOf(context, fd, FD_READDIR);
      let next = toOffset(BigInt.asUintN(64, cookie));
      let at = 0;
      while (at < buffer.length) {
        const entry = directory.entryAfter(next);
        if (entry === undefined) break;
        header.set(entry);
        at += putSome(buffer, at, header.bytes);
        at += putSome(buffer, at, entry.name);
        next = entry.next;
      }
      memory.setU32(used, at);
      return SUCCESS;
    },
  };
}

/** Copies as much of `bytes` as there is room for. */
function putSome(buffer: Uint8Array, at: number, bytes: Uint8Array): number {
  const count = Math.min(bytes.length, buffer.length - at);
  // A loop beats set() for headers and names as short as these.
  for (let i = 0; i < count; i++) buffer[at + i] = bytes[i]!;
  return count;
}
