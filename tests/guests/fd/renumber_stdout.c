/* fd_renumber of a file onto standard output: what is written to 1 is in the file when the program
 * ends. */
#include "../files.h"

int main(void) {
  int fd = open_new("log");
  if (__wasi_fd_renumber(fd, 1)) return 2;
  if (write_text(1, "into the file\n") != 14) return 3;
  if (write_text(2, "to standard error\n") != 18) return 4;
  __wasi_proc_exit(0);
}
