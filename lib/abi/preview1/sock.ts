/**
 * `sock_*`: what sockets can do beyond what every stream can.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { END, type InputStream, WOULD_BLOCK } from "../../io/streams.ts";
import type { Wait } from "../../io/wait.ts";
import type { ShutdownType, TcpConnection } from "../../sockets/tcp.ts";
import { FDFLAGS_NONBLOCK, RIFLAGS_RECV_PEEK, RIFLAGS_RECV_WAITALL } from "./constants.ts";
import { type Context, type Functions, SUSPEND } from "./context.ts";
import { Description } from "./description.ts";
import { INVAL, SUCCESS } from "./errno.ts";
import { notReady } from "./not_ready.ts";
import { type SocketDescription, socketOf } from "./require.ts";
import { FD_READ, FD_WRITE, SOCK_ACCEPT, SOCK_SHUTDOWN } from "./rights.ts";
import { SocketNode } from "./socket_node.ts";

/** The directions that sdflags name. */
const SHUTDOWN: readonly (ShutdownType | undefined)[] = [undefined, "receive", "send", "both"];

/** Inodes of accepted connections; those of granted streams lie below. */
const FIRST_INODE = 2 ** 32;

/** What sock_recv with WAITALL waits for. */
interface ReceiveWait extends Wait {
  /** Bytes that are stored already. */
  readonly received: number;
}

/** The functions of this family. */
export function sock(context: Context): Functions {
  const { memory, descriptors } = context;
  let inode = FIRST_INODE;
  return {
    /**
     * As accept4(2). The connection has the rights that the listener passes on. While the table is full
     * no connection is taken: it waits for a handle to become free.
     *
     * Errno: AGAIN, BADF, CONNABORTED, INVAL, MFILE, NFILE, NOTCAPABLE, NOTSOCK.
     */
    sock_accept(fd: number, flags: number, accepted: number): number {
      memory.check(accepted, 4, 4);
      const description = socketOf(context, fd, SOCK_ACCEPT);
      const { socket: { listener }, inheriting } = description;
      if (listener === undefined || (flags & ~FDFLAGS_NONBLOCK) !== 0) return INVAL;
      description.stopFollowing();
      if (descriptors.full) throw new WasiError("too-many-open-files");
      const connection = listener.accept();
      if (connection === WOULD_BLOCK) return notReady(context, description, listener);
      const node = new SocketNode({ connection }, inode++);
      const options = { rights: inheriting, inheriting: 0, flags };
      memory.setU32(accepted, descriptors.insert(new Description(node, options)));
      return SUCCESS;
    },

    /**
     * As recvmsg(2). PEEK answers what there is, together with WAITALL as well. The end, a failure and
     * NONBLOCK cut WAITALL short, once something has come.
     *
     * ```text
     * iovecs   0 pointer u32 | 4 length u32 | 8 ...   size   0 u32   outFlags   0 u16
     * ```
     *
     * Errno: AGAIN, BADF, CONNRESET, INVAL, NOTCAPABLE, NOTCONN, NOTSOCK.
     */
    sock_recv(
      fd: number,
      iovecs: number,
      count: number,
      flags: number,
      size: number,
      outFlags: number,
    ): number {
      memory.check(size, 4, 4);
      memory.check(outFlags, 2, 2);
      const description = socketOf(context, fd, FD_READ);
      if ((flags & ~(RIFLAGS_RECV_PEEK | RIFLAGS_RECV_WAITALL)) !== 0) return INVAL;
      const { input } = connectionOf(description);
      const buffers = memory.iovecs(iovecs, count);
      let received = (context.resumed as Partial<ReceiveWait> | undefined)?.received ?? 0;
      const peeking = (flags & RIFLAGS_RECV_PEEK) !== 0;
      const read = peeking ? input.peekv(buffers) : readBehind(input, buffers, received);
      if (read > 0) received += read;
      const isDone = (flags & RIFLAGS_RECV_WAITALL) === 0 || peeking || read === END ||
        received === lengthOf(buffers);
      if (received === 0 && read === WOULD_BLOCK) return notReady(context, description, input);
      if (!isDone && !description.nonblocking) return suspend(context, input, received);
      memory.setU32(size, received);
      // Only what is no stream can be truncated.
      memory.setU16(outFlags, 0);
      return SUCCESS;
    },

    /**
     * As sendmsg(2).
     *
     * Errno: AGAIN, BADF, CONNRESET, INVAL, NOTCAPABLE, NOTCONN, NOTSOCK, PIPE.
     */
    sock_send(fd: number, iovecs: number, count: number, flags: number, size: number): number {
      memory.check(size, 4, 4);
      const description = socketOf(context, fd, FD_WRITE);
      const { output } = connectionOf(description);
      if (flags !== 0) return INVAL;
      const written = output.writev(memory.iovecs(iovecs, count));
      if (written === WOULD_BLOCK) return notReady(context, description, output);
      memory.setU32(size, written);
      return SUCCESS;
    },

    /**
     * As shutdown(2).
     *
     * Errno: BADF, INVAL, NOTCAPABLE, NOTCONN, NOTSOCK.
     */
    sock_shutdown(fd: number, how: number): number {
      const description = socketOf(context, fd, SOCK_SHUTDOWN);
      const which = SHUTDOWN[how];
      if (which === undefined) return INVAL;
      connectionOf(description).shutdown(which);
      return SUCCESS;
    },
  };
}

/** Waits for the rest of what WAITALL wants. */
function suspend(context: Context, input: InputStream, received: number): typeof SUSPEND {
  const wait: ReceiveWait = { pollables: [input.subscribe()], received };
  context.wait = wait;
  return SUSPEND;
}

/** @throws WasiError `invalid-state` for a listener */
function connectionOf({ socket: { connection } }: SocketDescription): TcpConnection {
  if (connection === undefined) throw new WasiError("invalid-state");
  return connection;
}

/**
 * Reads into buffers that have `received` bytes already. A failure behind those is no failure of this
 * read: the next one meets it again.
 */
function readBehind(
  input: InputStream,
  buffers: readonly Uint8Array[],
  received: number,
): number {
  if (received === 0) return input.readv(buffers);
  let filled = received;
  const rest = buffers.map((buffer) => {
    const start = Math.min(filled, buffer.length);
    filled -= start;
    return buffer.subarray(start);
  });
  try {
    return input.readv(rest);
  } catch (error) {
    if (error instanceof WasiError) return END;
    throw error;
  }
}

function lengthOf(buffers: readonly Uint8Array[]): number {
  return buffers.reduce((sum, { length }) => sum + length, 0);
}
