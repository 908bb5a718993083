/* path_open: every flag, their combinations, and what is refused. The row lays out file, dir/, link
 * -> file, dangling. */
#include "../path_calls.h"

enum {
  CREAT = __WASI_OFLAGS_CREAT,
  DIRECTORY = __WASI_OFLAGS_DIRECTORY,
  EXCL = __WASI_OFLAGS_EXCL,
  TRUNC = __WASI_OFLAGS_TRUNC
};

/* Opens, closes again, and answers the errno. */
static int open(int follow, const char *path, int oflags, __wasi_rights_t base, int fdflags) {
  __wasi_fd_t fd = 0;
  int errno_ = raw_open(DIR, follow, path, strlen(path), oflags, base, 0, fdflags, &fd);
  if (!errno_) CHECK_EQ(__wasi_fd_close(fd), OK);
  return errno_;
}

int main(void) {
  /* What is there, and what is not. */
  CHECK_EQ(open(0, "file", 0, READ_RIGHTS, 0), OK);
  CHECK_EQ(open(0, "file", 0, FILE_RIGHTS, 0), OK);
  CHECK_EQ(open(0, "dir", 0, READ_RIGHTS, 0), OK);
  CHECK_EQ(open(0, "missing", 0, READ_RIGHTS, 0), NOENT);
  CHECK_EQ(open(0, "missing/x", CREAT, FILE_RIGHTS, 0), NOENT);
  CHECK_EQ(open(0, "file/x", 0, READ_RIGHTS, 0), NOTDIR);
  CHECK_EQ(open(0, "file/x", CREAT, FILE_RIGHTS, 0), NOTDIR);
  CHECK_EQ(type_of(DIR, "missing"), -NOENT);

  /* CREAT and EXCL. */
  CHECK_EQ(open(0, "created", CREAT, FILE_RIGHTS, 0), OK);
  CHECK_EQ(type_of(DIR, "created"), __WASI_FILETYPE_REGULAR_FILE);
  CHECK_EQ(open(0, "created", CREAT, FILE_RIGHTS, 0), OK);
  CHECK_EQ(open(0, "created", CREAT | EXCL, FILE_RIGHTS, 0), EXIST);
  CHECK_EQ(open(0, "dir", CREAT | EXCL, FILE_RIGHTS, 0), EXIST);
  CHECK_EQ(open(0, "dangling", CREAT | EXCL, FILE_RIGHTS, 0), EXIST);
  CHECK_EQ(open(1, "dangling", CREAT | EXCL, FILE_RIGHTS, 0), EXIST);
  CHECK_EQ(open(1, "link", CREAT | EXCL, FILE_RIGHTS, 0), EXIST);
  CHECK_EQ(type_of(DIR, "nothing"), -NOENT);
  CHECK_EQ(open(0, "exclusive", CREAT | EXCL, FILE_RIGHTS, 0), OK);
  /* A file may be created for reading alone. */
  CHECK_EQ(open(0, "for_reading", CREAT, READ_RIGHTS, 0), OK);
  CHECK_EQ(type_of(DIR, "for_reading"), __WASI_FILETYPE_REGULAR_FILE);

  /* TRUNC. */
  CHECK(path_holds(DIR, "file", "the file"));
  CHECK_EQ(open(0, "file", CREAT | EXCL | TRUNC, FILE_RIGHTS, 0), EXIST);
  CHECK_EQ(open(0, "link", TRUNC, FILE_RIGHTS, 0), LOOP);
  CHECK(path_holds(DIR, "file", "the file"));
  CHECK_EQ(open(1, "link", TRUNC, FILE_RIGHTS, 0), OK);
  CHECK(path_holds(DIR, "file", ""));
  CHECK_EQ(open(0, "missing", TRUNC, FILE_RIGHTS, 0), NOENT);
  CHECK_EQ(open(0, "dir", TRUNC, FILE_RIGHTS, 0), ISDIR);
  CHECK_ANY(open(0, "dir", TRUNC | DIRECTORY, FILE_RIGHTS, 0), ISDIR, INVAL);

  /* DIRECTORY. */
  CHECK_EQ(open(0, "dir", DIRECTORY, READ_RIGHTS, 0), OK);
  CHECK_EQ(open(0, ".", DIRECTORY, READ_RIGHTS, 0), OK);
  CHECK_EQ(open(0, "file", DIRECTORY, READ_RIGHTS, 0), NOTDIR);
  CHECK_EQ(open(1, "link", DIRECTORY, READ_RIGHTS, 0), NOTDIR);
  CHECK_EQ(open(0, "missing", DIRECTORY, READ_RIGHTS, 0), NOENT);
  CHECK_EQ(open(0, "new", CREAT | DIRECTORY, FILE_RIGHTS, 0), INVAL);
  CHECK_EQ(open(0, "dir", CREAT | DIRECTORY, READ_RIGHTS, 0), INVAL);
  CHECK_EQ(type_of(DIR, "new"), -NOENT);

  /* A directory is not written. */
  CHECK_EQ(open(0, "dir", 0, FILE_RIGHTS, 0), ISDIR);
  CHECK_EQ(open(0, "dir", 0, __WASI_RIGHTS_FD_WRITE, 0), ISDIR);
  CHECK_EQ(open(0, "dir", CREAT, READ_RIGHTS, 0), ISDIR);

  /* Bits that no flag has. */
  CHECK_EQ(open(0, "file", 1 << 4, READ_RIGHTS, 0), INVAL);
  CHECK_EQ(open(0, "file", 1 << 15, READ_RIGHTS, 0), INVAL);
  CHECK_EQ(open(0, "file", 0, READ_RIGHTS, 1 << 5), INVAL);
  CHECK_EQ(open(0, "file", 0, READ_RIGHTS, 1 << 15), INVAL);
  CHECK_EQ(open(2, "file", 0, READ_RIGHTS, 0), INVAL);
  CHECK_EQ(open(1 << 31, "file", 0, READ_RIGHTS, 0), INVAL);
  CHECK_EQ(open(0, "new", CREAT | 1 << 4, FILE_RIGHTS, 0), INVAL);
  CHECK_EQ(open(0, "new", CREAT, FILE_RIGHTS, 1 << 5), INVAL);
  CHECK_EQ(type_of(DIR, "new"), -NOENT);
  __wasi_filestat_t stat;
  CHECK_EQ(raw_filestat_get(DIR, 2, "file", 4, &stat), INVAL);
  CHECK_EQ(raw_set_times(DIR, 2, "file", 4, 0, 0, 0), INVAL);
  CHECK_EQ(raw_link(DIR, 2, "file", 4, DIR, "new", 3), INVAL);
  int fd = open_new("flags");
  CHECK_EQ(__wasi_fd_fdstat_set_flags(fd, 1 << 5), INVAL);

  /* What can be set later: as with fcntl(2), not how a file is synchronised, and nothing halfway.
   */
  __wasi_fdstat_t fdstat;
  CHECK_ANY(__wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_SYNC | __WASI_FDFLAGS_APPEND), NOTSUP,
            INVAL);
  CHECK_EQ(__wasi_fd_fdstat_get(fd, &fdstat), OK);
  CHECK_EQ(fdstat.fs_flags, 0);
  CHECK_EQ(__wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_NONBLOCK | __WASI_FDFLAGS_APPEND), OK);
  CHECK_EQ(__wasi_fd_fdstat_get(fd, &fdstat), OK);
  CHECK_EQ(fdstat.fs_flags, __WASI_FDFLAGS_NONBLOCK | __WASI_FDFLAGS_APPEND);
  fd = open_with(DIR, "dir", 0, DIRECTORY_RIGHTS | __WASI_RIGHTS_FD_FDSTAT_SET_FLAGS, 0, 0);
  CHECK_ANY(__wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_APPEND), INVAL, NOTCAPABLE, BADF);
  return finish();
}
