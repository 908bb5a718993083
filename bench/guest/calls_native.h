/* The operations as the system calls a native program makes for the same work: the baseline.
 * The working directory is named by the environment variable BENCH_DIRECTORY. */

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

typedef int handle;
typedef struct iovec vector;
enum mode { READ, WRITE, TRUNCATE, LIST };
enum { STANDARD_OUTPUT = 1, STANDARD_ERROR = 2 };

static inline vector part(char *bytes, size_t size) { return (vector){.iov_base = bytes, .iov_len = size}; }

static _Noreturn void fail(const char *what) {
  perror(what);
  exit(1);
}

static inline long must(long result, const char *call) {
  if (result < 0) fail(call);
  return result;
}
#define MUST(call) must((call), #call)

static inline uint64_t now(void) {
  struct timespec time;
  MUST(clock_gettime(CLOCK_MONOTONIC, &time));
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static handle open_working_directory(void) {
  const char *path = getenv("BENCH_DIRECTORY");
  if (path == NULL) fail("BENCH_DIRECTORY");
  return (handle)MUST(open(path, O_RDONLY | O_DIRECTORY));
}

static inline handle open_at(handle directory, const char *path, enum mode mode) {
  static const int flags[] = {
      [READ] = O_RDONLY, [WRITE] = O_WRONLY, [TRUNCATE] = O_WRONLY | O_CREAT | O_TRUNC, [LIST] = O_RDONLY | O_DIRECTORY};
  return (handle)MUST(openat(directory, path, flags[mode] | O_CLOEXEC, 0666));
}

static inline void close_handle(handle open) { MUST(close(open)); }

static inline size_t read_parts(handle from, const vector *parts, int count) {
  return (size_t)MUST(readv(from, parts, count));
}
static inline size_t write_parts(handle to, const vector *parts, int count) {
  return (size_t)MUST(writev(to, parts, count));
}
static inline size_t read_part(handle from, vector into) {
  return (size_t)MUST(read(from, into.iov_base, into.iov_len));
}
static inline size_t write_part(handle to, vector bytes) {
  return (size_t)MUST(write(to, bytes.iov_base, bytes.iov_len));
}
static inline void pread_part(handle from, vector into, uint64_t at) {
  MUST(pread(from, into.iov_base, into.iov_len, (off_t)at));
}
static inline void pwrite_part(handle to, vector bytes, uint64_t at) {
  MUST(pwrite(to, bytes.iov_base, bytes.iov_len, (off_t)at));
}

static inline void seek_to(handle in, uint64_t at) { MUST(lseek(in, (off_t)at, SEEK_SET)); }

static inline void stat_at(handle directory, const char *path) {
  struct stat stat;
  MUST(fstatat(directory, path, &stat, 0));
}

static inline void stat_handle(handle of) {
  struct stat stat;
  MUST(fstat(of, &stat));
}

/* Counts the entries of DIRECTORY from its first; libc keeps the buffer for getdents64. */
static inline size_t list(handle directory, char *buffer) {
  (void)buffer;
  static DIR *stream;
  if (stream == NULL && (stream = fdopendir(directory)) == NULL) fail("fdopendir");
  rewinddir(stream);
  size_t entries = 0;
  while (readdir(stream) != NULL) entries++;
  return entries;
}

static inline void fill_random(char *bytes, size_t size) { MUST(getrandom(bytes, size, 0)); }
