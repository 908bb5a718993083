/* Copies standard input to standard output. Ends with the errno of a write that failed, or with 100
 * and the errno of a read. */
#include <wasi/api.h>

static uint8_t bytes[1 << 16];

int main(void) {
  for (;;) {
    __wasi_iovec_t in = {bytes, sizeof bytes};
    __wasi_size_t got = 0;
    int error = __wasi_fd_read(0, &in, 1, &got);
    if (error) return 100 + error;
    if (got == 0) return 0;
    for (__wasi_size_t at = 0, put; at < got; at += put) {
      __wasi_ciovec_t out = {bytes + at, got - at};
      error = __wasi_fd_write(1, &out, 1, &put);
      if (error) return error;
    }
  }
}
