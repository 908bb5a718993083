/* Scattered reads and gathered writes: more vectors than IOV_MAX, empty ones, overlapping ones,
 * none, and too much in sum. */
#include "../files.h"

enum { VECTORS = 1025, EACH = 3 };

static uint8_t source[VECTORS * EACH], target[VECTORS * EACH];
static __wasi_ciovec_t out[VECTORS];
static __wasi_iovec_t in[VECTORS];

/* Both ways in as many calls as the host needs: a transfer may end after IOV_MAX vectors, it may
 * not lose a byte. */
static void more_than_iov_max(int fd) {
  for (int i = 0; i < VECTORS * EACH; i++) source[i] = i * 7 % 251;
  size_t done = 0;
  for (int calls = 0; done < sizeof source && calls < 100; calls++) {
    size_t first = done / EACH, inside = done % EACH;
    for (size_t i = first; i < VECTORS; i++) out[i] = (__wasi_ciovec_t){source + i * EACH, EACH};
    out[first].buf += inside, out[first].buf_len -= inside;
    __wasi_size_t moved = 0;
    CHECK_EQ(__wasi_fd_write(fd, out + first, VECTORS - first, &moved), OK);
    CHECK(moved > 0);
    if (!moved) return;
    done += moved;
  }
  CHECK_EQ(done, sizeof source);
  CHECK_EQ(size_of(fd), sizeof source);

  CHECK_EQ(seek(fd, 0, __WASI_WHENCE_SET), 0);
  done = 0;
  for (int calls = 0; done < sizeof target && calls < 100; calls++) {
    size_t first = done / EACH, inside = done % EACH;
    for (size_t i = first; i < VECTORS; i++) in[i] = (__wasi_iovec_t){target + i * EACH, EACH};
    in[first].buf += inside, in[first].buf_len -= inside;
    __wasi_size_t moved = 0;
    CHECK_EQ(__wasi_fd_read(fd, in + first, VECTORS - first, &moved), OK);
    CHECK(moved > 0);
    if (!moved) return;
    done += moved;
  }
  CHECK(!memcmp(source, target, sizeof source));

  /* The same by offset, and the cursor stays. */
  __wasi_size_t moved = 0;
  for (int i = 0; i < VECTORS; i++) in[i] = (__wasi_iovec_t){target + i * EACH, EACH};
  memset(target, 0, sizeof target);
  CHECK_EQ(__wasi_fd_pread(fd, in, VECTORS, 0, &moved), OK);
  CHECK(moved >= 1024 * EACH && !memcmp(source, target, moved));
  CHECK_EQ(tell(fd), sizeof source);
}

static void odd_vectors(int fd) {
  uint8_t bytes[8] = "????????";
  __wasi_size_t moved = 99;

  /* None at all: nothing happens, and it is no error. */
  CHECK_EQ(__wasi_fd_write(fd, out, 0, &moved), OK);
  CHECK_EQ(moved, 0);
  moved = 99;
  CHECK_EQ(__wasi_fd_read(fd, in, 0, &moved), OK);
  CHECK_EQ(moved, 0);

  /* Empty ones between others. */
  __wasi_ciovec_t write[5] = {
      {bytes, 0}, {(const uint8_t *)"ab", 2}, {bytes, 0}, {(const uint8_t *)"cdef", 4}, {bytes, 0}};
  CHECK_EQ(__wasi_fd_pwrite(fd, write, 5, 0, &moved), OK);
  CHECK_EQ(moved, 6);
  __wasi_iovec_t read[4] = {{bytes, 0}, {bytes, 3}, {bytes + 3, 0}, {bytes + 3, 3}};
  CHECK_EQ(__wasi_fd_pread(fd, read, 4, 0, &moved), OK);
  CHECK_EQ(moved, 6);
  CHECK(!memcmp(bytes, "abcdef??", 8));

  /* The same bytes twice: in order, so that the later vector wins. */
  __wasi_iovec_t overlap[2] = {{bytes, 4}, {bytes + 2, 2}};
  CHECK_EQ(__wasi_fd_pread(fd, overlap, 2, 0, &moved), OK);
  CHECK_EQ(moved, 6);
  CHECK(!memcmp(bytes, "abef", 4));

  /* A vector that reads over the vectors themselves, and a count that lies in the buffer: read
   * first, written last. */
  __wasi_iovec_t self[1] = {{(uint8_t *)self, 6}};
  CHECK_EQ(__wasi_fd_pread(fd, self, 1, 0, &moved), OK);
  CHECK_EQ(moved, 6);
  CHECK(!memcmp(self, "abcdef", 6));
  __wasi_size_t inside[2] = {0, 0};
  __wasi_iovec_t over = {(uint8_t *)inside, 6};
  CHECK_EQ(__wasi_fd_pread(fd, &over, 1, 0, inside), OK);
  CHECK_EQ(inside[0], 6);
}

/* 1024 vectors of 4 MiB, all the memory there is, are 2^32 bytes: more than a size can say.
 * (Reading, so that a host that goes on regardless does not fill a disk.) */
static void too_much_in_sum(int fd) {
  size_t pages = __builtin_wasm_memory_size(0);
  if (pages < 64) __builtin_wasm_memory_grow(0, 64 - pages);
  for (int i = 0; i < 1024; i++) in[i] = (__wasi_iovec_t){(uint8_t *)0, 64 << 16};
  __wasi_size_t moved = 99;
  CHECK_EQ(__wasi_fd_pread(fd, in, 1024, 1 << 20, &moved), INVAL);
  CHECK_EQ(__wasi_fd_read(fd, in, 1024, &moved), INVAL);
}

int main(void) {
  int fd = open_new("file");
  more_than_iov_max(fd);
  odd_vectors(fd);
  too_much_in_sum(fd);
  return finish();
}
