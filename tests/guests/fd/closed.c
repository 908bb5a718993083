/* Every call on a number that is not open answers BADF, whatever the number. */
#include "../path_calls.h"

int main(void) {
  static const int closed[] = {99, 1 << 20, 2147483647, -2147483647 - 1, -1, 0};
  uint8_t buffer[64];
  __wasi_iovec_t in = {buffer, 1};
  __wasi_ciovec_t out = {buffer, 1};
  __wasi_fdstat_t stat;
  __wasi_filestat_t filestat;
  __wasi_prestat_t prestat;
  __wasi_size_t done;
  __wasi_filesize_t at;

  /* One that was open, too. */
  CHECK_EQ(__wasi_fd_close(0), OK);
  for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
    int fd = closed[i];
    CHECK_EQ(__wasi_fd_close(fd), BADF);
    CHECK_EQ(__wasi_fd_advise(fd, 0, 0, 0), BADF);
    CHECK_EQ(__wasi_fd_allocate(fd, 0, 1), BADF);
    CHECK_EQ(__wasi_fd_datasync(fd), BADF);
    CHECK_EQ(__wasi_fd_sync(fd), BADF);
    CHECK_EQ(__wasi_fd_fdstat_get(fd, &stat), BADF);
    CHECK_EQ(__wasi_fd_fdstat_set_flags(fd, 0), BADF);
    CHECK_EQ(__wasi_fd_fdstat_set_rights(fd, 0, 0), BADF);
    CHECK_EQ(__wasi_fd_filestat_get(fd, &filestat), BADF);
    CHECK_EQ(__wasi_fd_filestat_set_size(fd, 0), BADF);
    CHECK_EQ(__wasi_fd_filestat_set_times(fd, 0, 0, 0), BADF);
    CHECK_EQ(__wasi_fd_pread(fd, &in, 1, 0, &done), BADF);
    CHECK_EQ(__wasi_fd_pwrite(fd, &out, 1, 0, &done), BADF);
    CHECK_EQ(__wasi_fd_read(fd, &in, 1, &done), BADF);
    CHECK_EQ(__wasi_fd_write(fd, &out, 1, &done), BADF);
    CHECK_EQ(__wasi_fd_prestat_get(fd, &prestat), BADF);
    CHECK_EQ(__wasi_fd_prestat_dir_name(fd, buffer, 64), BADF);
    CHECK_EQ(__wasi_fd_readdir(fd, buffer, 64, 0, &done), BADF);
    CHECK_EQ(__wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &at), BADF);
    CHECK_EQ(__wasi_fd_tell(fd, &at), BADF);
    for (int call = 0; call < PATH_CALLS; call++)
      check_path(__FILE__, __LINE__, call, fd, "spare", 5, (const int[4]){BADF, BADF, BADF, BADF});
  }

  /* A file is no directory to start from. */
  int file = open_with(DIR, "spare", 0, ~0ull, ~0ull, 0);
  for (int call = 0; call < PATH_CALLS; call++)
    check_path(__FILE__, __LINE__, call, file, "x", 1,
               (const int[4]){NOTDIR, NOTDIR, NOTDIR, NOTDIR});
  return finish();
}
