/* Offsets are 64 bits: past 2^53 they stay exact, and what does not fit a file is an errno, never a
 * smaller number. */
#include "../files.h"

static const long long BIG = (1ll << 53) + 1;
static uint8_t byte[1];

int main(void) {
  int fd = open_new("sparse");
  CHECK_EQ(write_text(fd, "start"), 5);

  /* Seeking moves a number and checks nothing else. */
  CHECK_EQ(seek(fd, BIG, __WASI_WHENCE_SET), BIG);
  CHECK_EQ(tell(fd), BIG);
  CHECK_EQ(seek(fd, 2, __WASI_WHENCE_CUR), BIG + 2);
  CHECK_EQ(seek(fd, -1, __WASI_WHENCE_CUR), BIG + 1);
  CHECK_EQ(tell(fd), BIG + 1);
  CHECK_EQ(seek(fd, BIG, __WASI_WHENCE_END), BIG + 5);
  CHECK_EQ(read_some(fd, byte, 1), 0);
  CHECK_EQ(tell(fd), BIG + 5);
  CHECK_ANY(-seek(fd, INT64_MAX, __WASI_WHENCE_CUR), INVAL, OVERFLOW);
  CHECK_EQ(tell(fd), BIG + 5);

  /* Before the start, and a whence that is none: refused, and the cursor stays. */
  CHECK_EQ(seek(fd, 3, __WASI_WHENCE_SET), 3);
  CHECK_EQ(-seek(fd, -1, __WASI_WHENCE_SET), INVAL);
  CHECK_EQ(-seek(fd, -4, __WASI_WHENCE_CUR), INVAL);
  CHECK_EQ(-seek(fd, -6, __WASI_WHENCE_END), INVAL);
  CHECK_EQ(-seek(fd, INT64_MIN, __WASI_WHENCE_CUR), INVAL);
  CHECK_EQ(-seek(fd, 0, 3), INVAL);
  CHECK_EQ(-seek(fd, 0, 255), INVAL);
  CHECK_EQ(tell(fd), 3);
  CHECK_EQ(seek(fd, -5, __WASI_WHENCE_END), 0);

  /* Bytes at offsets: nothing there, or no such offset (the parameter is unsigned: 2^63 and more
   * never fits). */
  CHECK_EQ(pread_some(fd, byte, 1, BIG), 0);
  CHECK_EQ(pread_some(fd, byte, 1, 1ull << 32), 0);
  CHECK_EQ(-pread_some(fd, byte, 1, 1ull << 63), INVAL);
  CHECK_EQ(-pread_some(fd, byte, 1, ~0ull), INVAL);
  CHECK_ANY(-pwrite_text(fd, "x", 1ull << 63), INVAL, FBIG);
  CHECK_ANY(-pwrite_text(fd, "x", ~0ull), INVAL, FBIG);
  CHECK_EQ(size_of(fd), 5);

  /* Not every filesystem has room for a file that long. One that has keeps the byte where it was
   * put. */
  long written = pwrite_text(fd, "x", BIG);
  CHECK_ANY(written, 1, -FBIG);
  if (written == 1) {
    CHECK_EQ(size_of(fd), BIG + 1);
    CHECK_EQ(pread_some(fd, byte, 1, BIG), 1);
    CHECK_EQ(byte[0], 'x');
    CHECK_EQ(pread_some(fd, byte, 1, BIG - 1), 1);
    CHECK_EQ(byte[0], 0);
  }
  /* 3 GiB: past what 32 bits and a sign hold, and every filesystem has it. */
  CHECK_EQ(__wasi_fd_filestat_set_size(fd, 5), OK);
  CHECK_EQ(pwrite_text(fd, "y", 3ull << 30), 1);
  CHECK_EQ(size_of(fd), (3ll << 30) + 1);
  CHECK_EQ(pread_some(fd, byte, 1, 3ull << 30), 1);
  CHECK_EQ(byte[0], 'y');
  CHECK_EQ(seek(fd, -1, __WASI_WHENCE_END), 3ll << 30);
  CHECK_EQ(read_some(fd, byte, 1), 1);
  CHECK_EQ(byte[0], 'y');

  /* Sizes. */
  CHECK_ANY(__wasi_fd_filestat_set_size(fd, ~0ull), INVAL, FBIG);
  CHECK_ANY(__wasi_fd_filestat_set_size(fd, 1ull << 63), INVAL, FBIG);
  CHECK_ANY(__wasi_fd_filestat_set_size(fd, 1ull << 60), FBIG, OK);
  CHECK_EQ(__wasi_fd_filestat_set_size(fd, 5), OK);
  CHECK(holds(fd, "start"));
  return finish();
}
