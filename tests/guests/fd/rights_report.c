/* fd_fdstat_get reports the rights that hold: for the three standard streams, preopens of every
 * kind of grant, and files. The grants are 3 rw, 4 ro, 5 fd_read+fd_readdir+path_open. */
#include "../files.h"

#define WRITING                                                                               \
  (__WASI_RIGHTS_FD_WRITE | __WASI_RIGHTS_FD_ALLOCATE | __WASI_RIGHTS_PATH_CREATE_DIRECTORY | \
   __WASI_RIGHTS_PATH_CREATE_FILE | __WASI_RIGHTS_PATH_LINK_SOURCE |                          \
   __WASI_RIGHTS_PATH_LINK_TARGET | __WASI_RIGHTS_PATH_RENAME_SOURCE |                        \
   __WASI_RIGHTS_PATH_RENAME_TARGET | __WASI_RIGHTS_PATH_FILESTAT_SET_SIZE |                  \
   __WASI_RIGHTS_PATH_FILESTAT_SET_TIMES | __WASI_RIGHTS_FD_FILESTAT_SET_SIZE |               \
   __WASI_RIGHTS_FD_FILESTAT_SET_TIMES | __WASI_RIGHTS_PATH_SYMLINK |                         \
   __WASI_RIGHTS_PATH_REMOVE_DIRECTORY | __WASI_RIGHTS_PATH_UNLINK_FILE)
#define READING                                                                       \
  (__WASI_RIGHTS_PATH_OPEN | __WASI_RIGHTS_FD_READDIR | __WASI_RIGHTS_PATH_READLINK | \
   __WASI_RIGHTS_PATH_FILESTAT_GET | __WASI_RIGHTS_FD_FILESTAT_GET)
#define NAMED (__WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_READDIR | __WASI_RIGHTS_PATH_OPEN)
#define ALL_RIGHTS ((1ull << 30) - 1)

static __wasi_fdstat_t stat_of(int fd) {
  __wasi_fdstat_t stat = {0};
  CHECK_EQ(__wasi_fd_fdstat_get(fd, &stat), OK);
  CHECK_EQ((stat.fs_rights_base | stat.fs_rights_inheriting) & ~ALL_RIGHTS, 0);
  return stat;
}

/* Opens and checks the mask: exactly the rights that were asked for, as far as the directory may
 * pass them on. Those that do not apply to the type of file may be left out. */
static void opened(int line, int dir, const char *path, __wasi_rights_t asked,
                   __wasi_rights_t expected, __wasi_rights_t applicable) {
  int fd = open_with(dir, path, 0, asked, 0, 0);
  check_eq(__FILE__, line, "path_open", fd < 0 ? -fd : 0, 0);
  if (fd < 0) return;
  __wasi_fdstat_t stat = stat_of(fd);
  check_eq(__FILE__, line, "base rights that apply", stat.fs_rights_base & applicable,
           expected & applicable);
  check_eq(__FILE__, line, "base rights never asked for", stat.fs_rights_base & ~asked, 0);
  check_eq(__FILE__, line, "inheriting", stat.fs_rights_inheriting, 0);
  CHECK_EQ(__wasi_fd_close(fd), OK);
}

int main(void) {
  __wasi_fdstat_t in = stat_of(0), out = stat_of(1), err = stat_of(2), rw = stat_of(3),
                  ro = stat_of(4), named = stat_of(5);

  CHECK_EQ(in.fs_rights_base & (__WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_WRITE),
           __WASI_RIGHTS_FD_READ);
  CHECK_EQ(out.fs_rights_base & (__WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_WRITE),
           __WASI_RIGHTS_FD_WRITE);
  CHECK_EQ(err.fs_rights_base & (__WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_WRITE),
           __WASI_RIGHTS_FD_WRITE);
  CHECK_EQ((in.fs_rights_base | out.fs_rights_base | err.fs_rights_base) & __WASI_RIGHTS_PATH_OPEN,
           0);
  CHECK_EQ(in.fs_rights_inheriting | out.fs_rights_inheriting | err.fs_rights_inheriting, 0);

  CHECK_EQ(rw.fs_filetype, __WASI_FILETYPE_DIRECTORY);
  CHECK_EQ(rw.fs_flags, 0);
  CHECK_EQ(rw.fs_rights_base & DIRECTORY_RIGHTS, DIRECTORY_RIGHTS);
  CHECK_EQ(rw.fs_rights_inheriting & (DIRECTORY_RIGHTS | FILE_RIGHTS),
           DIRECTORY_RIGHTS | FILE_RIGHTS);

  CHECK_EQ((ro.fs_rights_base | ro.fs_rights_inheriting) & WRITING, 0);
  CHECK_EQ(ro.fs_rights_base & READING, READING);
  CHECK_EQ(ro.fs_rights_inheriting & (READING | READ_RIGHTS), READING | READ_RIGHTS);

  CHECK_EQ(named.fs_rights_base & ~(__wasi_rights_t)NAMED, 0);
  CHECK_EQ(named.fs_rights_inheriting & ~(__wasi_rights_t)NAMED, 0);
  CHECK_EQ(named.fs_rights_base | named.fs_rights_inheriting, NAMED);

  opened(__LINE__, 3, "file", FILE_RIGHTS, FILE_RIGHTS, FILE_RIGHTS);
  opened(__LINE__, 3, "file", __WASI_RIGHTS_FD_READ, __WASI_RIGHTS_FD_READ, FILE_RIGHTS);
  opened(__LINE__, 3, "file", __WASI_RIGHTS_FD_WRITE, __WASI_RIGHTS_FD_WRITE, FILE_RIGHTS);
  opened(__LINE__, 3, "file", 0, 0, FILE_RIGHTS);
  opened(__LINE__, 3, "file", ~0ull, FILE_RIGHTS, FILE_RIGHTS);
  opened(__LINE__, 3, "dir", DIRECTORY_RIGHTS, DIRECTORY_RIGHTS, DIRECTORY_RIGHTS);
  /* What a plain read of Rust, Go or wasi-libc asks for beyond the grant is dropped without a word,
   * not refused. */
  opened(__LINE__, 4, "file", ALL_RIGHTS & ~__WASI_RIGHTS_FD_WRITE, READ_RIGHTS,
         FILE_RIGHTS & WRITING);
  opened(__LINE__, 4, "file", READ_RIGHTS | __WASI_RIGHTS_FD_FILESTAT_SET_TIMES, READ_RIGHTS,
         FILE_RIGHTS);
  opened(__LINE__, 5, "file", READ_RIGHTS, __WASI_RIGHTS_FD_READ, FILE_RIGHTS);

  /* Flags are reported as they were asked for. */
  static const int flags[] = {__WASI_FDFLAGS_APPEND, __WASI_FDFLAGS_NONBLOCK, __WASI_FDFLAGS_SYNC,
                              __WASI_FDFLAGS_DSYNC};
  for (int i = 0; i < 4; i++) {
    int fd = open_with(3, "file", 0, FILE_RIGHTS, 0, flags[i]);
    if (fd == -NOTSUP && flags[i] >= __WASI_FDFLAGS_DSYNC) continue;
    CHECK(fd > 0);
    CHECK_EQ(stat_of(fd).fs_flags & flags[i], flags[i]);
    CHECK_EQ(stat_of(fd).fs_filetype, __WASI_FILETYPE_REGULAR_FILE);
  }
  return finish();
}
