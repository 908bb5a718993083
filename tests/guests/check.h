/* The checks of a guest: each failed one is a line on standard output, and the exit status says
 * whether there was any. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wasi/api.h>

/* The errnos that the guests expect, by the number they have on the wire. */
enum {
  OK = 0,
  ACCES = 2,
  BADF = 8,
  BUSY = 10,
  EXIST = 20,
  FBIG = 22,
  ILSEQ = 25,
  INVAL = 28,
  ISDIR = 31,
  LOOP = 32,
  MFILE = 33,
  NAMETOOLONG = 37,
  NOENT = 44,
  NOSPC = 51,
  NOTDIR = 54,
  NOTEMPTY = 55,
  NOTSOCK = 57,
  NOTSUP = 58,
  OVERFLOW = 61,
  PERM = 63,
  SPIPE = 70,
  NOTCAPABLE = 76,
};

/* The first two preopened directories, in the order of the grants. */
enum { DIR = 3, DIR2 = 4 };

static int failures;

/* Writes a text to a descriptor, without libc's streams. */
static inline void put_to(int fd, const char *text) {
  __wasi_ciovec_t all = {(const uint8_t *)text, strlen(text)};
  __wasi_size_t done;
  (void)!__wasi_fd_write(fd, &all, 1, &done);
}

static inline void put(const char *text) { put_to(1, text); }

static inline void put_number(long long value) {
  char digits[24];
  char *at = digits + sizeof digits - 1;
  unsigned long long rest = value < 0 ? -(unsigned long long)value : (unsigned long long)value;
  *at = 0;
  do *--at = '0' + rest % 10;
  while (rest /= 10);
  if (value < 0) *--at = '-';
  put(at);
}

static void __attribute__((unused, noinline))
fail(const char *file, int line, const char *what, long long got, long long want) {
  failures++;
  put("FAIL "), put(file), put(":"), put_number(line), put(" "), put(what);
  put(" got "), put_number(got), put(" want "), put_number(want), put("\n");
}

static void __attribute__((unused, noinline))
check_eq(const char *file, int line, const char *what, long long got, long long want) {
  if (got != want) fail(file, line, what, got, want);
}

/* For what a specification leaves open: any of up to four answers. The first is the one that a
 * message names. */
static void __attribute__((unused, noinline))
check_any(const char *file, int line, const char *what, long long got, int a, int b, int c, int d) {
  if (got != a && got != b && got != c && got != d) fail(file, line, what, got, a);
}

#define CHECK_EQ(expr, want) \
  check_eq(__FILE__, __LINE__, #expr, (long long)(expr), (long long)(want))
#define CHECK(expr) check_eq(__FILE__, __LINE__, #expr, !!(expr), 1)
#define CHECK_ANY_(expr, a, b, c, d, ...) \
  check_any(__FILE__, __LINE__, #expr, (long long)(expr), a, b, c, d)
#define CHECK_ANY(expr, a, ...) CHECK_ANY_(expr, a, __VA_ARGS__, a, a, a)

/* Ends main: `ok` or the failures that are already printed. */
static inline int finish(void) {
  if (failures) return 1;
  put("ok\n");
  return 0;
}
