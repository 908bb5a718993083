/* Short forms of the file calls, for guests whose subject is something else. */
#pragma once

#include "check.h"

/* Every right that applies to a regular file, and those that only reading needs. */
#define FILE_RIGHTS                                                                    \
  (__WASI_RIGHTS_FD_DATASYNC | __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_SEEK |         \
   __WASI_RIGHTS_FD_FDSTAT_SET_FLAGS | __WASI_RIGHTS_FD_SYNC | __WASI_RIGHTS_FD_TELL | \
   __WASI_RIGHTS_FD_WRITE | __WASI_RIGHTS_FD_ADVISE | __WASI_RIGHTS_FD_ALLOCATE |      \
   __WASI_RIGHTS_FD_FILESTAT_GET | __WASI_RIGHTS_FD_FILESTAT_SET_SIZE |                \
   __WASI_RIGHTS_FD_FILESTAT_SET_TIMES | __WASI_RIGHTS_POLL_FD_READWRITE)
#define READ_RIGHTS                                                        \
  (__WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL | \
   __WASI_RIGHTS_FD_FILESTAT_GET | __WASI_RIGHTS_POLL_FD_READWRITE)
/* Every right that applies to a directory. */
#define DIRECTORY_RIGHTS                                                                       \
  (__WASI_RIGHTS_PATH_CREATE_DIRECTORY | __WASI_RIGHTS_PATH_CREATE_FILE |                      \
   __WASI_RIGHTS_PATH_LINK_SOURCE | __WASI_RIGHTS_PATH_LINK_TARGET | __WASI_RIGHTS_PATH_OPEN | \
   __WASI_RIGHTS_FD_READDIR | __WASI_RIGHTS_PATH_READLINK | __WASI_RIGHTS_PATH_RENAME_SOURCE | \
   __WASI_RIGHTS_PATH_RENAME_TARGET | __WASI_RIGHTS_PATH_FILESTAT_GET |                        \
   __WASI_RIGHTS_PATH_FILESTAT_SET_SIZE | __WASI_RIGHTS_PATH_FILESTAT_SET_TIMES |              \
   __WASI_RIGHTS_FD_FILESTAT_GET | __WASI_RIGHTS_FD_FILESTAT_SET_TIMES |                       \
   __WASI_RIGHTS_PATH_SYMLINK | __WASI_RIGHTS_PATH_REMOVE_DIRECTORY |                          \
   __WASI_RIGHTS_PATH_UNLINK_FILE)

/* path_open without following a last link: a descriptor, or an errno as a negative number. */
static int __attribute__((unused, noinline))
open_with(int dir, const char *path, int oflags, __wasi_rights_t base, __wasi_rights_t inheriting,
          int fdflags) {
  __wasi_fd_t fd = 0;
  int errno_ = __wasi_path_open(dir, 0, path, oflags, base, inheriting, fdflags, &fd);
  return errno_ ? -errno_ : (int)fd;
}

static inline int open_read(const char *path) { return open_with(DIR, path, 0, READ_RIGHTS, 0, 0); }
static inline int open_new(const char *path) {
  return open_with(DIR, path, __WASI_OFLAGS_CREAT | __WASI_OFLAGS_TRUNC, FILE_RIGHTS, 0, 0);
}
static inline int open_directory(const char *path) {
  return open_with(DIR, path, __WASI_OFLAGS_DIRECTORY, DIRECTORY_RIGHTS,
                   DIRECTORY_RIGHTS | FILE_RIGHTS, 0);
}

/* The number of bytes moved, or an errno as a negative number. */
static long __attribute__((unused, noinline)) write_text(int fd, const char *text) {
  __wasi_ciovec_t all = {(const uint8_t *)text, strlen(text)};
  __wasi_size_t done = 0;
  int errno_ = __wasi_fd_write(fd, &all, 1, &done);
  return errno_ ? -errno_ : (long)done;
}
static long __attribute__((unused, noinline))
pwrite_text(int fd, const char *text, __wasi_filesize_t offset) {
  __wasi_ciovec_t all = {(const uint8_t *)text, strlen(text)};
  __wasi_size_t done = 0;
  int errno_ = __wasi_fd_pwrite(fd, &all, 1, offset, &done);
  return errno_ ? -errno_ : (long)done;
}
static long __attribute__((unused, noinline)) read_some(int fd, void *buffer, size_t length) {
  __wasi_iovec_t all = {buffer, length};
  __wasi_size_t done = 0;
  int errno_ = __wasi_fd_read(fd, &all, 1, &done);
  return errno_ ? -errno_ : (long)done;
}
static long __attribute__((unused, noinline))
pread_some(int fd, void *buffer, size_t length, __wasi_filesize_t offset) {
  __wasi_iovec_t all = {buffer, length};
  __wasi_size_t done = 0;
  int errno_ = __wasi_fd_pread(fd, &all, 1, offset, &done);
  return errno_ ? -errno_ : (long)done;
}

/* The cursor, or an errno as a negative number. */
static inline long long tell(int fd) {
  __wasi_filesize_t at = 0;
  int errno_ = __wasi_fd_tell(fd, &at);
  return errno_ ? -errno_ : (long long)at;
}
static inline long long seek(int fd, long long offset, int whence) {
  __wasi_filesize_t at = 0;
  int errno_ = __wasi_fd_seek(fd, offset, whence, &at);
  return errno_ ? -errno_ : (long long)at;
}

/* Whether a file, from its first byte to its last, holds exactly this text (of at most 255 bytes).
 */
static int __attribute__((unused, noinline)) holds(int fd, const char *text) {
  char buffer[256];
  long length = pread_some(fd, buffer, sizeof buffer, 0);
  return length == (long)strlen(text) && !memcmp(buffer, text, length);
}
/* The same for a path. */
static int __attribute__((unused, noinline))
path_holds(int dir, const char *path, const char *text) {
  int fd = open_with(dir, path, 0, READ_RIGHTS, 0, 0);
  if (fd < 0) return 0;
  int same = holds(fd, text);
  (void)!__wasi_fd_close(fd);
  return same;
}

/* The type of what a path names, last link not followed; an errno as a negative number. */
static inline int type_of(int dir, const char *path) {
  __wasi_filestat_t stat;
  int errno_ = __wasi_path_filestat_get(dir, 0, path, &stat);
  return errno_ ? -errno_ : stat.filetype;
}
static inline long long size_of(int fd) {
  __wasi_filestat_t stat;
  int errno_ = __wasi_fd_filestat_get(fd, &stat);
  return errno_ ? -errno_ : (long long)stat.size;
}
static inline __wasi_timestamp_t now(__wasi_clockid_t clock) {
  __wasi_timestamp_t time = 0;
  (void)!__wasi_clock_time_get(clock, 1, &time);
  return time;
}
