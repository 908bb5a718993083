/* The sock_* calls on what is no socket: a file, a directory, a stream, and a number that is not
 * open. */
#include "../files.h"

static void all(int line, int fd, int want, int or_want) {
  uint8_t byte = 0;
  __wasi_iovec_t in = {&byte, 1};
  __wasi_ciovec_t out = {&byte, 1};
  __wasi_size_t done;
  __wasi_roflags_t flags;
  __wasi_fd_t accepted;
  check_any(__FILE__, line, "sock_accept", __wasi_sock_accept(fd, 0, &accepted), want, or_want,
            want, want);
  check_any(__FILE__, line, "sock_recv", __wasi_sock_recv(fd, &in, 1, 0, &done, &flags), want,
            or_want, want, want);
  check_any(__FILE__, line, "sock_send", __wasi_sock_send(fd, &out, 1, 0, &done), want, or_want,
            want, want);
  check_any(__FILE__, line, "sock_shutdown", __wasi_sock_shutdown(fd, __WASI_SDFLAGS_RD), want,
            or_want, want, want);
}

int main(void) {
  all(__LINE__, open_with(DIR, "file", 0, ~0ull, 0, 0), NOTSOCK, NOTSOCK);
  all(__LINE__, open_read("file"), NOTSOCK, NOTCAPABLE);
  all(__LINE__, DIR, NOTSOCK, NOTCAPABLE);
  all(__LINE__, 1, NOTSOCK, NOTCAPABLE);
  all(__LINE__, 99, BADF, BADF);
  all(__LINE__, -1, BADF, BADF);
  return finish();
}
