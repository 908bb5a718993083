/* fd_prestat_get and fd_prestat_dir_name: the names of the grants in their order, from 3 on,
 * without gaps. */
#include "../files.h"

int main(void) {
  __wasi_prestat_t prestat;
  uint8_t name[16];
  static const char *const names[] = {"/first", "second", "/th ird"};
  for (int i = 0; i < 3; i++) {
    size_t length = strlen(names[i]);
    CHECK_EQ(__wasi_fd_prestat_get(3 + i, &prestat), OK);
    CHECK_EQ(prestat.tag, __WASI_PREOPENTYPE_DIR);
    CHECK_EQ(prestat.u.dir.pr_name_len, length);
    memset(name, '?', sizeof name);
    CHECK_EQ(__wasi_fd_prestat_dir_name(3 + i, name, length), OK);
    CHECK(!memcmp(name, names[i], length));
    CHECK_EQ(name[length], '?');
    /* Too short a buffer is an error, a longer one is not touched behind the name. */
    memset(name, '?', sizeof name);
    CHECK_ANY(__wasi_fd_prestat_dir_name(3 + i, name, length - 1), NAMETOOLONG, INVAL);
    CHECK_EQ(name[length - 1], '?');
    CHECK_EQ(__wasi_fd_prestat_dir_name(3 + i, name, length + 1), OK);
    CHECK_EQ(name[length], '?');
  }
  CHECK_EQ(__wasi_fd_prestat_get(6, &prestat), BADF);

  /* What is open but not preopened: a stream, a file, a directory that the guest opened. */
  CHECK_ANY(__wasi_fd_prestat_get(0, &prestat), BADF, NOTSUP);
  int dir = open_directory(".");
  CHECK_ANY(__wasi_fd_prestat_get(dir, &prestat), BADF, NOTSUP);
  CHECK_ANY(__wasi_fd_prestat_dir_name(dir, name, 16), BADF, NOTSUP);

  /* A closed preopen is gone; what was opened below it is not. */
  CHECK_EQ(__wasi_fd_close(3), OK);
  CHECK_EQ(__wasi_fd_prestat_get(3, &prestat), BADF);
  CHECK_EQ(type_of(dir, "file"), __WASI_FILETYPE_REGULAR_FILE);
  CHECK_EQ(__wasi_fd_prestat_get(4, &prestat), OK);
  return finish();
}
