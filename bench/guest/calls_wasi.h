/* The operations as preview1 calls, without libc between the guest and its host. */

#include <wasi/api.h>

typedef __wasi_fd_t handle;
typedef __wasi_ciovec_t vector;
enum mode { READ, WRITE, TRUNCATE, LIST };
enum { STANDARD_OUTPUT = 1, STANDARD_ERROR = 2, FIRST_PREOPEN = 3, DIRECTORY_BUFFER = 4096 };

static inline vector part(char *bytes, size_t size) {
  return (vector){.buf = (const uint8_t *)bytes, .buf_len = size};
}

static _Noreturn void fail(const char *what) {
  vector words[] = {part((char *)what, strlen(what)), part("\n", 1)};
  size_t written;
  (void)!__wasi_fd_write(STANDARD_ERROR, words, 2, &written);
  __wasi_proc_exit(1);
}

#define MUST(call) if ((call) != 0) fail(#call)

static inline uint64_t now(void) {
  __wasi_timestamp_t time;
  MUST(__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &time));
  return time;
}

static handle open_working_directory(void) { return FIRST_PREOPEN; }

static inline handle open_at(handle directory, const char *path, enum mode mode) {
  const __wasi_rights_t reading =
      __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL | __WASI_RIGHTS_FD_FILESTAT_GET;
  const __wasi_rights_t writing = __WASI_RIGHTS_FD_WRITE | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL;
  __wasi_oflags_t flags = 0;
  __wasi_rights_t rights = reading;
  if (mode == WRITE) rights = writing;
  if (mode == TRUNCATE) rights = writing, flags = __WASI_OFLAGS_CREAT | __WASI_OFLAGS_TRUNC;
  if (mode == LIST) rights = __WASI_RIGHTS_FD_READDIR, flags = __WASI_OFLAGS_DIRECTORY;
  handle opened;
  MUST(__wasi_path_open(directory, 0, path, flags, rights, 0, 0, &opened));
  return opened;
}

static inline void close_handle(handle open) { MUST(__wasi_fd_close(open)); }

static inline size_t read_parts(handle from, const vector *parts, size_t count) {
  size_t done;
  MUST(__wasi_fd_read(from, (const __wasi_iovec_t *)parts, count, &done));
  return done;
}

static inline size_t write_parts(handle to, const vector *parts, size_t count) {
  size_t done;
  MUST(__wasi_fd_write(to, parts, count, &done));
  return done;
}

static inline size_t read_part(handle from, vector into) { return read_parts(from, &into, 1); }
static inline size_t write_part(handle to, vector bytes) { return write_parts(to, &bytes, 1); }

static inline void pread_part(handle from, vector into, uint64_t at) {
  size_t done;
  MUST(__wasi_fd_pread(from, (const __wasi_iovec_t *)&into, 1, at, &done));
}

static inline void pwrite_part(handle to, vector bytes, uint64_t at) {
  size_t done;
  MUST(__wasi_fd_pwrite(to, &bytes, 1, at, &done));
}

static inline void seek_to(handle in, uint64_t at) {
  __wasi_filesize_t position;
  MUST(__wasi_fd_seek(in, (__wasi_filedelta_t)at, __WASI_WHENCE_SET, &position));
}

static inline void stat_at(handle directory, const char *path) {
  __wasi_filestat_t stat;
  MUST(__wasi_path_filestat_get(directory, __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW, path, &stat));
}

static inline void stat_handle(handle of) {
  __wasi_filestat_t stat;
  MUST(__wasi_fd_filestat_get(of, &stat));
}

/* Counts the entries of DIRECTORY from its first. An entry cut off by the buffer's end is asked for
 * again from the cookie of the entry before it. */
static inline size_t list(handle directory, char *buffer) {
  size_t entries = 0;
  __wasi_dircookie_t cookie = __WASI_DIRCOOKIE_START;
  for (;;) {
    size_t used;
    MUST(__wasi_fd_readdir(directory, (uint8_t *)buffer, DIRECTORY_BUFFER, cookie, &used));
    for (size_t at = 0; used - at >= sizeof(__wasi_dirent_t);) {
      __wasi_dirent_t entry;
      memcpy(&entry, buffer + at, sizeof entry);
      at += sizeof entry + entry.d_namlen;
      if (at > used) break;
      cookie = entry.d_next;
      entries++;
    }
    if (used < DIRECTORY_BUFFER) return entries;
  }
}

static inline void fill_random(char *bytes, size_t size) { MUST(__wasi_random_get((uint8_t *)bytes, size)); }
