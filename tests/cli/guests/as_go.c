/* Opens a file as programs built by Go do: the path counts from the root, the first granted directory
 * that it begins with is taken, and -1 where there is none. Ends with the errno of path_open.
 *
 *   as_go PATH */
#include <string.h>
#include <wasi/api.h>

int main(int argc, char **argv) {
  if (argc != 2) return 200;
  char path[4096] = "/";
  strncat(path, argv[1] + (argv[1][0] == '/'), sizeof path - 2);
  const char *rest = path;
  __wasi_fd_t directory = -1;
  __wasi_prestat_t stat;
  for (__wasi_fd_t fd = 3; directory == (__wasi_fd_t)-1 && !__wasi_fd_prestat_get(fd, &stat); fd++) {
    char name[4096] = "";
    __wasi_size_t length = stat.u.dir.pr_name_len;
    if (length >= sizeof name || __wasi_fd_prestat_dir_name(fd, (uint8_t *)name, length)) return 201;
    if (strncmp(path, name, length)) continue;
    directory = fd;
    rest = path + length;
  }
  while (*rest == '/') rest++;
  __wasi_fd_t opened;
  return __wasi_path_open(directory, 0, rest, 0, __WASI_RIGHTS_FD_READ, 0, 0, &opened);
}
