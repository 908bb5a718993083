/* A read-only grant: reading works, and every call that would change something answers NOTCAPABLE.
 * 3 is ro, 4 is rw. */
#include "../path_calls.h"

int main(void) {
  /* Reading. */
  CHECK(path_holds(DIR, "file", "the file"));
  CHECK_PATH(STAT, "file", OK);
  CHECK_PATH(READLINK, "link", OK);
  int dir = open_directory("dir");
  CHECK(dir > 0);
  uint8_t entries[256];
  __wasi_size_t used;
  CHECK_EQ(__wasi_fd_readdir(dir, entries, sizeof entries, 0, &used), OK);

  /* Changing, by path, from the preopen and from a directory opened below it. */
  static const int changing[] = {OPEN_CREATE, TIMES,    CREATE_DIRECTORY, UNLINK, RENAME_OLD,
                                 RENAME_NEW,  LINK_OLD, LINK_NEW,         SYMLINK};
  for (int from = 0; from < 2; from++) {
    for (size_t i = 0; i < sizeof changing / sizeof *changing; i++) {
      const char *path = changing[i] == RENAME_NEW || changing[i] == LINK_NEW ||
                                 changing[i] == SYMLINK || changing[i] == CREATE_DIRECTORY
                             ? "new"
                             : "file";
      check_path(__FILE__, __LINE__, changing[i], from ? dir : DIR, path, strlen(path),
                 (const int[4]){NOTCAPABLE, NOTCAPABLE, NOTCAPABLE, NOTCAPABLE});
    }
    CHECK_EQ(path_call(REMOVE_DIRECTORY, from ? dir : DIR, "empty", 5), NOTCAPABLE);
    CHECK_EQ(path_call(TIMES_FOLLOW, from ? dir : DIR, "link", 4), NOTCAPABLE);
  }

  /* Opening for writing; and truncation, which writes whatever the rights say. */
  __wasi_fd_t fd;
  CHECK_EQ(__wasi_path_open(DIR, 0, "file", 0, FILE_RIGHTS, 0, 0, &fd), NOTCAPABLE);
  CHECK_EQ(__wasi_path_open(DIR, 0, "file", 0, __WASI_RIGHTS_FD_WRITE, 0, 0, &fd), NOTCAPABLE);
  CHECK_EQ(__wasi_path_open(DIR, 0, "file", __WASI_OFLAGS_TRUNC, __WASI_RIGHTS_FD_READ, 0, 0, &fd),
           NOTCAPABLE);
  CHECK_EQ(__wasi_path_open(DIR, 1, "link", __WASI_OFLAGS_TRUNC, 0, 0, 0, &fd), NOTCAPABLE);
  CHECK_EQ(__wasi_path_open(DIR, 0, "new", __WASI_OFLAGS_CREAT, __WASI_RIGHTS_FD_READ, 0, 0, &fd),
           NOTCAPABLE);
  CHECK_EQ(__wasi_path_open(DIR, 0, "new", __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL, 0, 0, 0, &fd),
           NOTCAPABLE);
  CHECK_EQ(__wasi_path_open(DIR, 0, "file", 0, READ_RIGHTS, 0, __WASI_FDFLAGS_APPEND, &fd),
           NOTCAPABLE);

  /* By descriptor: rights beyond the grant were dropped when it was opened. */
  int file = open_with(DIR, "file", 0, FILE_RIGHTS & ~__WASI_RIGHTS_FD_WRITE, 0, 0);
  CHECK(file > 0);
  CHECK_ANY(-write_text(file, "x"), NOTCAPABLE, BADF);
  CHECK_ANY(-pwrite_text(file, "x", 0), NOTCAPABLE, BADF);
  CHECK_EQ(__wasi_fd_filestat_set_size(file, 0), NOTCAPABLE);
  CHECK_EQ(__wasi_fd_filestat_set_times(file, 0, 0, __WASI_FSTFLAGS_MTIM), NOTCAPABLE);
  CHECK_EQ(__wasi_fd_allocate(file, 0, 100), NOTCAPABLE);
  CHECK_EQ(__wasi_fd_filestat_set_times(dir, 0, 0, __WASI_FSTFLAGS_MTIM), NOTCAPABLE);
  CHECK_EQ(__wasi_fd_filestat_set_times(DIR, 0, 0, __WASI_FSTFLAGS_MTIM), NOTCAPABLE);

  /* Between the grants: nothing comes out by another name and nothing goes in. */
  CHECK_EQ(__wasi_path_link(DIR, 0, "file", DIR2, "stolen"), NOTCAPABLE);
  CHECK_EQ(__wasi_path_rename(DIR, "file", DIR2, "stolen"), NOTCAPABLE);
  CHECK_EQ(__wasi_path_rename(DIR2, "mine", DIR, "file"), NOTCAPABLE);
  CHECK_EQ(__wasi_path_link(DIR2, 0, "mine", DIR, "new"), NOTCAPABLE);
  CHECK(path_holds(DIR, "file", "the file"));
  CHECK(path_holds(DIR2, "mine", "mine"));
  return finish();
}
