/* fd_allocate, fd_advise, fd_datasync, fd_sync, fd_tell and fd_filestat_set_size on a small file
 * and on a directory. */
#include "../files.h"

int main(void) {
  int fd = open_new("file");
  CHECK_EQ(write_text(fd, "0123456789"), 10);
  CHECK_EQ(tell(fd), 10);
  CHECK_EQ(__wasi_fd_sync(fd), OK);
  CHECK_EQ(__wasi_fd_datasync(fd), OK);

  /* Shrinking keeps the cursor, growing adds zeros. */
  CHECK_EQ(__wasi_fd_filestat_set_size(fd, 4), OK);
  CHECK_EQ(size_of(fd), 4);
  CHECK_EQ(tell(fd), 10);
  CHECK_EQ(__wasi_fd_filestat_set_size(fd, 6), OK);
  char bytes[8];
  CHECK_EQ(pread_some(fd, bytes, 8, 0), 6);
  CHECK(!memcmp(bytes, "0123\0\0", 6));
  CHECK_EQ(write_text(fd, "X"), 1);
  CHECK_EQ(size_of(fd), 11);

  /* Allocation never shrinks, and grows the file where the host can do it at all. */
  int errno_ = __wasi_fd_allocate(fd, 0, 5);
  CHECK_ANY(errno_, OK, NOTSUP);
  CHECK_EQ(size_of(fd), 11);
  errno_ = __wasi_fd_allocate(fd, 10, 90);
  CHECK_ANY(errno_, OK, NOTSUP);
  CHECK_EQ(size_of(fd), errno_ ? 11 : 100);
  CHECK_EQ(tell(fd), 11);
  CHECK_ANY(__wasi_fd_allocate(fd, 0, 0), INVAL, OK, NOTSUP);
  CHECK_ANY(__wasi_fd_allocate(fd, ~0ull, 1), INVAL, FBIG, NOTSUP);
  CHECK_ANY(__wasi_fd_allocate(fd, 1, ~0ull), INVAL, FBIG, NOTSUP);
  CHECK_ANY(__wasi_fd_allocate(fd, 0, 1ull << 62), FBIG, NOSPC, NOTSUP);
  CHECK_EQ(size_of(fd), errno_ ? 11 : 100);

  for (int advice = __WASI_ADVICE_NORMAL; advice <= __WASI_ADVICE_NOREUSE; advice++)
    CHECK_EQ(__wasi_fd_advise(fd, 0, 0, advice), OK);
  CHECK_EQ(__wasi_fd_advise(fd, 4, 4, __WASI_ADVICE_WILLNEED), OK);
  CHECK_EQ(__wasi_fd_advise(fd, 0, 0, 6), INVAL);
  CHECK_EQ(__wasi_fd_advise(fd, 0, 0, 255), INVAL);

  /* A directory has no bytes, but it can be synchronised. */
  int dir = open_with(DIR, ".", __WASI_OFLAGS_DIRECTORY,
                      DIRECTORY_RIGHTS | FILE_RIGHTS & ~__WASI_RIGHTS_FD_WRITE, 0, 0);
  CHECK(dir > 0);
  CHECK_ANY(__wasi_fd_sync(dir), OK, NOTCAPABLE);
  CHECK_ANY(__wasi_fd_datasync(dir), OK, NOTCAPABLE);
  CHECK_ANY(-read_some(dir, bytes, 1), ISDIR, NOTCAPABLE, BADF);
  CHECK_ANY(-write_text(dir, "x"), ISDIR, NOTCAPABLE, BADF);
  CHECK_ANY(-tell(dir), NOTCAPABLE, BADF, ISDIR);
  CHECK_ANY(-seek(dir, 1, __WASI_WHENCE_SET), NOTCAPABLE, BADF, ISDIR);
  CHECK_ANY(__wasi_fd_filestat_set_size(dir, 0), NOTCAPABLE, BADF, ISDIR, INVAL);
  CHECK_ANY(__wasi_fd_allocate(dir, 0, 1), NOTCAPABLE, BADF, ISDIR, INVAL);
  return finish();
}
