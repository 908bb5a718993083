/* Times are nanoseconds: what fd_filestat_set_times and path_filestat_set_times set is read back to
 * the last digit. */
#include "../files.h"

#define ATIM __WASI_FSTFLAGS_ATIM
#define ATIM_NOW __WASI_FSTFLAGS_ATIM_NOW
#define MTIM __WASI_FSTFLAGS_MTIM
#define MTIM_NOW __WASI_FSTFLAGS_MTIM_NOW
/* The kernel stamps files with the time of its last tick. */
static const __wasi_timestamp_t TICK = 20000000, SECOND = 1000000000;

/* With the argument `milliseconds`, what is finer than that is expected to be cut off, and a
 * symbolic link to have no times that could be set. */
static __wasi_timestamp_t unit = 1;
#define CHECK_TIME(got, set) CHECK_EQ(got, (set) / unit * unit)

static __wasi_filestat_t stat_fd(int fd) {
  __wasi_filestat_t stat = {0};
  CHECK_EQ(__wasi_fd_filestat_get(fd, &stat), OK);
  return stat;
}

static __wasi_filestat_t stat_path(int follow, const char *path) {
  __wasi_filestat_t stat = {0};
  CHECK_EQ(__wasi_path_filestat_get(DIR, follow, path, &stat), OK);
  return stat;
}

static void by_descriptor(void) {
  int fd = open_with(DIR, "file", 0, FILE_RIGHTS, 0, 0);
  CHECK_EQ(__wasi_fd_filestat_set_times(fd, 1234567890123456789, 987654321001000001, ATIM | MTIM),
           OK);
  __wasi_filestat_t stat = stat_fd(fd);
  CHECK_TIME(stat.atim, 1234567890123456789);
  CHECK_TIME(stat.mtim, 987654321001000001);
  CHECK(now(__WASI_CLOCKID_REALTIME) + TICK - stat.ctim < 60 * SECOND);

  /* What no flag names is kept. */
  CHECK_EQ(__wasi_fd_filestat_set_times(fd, 1000001, 2, ATIM), OK);
  stat = stat_fd(fd);
  CHECK_TIME(stat.atim, 1000001);
  CHECK_TIME(stat.mtim, 987654321001000001);
  CHECK_EQ(__wasi_fd_filestat_set_times(fd, 3, 999999999, MTIM), OK);
  stat = stat_fd(fd);
  CHECK_TIME(stat.atim, 1000001);
  CHECK_TIME(stat.mtim, 999999999);
  CHECK_EQ(__wasi_fd_filestat_set_times(fd, 5, 6, 0), OK);
  stat = stat_fd(fd);
  CHECK_TIME(stat.atim, 1000001);
  CHECK_TIME(stat.mtim, 999999999);

  __wasi_timestamp_t before = now(__WASI_CLOCKID_REALTIME) - TICK;
  CHECK_EQ(__wasi_fd_filestat_set_times(fd, 7, 1600000000123456789, ATIM_NOW | MTIM), OK);
  stat = stat_fd(fd);
  CHECK(stat.atim >= before && stat.atim <= now(__WASI_CLOCKID_REALTIME) + TICK);
  CHECK_TIME(stat.mtim, 1600000000123456789);
  CHECK_EQ(__wasi_fd_filestat_set_times(fd, 0, 0, MTIM_NOW), OK);
  stat = stat_fd(fd);
  CHECK(stat.mtim >= before && stat.mtim <= now(__WASI_CLOCKID_REALTIME) + TICK);

  /* A time and its NOW exclude each other, unknown bits are refused, and then nothing changes. */
  CHECK_EQ(__wasi_fd_filestat_set_times(fd, 11000011, 12000012, ATIM | MTIM), OK);
  CHECK_EQ(__wasi_fd_filestat_set_times(fd, 1, 1, ATIM | ATIM_NOW), INVAL);
  CHECK_EQ(__wasi_fd_filestat_set_times(fd, 1, 1, MTIM | MTIM_NOW), INVAL);
  CHECK_EQ(__wasi_fd_filestat_set_times(fd, 1, 1, ATIM | 1 << 4), INVAL);
  CHECK_EQ(__wasi_fd_filestat_set_times(fd, 1, 1, 1 << 15), INVAL);
  stat = stat_fd(fd);
  CHECK_TIME(stat.atim, 11000011);
  CHECK_TIME(stat.mtim, 12000012);

  /* The last second of the range: refused, or clamped by the filesystem; never wrapped into the
   * past. */
  int errno_ = __wasi_fd_filestat_set_times(fd, 0, ~0ull, MTIM);
  CHECK_ANY(errno_, OK, INVAL, OVERFLOW);
  if (!errno_) CHECK(stat_fd(fd).mtim > 4000000000 * SECOND);
  CHECK_EQ(__wasi_fd_close(fd), OK);
}

