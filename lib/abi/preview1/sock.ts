/**
 * `sock_*`, on descriptors none of which is a socket.
 *
 * @module
 */

import type { Context, Functions } from "./context.ts";
import { BADF, NOTSOCK } from "./errno.ts";

/** The functions of this family. Errno of each: BADF, NOTSOCK. */
export function sock({ descriptors }: Context): Functions {
  const notSocket = (fd: number) => descriptors.get(fd) === undefined ? BADF : NOTSOCK;
  return {
    /** As accept4(2). */
    sock_accept: (fd: number, _flags: number, _accepted: number) => notSocket(fd),
    /** As recvmsg(2). */
    sock_recv: (
      fd: number,
      _iovecs: number,
      _count: number,
      _flags: number,
      _size: number,
      _outFlags: number,
    ) => notSocket(fd),
    /** As sendmsg(2). */
    sock_send: (fd: number, _iovecs: number, _count: number, _flags: number, _size: number) =>
      notSocket(fd),
    /** As shutdown(2). */
    sock_shutdown: (fd: number, _how: number) => notSocket(fd),
  };
}
