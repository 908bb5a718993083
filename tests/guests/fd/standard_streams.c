/* Prints what the three standard streams are: their type, and whether libc would take them for a
 * terminal. */
#include "../check.h"

static const char *type_name(int type) {
  switch (type) {
  case __WASI_FILETYPE_REGULAR_FILE: return "file";
  case __WASI_FILETYPE_CHARACTER_DEVICE: return "character device";
  case __WASI_FILETYPE_DIRECTORY: return "directory";
  default: return "stream";
  }
}

int main(void) {
  for (int fd = 0; fd < 3; fd++) {
    __wasi_fdstat_t stat = {0};
    if (__wasi_fd_fdstat_get(fd, &stat)) return 1;
    int terminal = stat.fs_filetype == __WASI_FILETYPE_CHARACTER_DEVICE &&
                   !(stat.fs_rights_base & (__WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL));
    put_to(2, type_name(stat.fs_filetype)), put_to(2, terminal ? " terminal\n" : " no terminal\n");
  }
  return 0;
}
