/* Traps in the way that its argument names. */
#include <stdint.h>
#include <string.h>

static volatile int zero, limit = -1;
static volatile int64_t minimum = INT64_MIN;
static volatile double huge = 1e300;

static int __attribute__((noinline)) recurse(int depth) {
  return depth == limit ? 0 : recurse(depth + 1) + zero + 1;
}
static int takes_two(int a, int b) { return a + b; }
/* Pointers whose value the compiler cannot see. */
static void (*volatile wrong_type)(double) = (void (*)(double))(void *)takes_two;
static void (*volatile no_function)(void) = (void (*)(void))0x7fffffff;

int main(int argc, char **argv) {
  const char *how = argc == 2 ? argv[1] : "";
  if (!strcmp(how, "unreachable")) __builtin_trap();
  if (!strcmp(how, "divide")) return 7 / zero;
  if (!strcmp(how, "overflow")) return (int)(minimum / (zero - 1));
  if (!strcmp(how, "load")) return *(volatile int *)0xfffffff0;
  if (!strcmp(how, "store")) return *(volatile int *)0xfffffff0 = 1;
  if (!strcmp(how, "stack")) return recurse(0);
  if (!strcmp(how, "call type")) wrong_type(1);
  if (!strcmp(how, "call index")) no_function();
  if (!strcmp(how, "convert")) {
    int result;
    __asm__("local.get %1\n\ti32.trunc_f64_s\n\tlocal.set %0" : "=r"(result) : "r"(huge));
    return result;
  }
  return 99;
}
