/* What path_link, path_rename, path_unlink_file, path_remove_directory and path_create_directory do
 * and refuse. */
#include "../path_calls.h"

static void link(void) {
  CHECK_EQ(__wasi_path_link(DIR, 0, "file", DIR, "linked"), OK);
  CHECK(path_holds(DIR, "linked", "the file"));
  CHECK_EQ(__wasi_path_link(DIR, 0, "file", DIR, "linked"), EXIST);
  CHECK_EQ(__wasi_path_link(DIR, 0, "file", DIR, "file"), EXIST);
  CHECK_EQ(__wasi_path_link(DIR, 0, "file", DIR, "dir"), EXIST);
  CHECK_EQ(__wasi_path_link(DIR, 0, "missing", DIR, "x"), NOENT);
  CHECK_EQ(__wasi_path_link(DIR, 0, "file", DIR, "missing/x"), NOENT);
  CHECK_EQ(__wasi_path_link(DIR, 0, "file", DIR, "file/x"), NOTDIR);
  CHECK_EQ(__wasi_path_link(DIR, 0, "file/x", DIR, "x"), NOTDIR);
  CHECK_EQ(__wasi_path_link(DIR, 0, "dir", DIR, "x"), PERM);
  CHECK_EQ(__wasi_path_link(DIR, 0, "file", DIR2, "linked"), OK);
  CHECK(path_holds(DIR2, "linked", "the file"));
  CHECK_EQ(__wasi_path_unlink_file(DIR, "linked"), OK);
  CHECK_EQ(__wasi_path_unlink_file(DIR2, "linked"), OK);
}

static void rename(void) {
  CHECK_EQ(__wasi_path_rename(DIR, "file", DIR, "file"), OK);
  CHECK_EQ(__wasi_path_rename(DIR, "file", DIR, "moved"), OK);
  CHECK_EQ(type_of(DIR, "file"), -NOENT);
  CHECK_EQ(__wasi_path_rename(DIR, "moved", DIR, "spare"), OK);
  CHECK(path_holds(DIR, "spare", "the file"));
  CHECK_EQ(__wasi_path_rename(DIR, "spare", DIR, "dir/file"), OK);
  CHECK_EQ(__wasi_path_rename(DIR, "dir/file", DIR, "file"), OK);
  /* Between two preopens. */
  CHECK_EQ(__wasi_path_rename(DIR, "file", DIR2, "visitor"), OK);
  CHECK(path_holds(DIR2, "visitor", "the file"));
  CHECK_EQ(__wasi_path_rename(DIR2, "visitor", DIR, "file"), OK);

  CHECK_EQ(__wasi_path_rename(DIR, "missing", DIR, "x"), NOENT);
  CHECK_EQ(__wasi_path_rename(DIR, "file", DIR, "missing/x"), NOENT);
  CHECK_EQ(__wasi_path_rename(DIR, "file", DIR, "dir"), ISDIR);
  CHECK_EQ(__wasi_path_rename(DIR, "dir", DIR, "file"), NOTDIR);
  CHECK_ANY(__wasi_path_rename(DIR, "dir", DIR, "full"), NOTEMPTY, EXIST);
  CHECK_EQ(__wasi_path_rename(DIR, "dir", DIR, "dir/inside"), INVAL);
  CHECK_EQ(__wasi_path_rename(DIR, "dir", DIR, "dir"), OK);
  CHECK_EQ(__wasi_path_create_directory(DIR, "empty"), OK);
  CHECK_EQ(__wasi_path_rename(DIR, "full", DIR, "empty"), OK);
  CHECK_EQ(type_of(DIR, "empty/inner"), __WASI_FILETYPE_REGULAR_FILE);
  CHECK_EQ(type_of(DIR, "full"), -NOENT);
  CHECK_EQ(__wasi_path_rename(DIR, "empty", DIR, "full"), OK);

  /* Two names of one file: POSIX says that nothing happens. */
  CHECK_EQ(__wasi_path_link(DIR, 0, "file", DIR, "twin"), OK);
  CHECK_EQ(__wasi_path_rename(DIR, "file", DIR, "twin"), OK);
  CHECK_EQ(type_of(DIR, "file"), __WASI_FILETYPE_REGULAR_FILE);
  CHECK_EQ(type_of(DIR, "twin"), __WASI_FILETYPE_REGULAR_FILE);
  CHECK_EQ(__wasi_path_unlink_file(DIR, "twin"), OK);

  /* An open file does not notice. */
  int fd = open_read("file");
  CHECK_EQ(__wasi_path_rename(DIR, "file", DIR, "dir/elsewhere"), OK);
  CHECK(holds(fd, "the file"));
  CHECK_EQ(__wasi_path_rename(DIR, "dir/elsewhere", DIR, "file"), OK);
}

static void unlink(void) {
  CHECK_ANY(__wasi_path_unlink_file(DIR, "dir"), ISDIR, PERM);
  CHECK_EQ(__wasi_path_unlink_file(DIR, "missing"), NOENT);
  CHECK_EQ(__wasi_path_unlink_file(DIR, "file/x"), NOTDIR);
  CHECK_EQ(__wasi_path_unlink_file(DIR, "missing/x"), NOENT);
  CHECK_EQ(__wasi_path_unlink_file(DIR, "file"), OK);
  CHECK_EQ(__wasi_path_unlink_file(DIR, "file"), NOENT);
}

static void directories(void) {
  CHECK_EQ(__wasi_path_create_directory(DIR, "dir"), EXIST);
  CHECK_EQ(__wasi_path_create_directory(DIR, "full/inner"), EXIST);
  CHECK_EQ(__wasi_path_create_directory(DIR, "missing/x"), NOENT);
  CHECK_EQ(__wasi_path_create_directory(DIR, "full/inner/x"), NOTDIR);
  CHECK_EQ(__wasi_path_create_directory(DIR, "a"), OK);
  CHECK_EQ(__wasi_path_create_directory(DIR, "a/b"), OK);
  CHECK_ANY(__wasi_path_remove_directory(DIR, "a"), NOTEMPTY, EXIST);
  CHECK_ANY(__wasi_path_remove_directory(DIR, "full"), NOTEMPTY, EXIST);
  CHECK_EQ(__wasi_path_remove_directory(DIR, "full/inner"), NOTDIR);
  CHECK_EQ(__wasi_path_remove_directory(DIR, "missing"), NOENT);

  /* A directory that is removed while open: it lists nothing real, takes nothing, and is no error
   * to close. */
  int fd = open_directory("a/b");
  CHECK_EQ(__wasi_path_remove_directory(DIR, "a/b"), OK);
  CHECK_EQ(__wasi_path_remove_directory(DIR, "a"), OK);
  CHECK_EQ(path_call(OPEN_CREATE, fd, "x", 1), NOENT);
  CHECK_EQ(path_call(CREATE_DIRECTORY, fd, "x", 1), NOENT);
  CHECK_EQ(path_call(STAT, fd, "x", 1), NOENT);
  CHECK_EQ(__wasi_fd_close(fd), OK);
}

int main(void) {
  link();
  rename();
  unlink();
  directories();
  return finish();
}
