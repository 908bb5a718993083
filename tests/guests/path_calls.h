/* Every call that takes a path, as one function of (which call, directory, path bytes), so that a
 * rule of paths is checked for all of them. Lengths are explicit: libc's wrappers stop at a NUL. */
#pragma once

#include "files.h"

#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))
IMPORT(path_create_directory) int raw_create_directory(int fd, const char *path, size_t length);
IMPORT(path_filestat_get)
int raw_filestat_get(int fd, int flags, const char *path, size_t length, void *stat);
IMPORT(path_filestat_set_times)
int raw_set_times(int fd, int flags, const char *path, size_t length, uint64_t atim, uint64_t mtim,
                  int fst);
IMPORT(path_link)
int raw_link(int old_fd, int flags, const char *old, size_t old_length, int new_fd, const char *new,
             size_t new_length);
IMPORT(path_open)
int raw_open(int fd, int flags, const char *path, size_t length, int oflags, uint64_t base,
             uint64_t inheriting, int fdflags, void *opened);
IMPORT(path_readlink)
int raw_readlink(int fd, const char *path, size_t length, void *buffer, size_t buffer_length,
                 void *used);
IMPORT(path_remove_directory) int raw_remove_directory(int fd, const char *path, size_t length);
IMPORT(path_rename)
int raw_rename(int fd, const char *old, size_t old_length, int new_fd, const char *new,
               size_t new_length);
IMPORT(path_symlink)
int raw_symlink(const char *text, size_t text_length, int fd, const char *path, size_t length);
IMPORT(path_unlink_file) int raw_unlink_file(int fd, const char *path, size_t length);

enum path_call {
  OPEN,
  OPEN_FOLLOW,
  OPEN_CREATE,
  STAT,
  STAT_FOLLOW,
  TIMES,
  TIMES_FOLLOW,
  CREATE_DIRECTORY,
  REMOVE_DIRECTORY,
  UNLINK,
  RENAME_OLD,
  RENAME_NEW,
  LINK_OLD,
  LINK_OLD_FOLLOW,
  LINK_NEW,
  SYMLINK,
  READLINK,
  PATH_CALLS,
};

static const char *const path_call_names[PATH_CALLS] = {
    "path_open",
    "path_open (follow)",
    "path_open (create)",
    "path_filestat_get",
    "path_filestat_get (follow)",
    "path_filestat_set_times",
    "path_filestat_set_times (follow)",
    "path_create_directory",
    "path_remove_directory",
    "path_unlink_file",
    "path_rename (old)",
    "path_rename (new)",
    "path_link (old)",
    "path_link (old, follow)",
    "path_link (new)",
    "path_symlink",
    "path_readlink",
};

/* Makes one call with this path. What a call needs beside the path are `spare` (a regular file that
 * the row lays out, the other side of rename and link) and `unused`, a name that does not exist.
 * Answers the errno. */
static int __attribute__((unused, noinline))
path_call(enum path_call call, int dir, const char *path, size_t length) {
  char buffer[256];
  __wasi_filestat_t stat;
  __wasi_fd_t fd;
  __wasi_size_t used;
  int errno_;
  switch (call) {
  case OPEN:
  case OPEN_FOLLOW:
  case OPEN_CREATE:
    errno_ = raw_open(dir, call == OPEN_FOLLOW, path, length,
                      call == OPEN_CREATE ? __WASI_OFLAGS_CREAT : 0,
                      READ_RIGHTS | (call == OPEN_CREATE ? __WASI_RIGHTS_FD_WRITE : 0), 0, 0, &fd);
    if (!errno_) (void)!__wasi_fd_close(fd);
    return errno_;
  case STAT:
  case STAT_FOLLOW: return raw_filestat_get(dir, call == STAT_FOLLOW, path, length, &stat);
  case TIMES:
  case TIMES_FOLLOW:
    return raw_set_times(dir, call == TIMES_FOLLOW, path, length, 1000000000, 2000000000,
                         __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM);
  case CREATE_DIRECTORY: return raw_create_directory(dir, path, length);
  case REMOVE_DIRECTORY: return raw_remove_directory(dir, path, length);
  case UNLINK: return raw_unlink_file(dir, path, length);
  case RENAME_OLD: return raw_rename(dir, path, length, DIR, "unused", 6);
  case RENAME_NEW: return raw_rename(DIR, "spare", 5, dir, path, length);
  case LINK_OLD:
  case LINK_OLD_FOLLOW:
    return raw_link(dir, call == LINK_OLD_FOLLOW, path, length, DIR, "unused", 6);
  case LINK_NEW: return raw_link(DIR, 0, "spare", 5, dir, path, length);
  case SYMLINK: return raw_symlink("spare", 5, dir, path, length);
  case READLINK: return raw_readlink(dir, path, length, buffer, sizeof buffer, &used);
  default: return -1;
  }
}

/* Checks one call, and names the call and the path when it fails. `want` lists up to four errnos.
 */
static void __attribute__((unused, noinline))
check_path(const char *file, int line, enum path_call call, int dir, const char *path,
           size_t length, const int want[4]) {
  int got = path_call(call, dir, path, length);
  if (got == want[0] || got == want[1] || got == want[2] || got == want[3]) return;
  char what[128];
  size_t at = 0;
  for (const char *name = path_call_names[call]; *name;) what[at++] = *name++;
  what[at++] = ' ', what[at++] = '"';
  for (size_t i = 0; i < length && i < 40; i++)
    what[at++] = path[i] >= 32 && path[i] < 127 ? path[i] : '?';
  what[at++] = '"', what[at] = 0;
  fail(file, line, what, got, want[0]);
}

/* A call with a text as its path, against up to four errnos. */
#define CHECK_PATH_(call, path, a, b, c, d, ...) \
  check_path(__FILE__, __LINE__, call, DIR, path, strlen(path), (const int[4]){a, b, c, d})
#define CHECK_PATH(call, path, a, ...) CHECK_PATH_(call, path, a, ##__VA_ARGS__, a, a, a)
