/* proc_exit with the status that the only argument names; nothing runs after it. */
#include "../check.h"

int main(int argc, char **argv) {
  unsigned status = 0;
  if (argc != 2) return 99;
  for (const char *digit = argv[1]; *digit; digit++) status = status * 10 + (*digit - '0');
  put("before\n");
  __wasi_proc_exit(status);
  put("after\n");
}
