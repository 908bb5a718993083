/* proc_raise never signals the host, and sched_yield has nothing to do. */
#include "../check.h"

__attribute__((import_module("wasi_snapshot_preview1"), import_name("proc_raise"))) int
proc_raise(int signal);

int main(void) {
  static const int signals[] = {0, 2, 6, 9, 15, 255};
  for (int i = 0; i < 6; i++) CHECK_ANY(proc_raise(signals[i]), NOTSUP, INVAL);
  for (int i = 0; i < 1000; i++) CHECK_EQ(__wasi_sched_yield(), OK);
  return finish();
}