static void by_path(void) {
  CHECK_EQ(__wasi_path_filestat_set_times(DIR, 0, "file", 1111111111111111111, 1222222222222222222,
                                          ATIM | MTIM),
           OK);
  __wasi_filestat_t stat = stat_path(0, "file");
  CHECK_TIME(stat.atim, 1111111111111111111);
  CHECK_TIME(stat.mtim, 1222222222222222222);
  CHECK_EQ(__wasi_path_filestat_set_times(DIR, 0, "file", 1, 1, ATIM | ATIM_NOW), INVAL);
  CHECK_EQ(__wasi_path_filestat_set_times(DIR, 0, "file", 1, 1, MTIM | MTIM_NOW), INVAL);
  CHECK_EQ(__wasi_path_filestat_set_times(DIR, 0, "file", 1, 1, 1 << 4), INVAL);
  CHECK_TIME(stat_path(0, "file").atim, 1111111111111111111);

  /* A directory has times too. */
  CHECK_EQ(__wasi_path_filestat_set_times(DIR, 0, "dir", 1001000001, 2002000002, ATIM | MTIM), OK);
  stat = stat_path(0, "dir");
  CHECK_TIME(stat.mtim, 2002000002);
  int dir = open_directory("dir");
  CHECK_EQ(__wasi_fd_filestat_set_times(dir, 3003000003, 4004000004, ATIM | MTIM), OK);
  CHECK_TIME(stat_path(0, "dir").mtim, 4004000004);

  __wasi_timestamp_t before = now(__WASI_CLOCKID_REALTIME) - TICK;
  CHECK_EQ(__wasi_path_filestat_set_times(DIR, 0, "file", 0, 5005000005, ATIM_NOW | MTIM), OK);
  stat = stat_path(0, "file");
  CHECK(stat.atim >= before && stat.atim <= now(__WASI_CLOCKID_REALTIME) + TICK);
  CHECK_TIME(stat.mtim, 5005000005);
}

/* Without following, the link's own times; with it, those of what it names. */
static void by_link(void) {
  CHECK_EQ(__wasi_path_filestat_set_times(DIR, 0, "file", 1001000001, 1002000002, ATIM | MTIM), OK);
  int has_times = unit == 1;
  CHECK_EQ(__wasi_path_filestat_set_times(DIR, 0, "link", 2003000003, 2004000004, ATIM | MTIM),
           has_times ? OK : NOTSUP);
  CHECK_TIME(stat_path(0, "file").mtim, 1002000002);
  if (has_times) CHECK_EQ(stat_path(0, "link").mtim, 2004000004);
  CHECK_EQ(__wasi_path_filestat_set_times(DIR, 1, "link", 3005000005, 3006000006, ATIM | MTIM), OK);
  CHECK_TIME(stat_path(0, "file").mtim, 3006000006);
  CHECK_TIME(stat_path(1, "link").mtim, 3006000006);
  if (has_times) CHECK_EQ(stat_path(0, "link").mtim, 2004000004);
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "milliseconds")) unit = 1000000;
  by_descriptor();
  by_path();
  by_link();
  return finish();
}
