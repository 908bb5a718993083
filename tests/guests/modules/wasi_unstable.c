/* The module name and the layouts of WASI's preview 0: filestat with nlink in 32 bits (56 bytes),
 * whence in the order current, end, set, and subscriptions of 56 bytes that carry an identifier. No
 * libc: that one imports preview 1. */
#include <stddef.h>
#include <stdint.h>

#define IMPORT(name) __attribute__((import_module("wasi_unstable"), import_name(#name))) int name
IMPORT(args_sizes_get)(uint32_t *count, uint32_t *size);
IMPORT(clock_time_get)(int clock, uint64_t precision, uint64_t *time);
IMPORT(fd_close)(int fd);
IMPORT(fd_fdstat_get)(int fd, void *stat);
IMPORT(fd_filestat_get)(int fd, void *stat);
IMPORT(fd_prestat_get)(int fd, void *prestat);
IMPORT(fd_read)(int fd, const void *vectors, size_t count, uint32_t *done);
IMPORT(fd_seek)(int fd, int64_t offset, int whence, uint64_t *at);
IMPORT(fd_write)(int fd, const void *vectors, size_t count, uint32_t *done);
IMPORT(path_filestat_get)(int fd, int flags, const char *path, size_t length, void *stat);
IMPORT(path_open)
(int fd, int dirflags, const char *path, size_t length, int oflags, uint64_t base,
 uint64_t inheriting, int fdflags, int *opened);
IMPORT(poll_oneoff)(const void *in, void *out, size_t count, uint32_t *events);
IMPORT(random_get)(void *buffer, size_t length);
IMPORT(sched_yield)(void);
__attribute__((import_module("wasi_unstable"), import_name("proc_exit"), noreturn)) void
proc_exit(int status);

enum { CURRENT = 0, END = 1, SET = 2 };

struct filestat {
  uint64_t dev, ino;
  uint8_t filetype;
  uint32_t nlink;
  uint64_t size, atim, mtim, ctim;
  uint8_t behind[8];
};
_Static_assert(offsetof(struct filestat, nlink) == 20 && offsetof(struct filestat, behind) == 56,
               "filestat of preview 0");

struct subscription {
  uint64_t userdata;
  uint8_t type;
  union {
    struct {
      uint64_t identifier;
      uint32_t clock;
      uint64_t timeout, precision;
      uint16_t flags;
    } clock;
    uint32_t fd;
  } u;
};
_Static_assert(sizeof(struct subscription) == 56, "subscription of preview 0");

struct event {
  uint64_t userdata;
  uint16_t error;
  uint8_t type;
  uint64_t nbytes;
  uint16_t flags;
};

static int failures;

static void put(const char *text) {
  const void *vector[2] = {text, 0};
  size_t length = 0;
  uint32_t done;
  while (text[length]) length++;
  vector[1] = (const void *)length;
  fd_write(1, vector, 1, &done);
}

static void check(int line, const char *what, int holds) {
  if (holds) return;
  char digits[] = "000 ";
  digits[0] += line / 100 % 10, digits[1] += line / 10 % 10, digits[2] += line % 10;
  failures++;
  put("FAIL modules/wasi_unstable.c:"), put(digits), put(what), put("\n");
}
#define CHECK(expr) check(__LINE__, #expr, expr)

static void files(void) {
  static struct filestat stat;
  int fd = -1;
  uint64_t at = 99;
  uint32_t done;
  char bytes[4];
  const void *vector[2] = {bytes, (const void *)4};
  for (int i = 0; i < 8; i++) stat.behind[i] = '?';
  CHECK(path_open(3, 0, "file", 4, 0, 2 | 4 | 1 << 5 | 1 << 21, 0, 0, &fd) == 0);
  CHECK(fd_filestat_get(fd, &stat) == 0);
  CHECK(stat.filetype == 4 && stat.nlink == 2 && stat.size == 10 && stat.ino != 0);
  CHECK(stat.mtim > 1600000000000000000 && stat.ctim > 1600000000000000000);
  for (int i = 0; i < 8; i++) CHECK(stat.behind[i] == '?');
  CHECK(path_filestat_get(3, 0, "dir", 3, &stat) == 0);
  CHECK(stat.filetype == 3 && stat.behind[0] == '?');

  CHECK(fd_seek(fd, 4, SET, &at) == 0 && at == 4);
  CHECK(fd_seek(fd, 1, CURRENT, &at) == 0 && at == 5);
  CHECK(fd_seek(fd, -2, END, &at) == 0 && at == 8);
  CHECK(fd_seek(fd, 0, 3, &at) == 28);
  CHECK(fd_read(fd, vector, 1, &done) == 0 && done == 2 && bytes[0] == '8' && bytes[1] == '9');
  CHECK(fd_close(fd) == 0);
  CHECK(fd_close(fd) == 8);
}

static void poll(void) {
  static struct subscription in[2];
  static struct event out[2];
  uint64_t before = 0, after = 0;
  uint32_t count = 99;
  in[0].userdata = 1, in[0].u.clock.identifier = 0xabcdef, in[0].u.clock.clock = 1,
  in[0].u.clock.timeout = 60000000000;
  in[1].userdata = 2, in[1].u.clock.identifier = 0xabcdef, in[1].u.clock.clock = 1,
  in[1].u.clock.timeout = 20000000;
  CHECK(clock_time_get(1, 0, &before) == 0);
  CHECK(poll_oneoff(in, out, 2, &count) == 0 && count == 1);
  CHECK(clock_time_get(1, 0, &after) == 0);
  CHECK(out[0].userdata == 2 && out[0].error == 0 && out[0].type == 0);
  CHECK(after - before >= 20000000 && after - before < 10000000000);
  in[0].type = 2, in[0].u.fd = 1;
  in[1].u.clock.timeout = 60000000000;
  CHECK(poll_oneoff(in, out, 2, &count) == 0 && count == 1);
  CHECK(out[0].userdata == 1 && out[0].error == 0 && out[0].type == 2);
}

void _start(void) {
  uint32_t count = 0, size = 0;
  uint8_t bytes[24] = {0}, prestat[8];
  CHECK(args_sizes_get(&count, &size) == 0 && count == 1);
  CHECK(fd_fdstat_get(3, bytes) == 0 && bytes[0] == 3);
  CHECK(fd_prestat_get(3, prestat) == 0 && prestat[0] == 0);
  CHECK(fd_prestat_get(4, prestat) == 8);
  CHECK(random_get(bytes, 24) == 0);
  CHECK(sched_yield() == 0);
  files();
  poll();
  if (!failures) put("ok\n");
  proc_exit(failures ? 1 : 0);
}
