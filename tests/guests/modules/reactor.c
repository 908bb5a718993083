/* A reactor: `_initialize` runs its constructor, and its exports are called by name. */
#include "../check.h"

#define EXPORT(name) __attribute__((export_name(#name))) name

static int initialised, calls;

__attribute__((constructor)) static void initialise(void) { initialised++; }

/* 1 when `_initialize` ran once, before this call. */
int EXPORT(is_initialised)(void) { return initialised; }
/* 1 on the first call: two runs share nothing. */
int EXPORT(count)(void) { return ++calls; }
int EXPORT(add_i32)(int a, int b) { return (int)((unsigned)a + (unsigned)b); }
long long EXPORT(add_i64)(long long a, long long b) {
  return (long long)((unsigned long long)a + (unsigned long long)b);
}
float EXPORT(half_f32)(float a) { return a / 2; }
double EXPORT(half_f64)(double a) { return a / 2; }
double EXPORT(mixed)(int a, long long b, float c, double d) {
  return a + (double)b + (double)c + d;
}
void EXPORT(greet)(void) { put("hello from a reactor\n"); }
void EXPORT(leave)(int status) { __wasi_proc_exit(status); }
void EXPORT(fall)(void) { __builtin_trap(); }
