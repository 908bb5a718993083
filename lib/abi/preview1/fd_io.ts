/**
 * `fd_read`, `fd_write` and their kin: the hot path from guest to host.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { EditAt } from "../../io/arrays.ts";
import { END, WOULD_BLOCK } from "../../io/streams.ts";
import type { Context, Functions } from "./context.ts";
import type { Description } from "./description.ts";
import { BADF, INVAL, ISDIR, NOTCAPABLE, NOTCONN, SPIPE, SUCCESS } from "./errno.ts";
import type { Layouts } from "./layouts.ts";
import { notReady } from "./not_ready.ts";
import { descriptionOf, offsetOf } from "./require.ts";
import { FD_READ, FD_SEEK, FD_TELL, FD_WRITE } from "./rights.ts";

/** The functions of this family. */
export function fdIo(context: Context, layouts: Layouts): Functions {
  const { memory, descriptors } = context;
  return {
    /**
     * As preadv(2); the position stays.
     *
     * Errno: BADF, INVAL, IO, ISDIR, NOTCAPABLE, SPIPE.
     */
    fd_pread(fd: number, iovecs: number, count: number, offset: bigint, size: number): number {
      memory.check(size, 4, 4);
      const array = arrayOf(descriptors.get(fd), FD_READ | FD_SEEK);
      if (typeof array === "number") return array;
      const at = offsetOf(offset);
      const read = count === 1
        ? array.readAt(memory.iovec(iovecs), at)
        : array.readvAt(memory.iovecs(iovecs, count), at);
      memory.setU32(size, read);
      return SUCCESS;
    },

    /**
     * As pwritev(2); the position stays. On a descriptor with APPEND the bytes go to the end,
     * as on Linux.
     *
     * Errno: BADF, DQUOT, FBIG, INVAL, IO, ISDIR, NOSPC, NOTCAPABLE, SPIPE.
     */
    fd_pwrite(fd: number, iovecs: number, count: number, offset: bigint, size: number): number {
      memory.check(size, 4, 4);
      const array = arrayOf(descriptors.get(fd), FD_WRITE | FD_SEEK);
      if (typeof array === "number") return array;
      const at = offsetOf(offset);
      const written = count === 1
        ? array.writeAt(memory.iovec(iovecs), at)
        : array.writevAt(memory.iovecs(iovecs, count), at);
      memory.setU32(size, written);
      return SUCCESS;
    },

    /**
     * As readv(2).
     *
     * ```text
     * iovecs   0 pointer u32 | 4 length u32 | 8 ...      size   0 u32
     * ```
     *
     * Errno: AGAIN, BADF, INVAL, IO, ISDIR, NOTCAPABLE.
     */
    fd_read(fd: number, iovecs: number, count: number, size: number): number {
      memory.check(size, 4, 4);
      const description = descriptors.get(fd);
      if (description === undefined) return BADF;
      const { input } = description;
      if (input === undefined || (description.rights & FD_READ) === 0) {
        return refusal(description);
      }
      const read = count === 1
        ? input.read(memory.iovec(iovecs))
        : input.readv(memory.iovecs(iovecs, count));
      if (read === WOULD_BLOCK) return notReady(context, description, input);
      memory.setU32(size, read === END ? 0 : read);
      return SUCCESS;
    },

    /**
     * As lseek(2).
     *
     * Errno: BADF, INVAL, ISDIR, NOTCAPABLE, SPIPE.
     */
    fd_seek(fd: number, offset: bigint, whence: number, position: number): number {
      memory.check(position, 8, 8);
      const description = descriptors.get(fd);
      if (description === undefined) return BADF;
      const from = layouts.whence[whence];
      if (from === undefined) return INVAL;
      const { cursor } = description;
      if (cursor === undefined) return description.directory === undefined ? SPIPE : ISDIR;
      const wanted = offset === 0n && from === "current" ? FD_SEEK | FD_TELL : FD_SEEK;
      if ((description.rights & wanted) === 0) return NOTCAPABLE;
      memory.setU64(position, cursor.seek(offset, from));
      return SUCCESS;
    },

    /**
     * As lseek(2) by nothing.
     *
     * Errno: BADF, ISDIR, NOTCAPABLE, SPIPE.
     */
    fd_tell(fd: number, position: number): number {
      memory.check(position, 8, 8);
      const description = descriptionOf(context, fd, 0);
      const { cursor } = description;
      if (cursor === undefined) return description.directory === undefined ? SPIPE : ISDIR;
      if ((description.rights & FD_TELL) === 0) return NOTCAPABLE;
      memory.setU64(position, cursor.seek(0n, "current"));
      return SUCCESS;
    },

    /**
     * As writev(2).
     *
     * Errno: AGAIN, BADF, DQUOT, FBIG, INVAL, IO, ISDIR, NOSPC, NOTCAPABLE, PIPE.
     */
    fd_write(fd: number, iovecs: number, count: number, size: number): number {
      memory.check(size, 4, 4);
      const description = descriptors.get(fd);
      if (description === undefined) return BADF;
      const { output } = description;
      if (output === undefined || (description.rights & FD_WRITE) === 0) {
        return refusal(description);
      }
      const written = count === 1
        ? output.write(memory.iovec(iovecs))
        : output.writev(memory.iovecs(iovecs, count));
      if (written === WOULD_BLOCK) return notReady(context, description, output);
      memory.setU32(size, written);
      return SUCCESS;
    },
  };
}

/** Why bytes cannot be moved in this direction. */
function refusal(description: Description): number {
  if (description.socket?.listener !== undefined) return NOTCONN;
  if (description.directory !== undefined) return ISDIR;
  throw new WasiError("not-capable");
}

/** The array of a description that must grant `rights`, or the errno. */
function arrayOf(description: Description | undefined, rights: number): EditAt | number {
  if (description === undefined) return BADF;
  const { array } = description;
  if (array === undefined) return description.directory === undefined ? SPIPE : ISDIR;
  if ((description.rights & rights) !== rights) throw new WasiError("not-capable");
  return array;
}
