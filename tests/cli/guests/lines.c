/* Writes numbered lines, in turn to standard output and standard error: as many pairs as its only
 * argument says. Ends with the errno of a write that failed. */
#include <wasi/api.h>

static int put_line(int fd, int number) {
  uint8_t line[] = "out 0000\n";
  if (fd == 2) line[0] = 'e', line[1] = 'r', line[2] = 'r';
  for (int at = 7; at > 3; at--, number /= 10) line[at] = '0' + number % 10;
  __wasi_ciovec_t all = {line, sizeof line - 1};
  __wasi_size_t done;
  return __wasi_fd_write(fd, &all, 1, &done);
}

int main(int argc, char **argv) {
  int pairs = 0;
  if (argc != 2) return 200;
  for (const char *digit = argv[1]; *digit; digit++) pairs = pairs * 10 + (*digit - '0');
  for (int number = 0; number < pairs; number++)
    for (int fd = 1; fd <= 2; fd++) {
      int error = put_line(fd, number);
      if (error) return error;
    }
  return 0;
}
