/* What directories the guest has, and the files in them by way of libc:
 *
 *   files names            the names of the preopened directories, one a line
 *   files read PATH        the file's content
 *   files write PATH TEXT  makes the file
 *
 * Ends with libc's errno, which is that of WASI. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <wasi/api.h>

static int names(void) {
  __wasi_prestat_t stat;
  for (int fd = 3; !__wasi_fd_prestat_get(fd, &stat); fd++) {
    char name[4096];
    if (stat.u.dir.pr_name_len >= sizeof name) return ENAMETOOLONG;
    if (__wasi_fd_prestat_dir_name(fd, (uint8_t *)name, stat.u.dir.pr_name_len)) return EIO;
    name[stat.u.dir.pr_name_len] = '\n';
    if (write(1, name, stat.u.dir.pr_name_len + 1) < 0) return errno;
  }
  return 0;
}

static int copy(int from, int to) {
  char bytes[4096];
  ssize_t got;
  while ((got = read(from, bytes, sizeof bytes)) > 0)
    if (write(to, bytes, got) != got) return errno;
  return got < 0 ? errno : 0;
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "names")) return names();
  if (argc == 3 && !strcmp(argv[1], "read")) {
    int file = open(argv[2], O_RDONLY);
    return file < 0 ? errno : copy(file, 1);
  }
  if (argc == 4 && !strcmp(argv[1], "write")) {
    int file = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file < 0) return errno;
    return write(file, argv[3], strlen(argv[3])) < 0 ? errno : 0;
  }
  return 200;
}
