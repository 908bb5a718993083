/* APPEND: every write goes to the end, as write(2) has it on Linux for pwrite too, and the cursor
 * follows a write. */
#include "../files.h"

int main(void) {
  int fd = open_with(DIR, "log", __WASI_OFLAGS_CREAT, FILE_RIGHTS, 0, __WASI_FDFLAGS_APPEND);
  __wasi_fdstat_t stat;
  CHECK_EQ(__wasi_fd_fdstat_get(fd, &stat), OK);
  CHECK_EQ(stat.fs_flags, __WASI_FDFLAGS_APPEND);

  CHECK_EQ(write_text(fd, "one"), 3);
  CHECK_EQ(tell(fd), 3);
  CHECK_EQ(seek(fd, 0, __WASI_WHENCE_SET), 0);
  CHECK_EQ(write_text(fd, "two"), 3);
  CHECK_EQ(tell(fd), 6);
  CHECK(holds(fd, "onetwo"));

  /* A second description moves the end; the next write of the first still lands there. */
  int other = open_with(DIR, "log", 0, FILE_RIGHTS, 0, __WASI_FDFLAGS_APPEND);
  CHECK_EQ(write_text(other, "three"), 5);
  CHECK_EQ(tell(other), 11);
  CHECK_EQ(write_text(fd, "four"), 4);
  CHECK_EQ(tell(fd), 15);
  CHECK(holds(fd, "onetwothreefour"));

  /* pwrite: the offset is ignored and the cursor stays. */
  CHECK_EQ(seek(fd, 2, __WASI_WHENCE_SET), 2);
  CHECK_EQ(pwrite_text(fd, "!", 0), 1);
  CHECK_EQ(tell(fd), 2);
  CHECK(holds(fd, "onetwothreefour!"));

  /* Without the flag the same descriptor writes at its cursor and at offsets; with it again, at the
   * end. */
  CHECK_EQ(__wasi_fd_fdstat_set_flags(fd, 0), OK);
  CHECK_EQ(__wasi_fd_fdstat_get(fd, &stat), OK);
  CHECK_EQ(stat.fs_flags, 0);
  CHECK_EQ(pwrite_text(fd, "O", 0), 1);
  CHECK_EQ(seek(fd, 3, __WASI_WHENCE_SET), 3);
  CHECK_EQ(write_text(fd, "T"), 1);
  CHECK_EQ(tell(fd), 4);
  CHECK_EQ(__wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_APPEND), OK);
  CHECK_EQ(write_text(fd, "?"), 1);
  CHECK_EQ(tell(fd), 17);
  CHECK(holds(fd, "OneTwothreefour!?"));
  return finish();
}
