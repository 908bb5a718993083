/* Each path_* call on a directory without its right answers NOTCAPABLE, and with all rights it
 * works; what is opened below a directory never has more than the directory passes on. */
#include "../path_calls.h"

static const struct {
  enum path_call call;
  const char *path;
  __wasi_rights_t needed;
} calls[] = {
    {OPEN, "file", __WASI_RIGHTS_PATH_OPEN},
    {OPEN_CREATE, "created", __WASI_RIGHTS_PATH_OPEN},
    {OPEN_CREATE, "created", __WASI_RIGHTS_PATH_CREATE_FILE},
    {STAT, "file", __WASI_RIGHTS_PATH_FILESTAT_GET},
    {TIMES, "file", __WASI_RIGHTS_PATH_FILESTAT_SET_TIMES},
    {CREATE_DIRECTORY, "made", __WASI_RIGHTS_PATH_CREATE_DIRECTORY},
    {REMOVE_DIRECTORY, "made", __WASI_RIGHTS_PATH_REMOVE_DIRECTORY},
    {UNLINK, "created", __WASI_RIGHTS_PATH_UNLINK_FILE},
    {LINK_OLD, "file", __WASI_RIGHTS_PATH_LINK_SOURCE},
    {LINK_NEW, "linked", __WASI_RIGHTS_PATH_LINK_TARGET},
    {RENAME_OLD, "linked", __WASI_RIGHTS_PATH_RENAME_SOURCE},
    {RENAME_NEW, "renamed", __WASI_RIGHTS_PATH_RENAME_TARGET},
    {SYMLINK, "symbolic", __WASI_RIGHTS_PATH_SYMLINK},
    {READLINK, "symbolic", __WASI_RIGHTS_PATH_READLINK},
};

/* A new descriptor of the root with every right but some, which go from both sets. */
static int without(__wasi_rights_t rights) {
  int fd = open_directory(".");
  __wasi_fdstat_t stat;
  CHECK_EQ(__wasi_fd_fdstat_get(fd, &stat), OK);
  CHECK_EQ(__wasi_fd_fdstat_set_rights(fd, stat.fs_rights_base & ~rights,
                                       stat.fs_rights_inheriting & ~rights),
           OK);
  return fd;
}

static void each_call(void) {
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    int fd = without(calls[i].needed);
    int all[] = {NOTCAPABLE, NOTCAPABLE, NOTCAPABLE, NOTCAPABLE};
    check_path(__FILE__, __LINE__, calls[i].call, fd, calls[i].path, strlen(calls[i].path), all);
    CHECK_EQ(__wasi_fd_close(fd), OK);
    if (i == 1) continue; /* created by the next */
    fd = without(0);
    check_path(__FILE__, __LINE__, calls[i].call, fd, calls[i].path, strlen(calls[i].path),
               (const int[4]){OK, OK, OK, OK});
    CHECK_EQ(__wasi_fd_close(fd), OK);
    if (calls[i].call == LINK_OLD) CHECK_EQ(__wasi_path_unlink_file(DIR, "unused"), OK);
  }
}

/* TRUNC is a change of size, without writing a byte. */
static void truncation(void) {
  __wasi_fd_t fd;
  int dir = without(__WASI_RIGHTS_PATH_FILESTAT_SET_SIZE);
  CHECK_EQ(__wasi_path_open(dir, 0, "file", __WASI_OFLAGS_TRUNC, FILE_RIGHTS, 0, 0, &fd),
           NOTCAPABLE);
  CHECK(path_holds(DIR, "file", "the file"));
  CHECK_EQ(__wasi_fd_close(dir), OK);
}

static void inheritance(void) {
  __wasi_fd_t fd;
  __wasi_fdstat_t stat;
  /* A directory that passes on nothing but reading. */
  int dir = open_with(DIR, "dir", __WASI_OFLAGS_DIRECTORY, DIRECTORY_RIGHTS, READ_RIGHTS, 0);
  CHECK_EQ(__wasi_fd_fdstat_get(dir, &stat), OK);
  CHECK_EQ(stat.fs_rights_inheriting, READ_RIGHTS);
  CHECK_EQ(
      __wasi_path_open(dir, 0, "inner", 0, READ_RIGHTS | __WASI_RIGHTS_FD_ADVISE, ~0ull, 0, &fd),
      OK);
  CHECK_EQ(__wasi_fd_fdstat_get(fd, &stat), OK);
  CHECK_EQ(stat.fs_rights_base, READ_RIGHTS);
  CHECK_EQ(stat.fs_rights_inheriting & ~READ_RIGHTS, 0);
  CHECK_EQ(__wasi_fd_advise(fd, 0, 0, 0), NOTCAPABLE);
  CHECK_EQ(__wasi_path_open(dir, 0, "inner", 0, FILE_RIGHTS, 0, 0, &fd), NOTCAPABLE);
  CHECK_EQ(__wasi_path_open(dir, 0, "inner", 0, __WASI_RIGHTS_FD_WRITE, 0, 0, &fd), NOTCAPABLE);

  /* Nor does a directory opened from it pass on more. */
  CHECK_EQ(__wasi_path_open(dir, 0, "deep", __WASI_OFLAGS_DIRECTORY, ~__WASI_RIGHTS_FD_WRITE, ~0ull,
                            0, &fd),
           OK);
  CHECK_EQ(__wasi_fd_fdstat_get(fd, &stat), OK);
  CHECK_EQ(stat.fs_rights_base & ~READ_RIGHTS, 0);
  CHECK_EQ(stat.fs_rights_inheriting & ~READ_RIGHTS, 0);
  CHECK_EQ(path_call(CREATE_DIRECTORY, fd, "x", 1), NOTCAPABLE);
  CHECK_EQ(path_call(OPEN, fd, "inner", 5), NOTCAPABLE);

  /* Rights that were asked for and not used are not there: a file opened for nothing can do
   * nothing. */
  int nothing = open_with(DIR, "file", 0, 0, 0, 0);
  CHECK(nothing > 0);
  uint8_t byte;
  CHECK_ANY(-read_some(nothing, &byte, 1), NOTCAPABLE, BADF);
  CHECK_ANY(-write_text(nothing, "x"), NOTCAPABLE, BADF);
  CHECK_EQ(size_of(nothing), -NOTCAPABLE);

  /* Read-only and write-only descriptors of a writable directory. */
  int reading = open_with(DIR, "file", 0, READ_RIGHTS, 0, 0);
  CHECK_ANY(-write_text(reading, "x"), NOTCAPABLE, BADF);
  int writing = open_with(DIR, "file", 0, FILE_RIGHTS & ~__WASI_RIGHTS_FD_READ, 0, 0);
  CHECK_ANY(-read_some(writing, &byte, 1), NOTCAPABLE, BADF);
  CHECK_EQ(write_text(writing, "t"), 1);
}

int main(void) {
  each_call();
  truncation();
  inheritance();
  return finish();
}
