/* fd_readdir over a directory of 3 000 files, `0000x` to `2999xx...`, each padded to between 5 and
 * 255 bytes, and at a preopen's root: every entry once whatever the buffer, truncated entries, and
 * cookies. */
#include "../files.h"

enum { ENTRIES = 3000, HEADER = sizeof(__wasi_dirent_t) };

static uint8_t buffer[65536], again[65536];
static uint8_t seen[ENTRIES];
static int dots, double_dots, strangers;

static void count(const char *name, size_t length) {
  if (length == 1 && name[0] == '.')
    dots++;
  else if (length == 2 && name[0] == '.' && name[1] == '.')
    double_dots++;
  else if (length >= 5) {
    int number = 0;
    for (int i = 0; i < 4; i++) number = number * 10 + (name[i] - '0');
    size_t expected = 5 + number % 251;
    if (number < 0 || number >= ENTRIES || length != expected)
      strangers++;
    else
      seen[number]++;
    for (size_t i = 4; i < length; i++)
      if (name[i] != 'x') strangers++;
  } else
    strangers++;
}

/* Reads the whole directory with one size of buffer, resuming behind the last complete entry.
 * Answers the calls made. */
static int walk(int fd, size_t size) {
  __wasi_dircookie_t cookie = 0;
  for (int calls = 1; calls < 100000; calls++) {
    __wasi_size_t used = 0;
    int errno_ = __wasi_fd_readdir(fd, buffer, size, cookie, &used);
    CHECK_EQ(errno_, OK);
    if (errno_ || used > size) return -1;
    size_t at = 0;
    while (at + HEADER <= used) {
      __wasi_dirent_t entry;
      memcpy(&entry, buffer + at, HEADER);
      if (at + HEADER + entry.d_namlen > used) break;
      count((const char *)buffer + at + HEADER, entry.d_namlen);
      at += HEADER + entry.d_namlen;
      cookie = entry.d_next;
    }
    if (used < size) return calls;
    if (at == 0) return -1; /* not one entry fits */
  }
  return -1;
}

static void every_entry_once(int fd, size_t size) {
  memset(seen, 0, sizeof seen);
  dots = double_dots = strangers = 0;
  CHECK(walk(fd, size) > 0);
  int missing = 0, twice = 0;
  for (int i = 0; i < ENTRIES; i++) missing += seen[i] == 0, twice += seen[i] > 1;
  CHECK_EQ(missing, 0);
  CHECK_EQ(twice, 0);
  CHECK_EQ(strangers, 0);
  CHECK_EQ(dots, 1);
  CHECK_EQ(double_dots, 1);
}

/* A buffer that is smaller than an entry is filled to its end, and nothing behind it is written. */
static void truncated_entry(int fd) {
  static const size_t sizes[] = {0, 1, 23, 24, 25, 26};
  __wasi_size_t used = 0;
  CHECK_EQ(__wasi_fd_readdir(fd, again, 4096, 0, &used), OK);
  CHECK_EQ(used, 4096);
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    memset(buffer, '?', 64);
    used = 99;
    CHECK_EQ(__wasi_fd_readdir(fd, buffer, sizes[i], 0, &used), OK);
    CHECK_EQ(used, sizes[i]);
    CHECK(!memcmp(buffer, again, sizes[i]));
    CHECK_EQ(buffer[sizes[i]], '?');
  }
}

/* A cookie that was given out stays good after the end was read, and answers the same entries
 * again. */
static void replay(int fd) {
  __wasi_size_t used = 0, used_again = 0;
  __wasi_dircookie_t cookie = 0;
  for (int block = 0; block < 3; block++) {
    CHECK_EQ(__wasi_fd_readdir(fd, buffer, 4096, cookie, &used), OK);
    for (size_t at = 0; at + HEADER <= used;) {
      __wasi_dirent_t entry;
      memcpy(&entry, buffer + at, HEADER);
      if (at + HEADER + entry.d_namlen > used) break;
      at += HEADER + entry.d_namlen;
      cookie = entry.d_next;
    }
  }
  CHECK_EQ(__wasi_fd_readdir(fd, again, sizeof again, cookie, &used_again), OK);
  CHECK(walk(fd, 4096) > 0);
  CHECK_EQ(__wasi_fd_readdir(fd, buffer, sizeof buffer, cookie, &used), OK);
  CHECK_EQ(used, used_again);
  CHECK(!memcmp(buffer, again, used));
}

/* A cookie that never was: the end, some entry to go on from, or INVAL; never an endless answer. */
static void strange_cookies(int fd) {
  static const __wasi_dircookie_t cookies[] = {1ull << 63, ~0ull, 1ull << 32, (1ull << 53) + 1};
  for (size_t i = 0; i < sizeof cookies / sizeof *cookies; i++) {
    __wasi_size_t used = 99;
    int errno_ = __wasi_fd_readdir(fd, buffer, 512, cookies[i], &used);
    CHECK_ANY(errno_, OK, INVAL);
    if (!errno_) CHECK(used <= 512);
  }
}

/* At a preopen's root `..` has the directory's own inode: nothing outside shows. Types and inodes
 * are those of stat. */
static void root(void) {
  __wasi_size_t used = 0;
  __wasi_filestat_t own;
  CHECK_EQ(__wasi_fd_filestat_get(DIR, &own), OK);
  CHECK_EQ(__wasi_fd_readdir(DIR, buffer, sizeof buffer, 0, &used), OK);
  int entries = 0;
  for (size_t at = 0; at + HEADER <= used; entries++) {
    __wasi_dirent_t entry;
    char name[256] = {0};
    memcpy(&entry, buffer + at, HEADER);
    memcpy(name, buffer + at + HEADER, entry.d_namlen);
    at += HEADER + entry.d_namlen;
    if (!strcmp(name, ".") || !strcmp(name, "..")) {
      CHECK_EQ(entry.d_ino, own.ino);
      CHECK_EQ(entry.d_type, __WASI_FILETYPE_DIRECTORY);
      continue;
    }
    __wasi_filestat_t stat;
    CHECK_EQ(__wasi_path_filestat_get(DIR, 0, name, &stat), OK);
    CHECK_EQ(entry.d_ino, stat.ino);
    CHECK_EQ(entry.d_type, stat.filetype);
  }
  CHECK_EQ(entries, 5); /* . .. many file link */
}

/* What is created after the first read is seen after going back to cookie 0. */
static void rewind_sees_changes(void) {
  int fd = open_directory("fresh");
  CHECK(fd < 0);
  CHECK_EQ(__wasi_path_create_directory(DIR, "fresh"), OK);
  fd = open_directory("fresh");
  __wasi_size_t used = 0;
  CHECK_EQ(__wasi_fd_readdir(fd, buffer, sizeof buffer, 0, &used), OK);
  CHECK_EQ(used, 2 * HEADER + 3);
  CHECK_EQ(__wasi_path_create_directory(fd, "new"), OK);
  CHECK_EQ(__wasi_fd_readdir(fd, buffer, sizeof buffer, 0, &used), OK);
  CHECK_EQ(used, 3 * HEADER + 6);
  CHECK_EQ(__wasi_path_remove_directory(fd, "new"), OK);
  CHECK_EQ(__wasi_fd_close(fd), OK);
  CHECK_EQ(__wasi_path_remove_directory(DIR, "fresh"), OK);
}

int main(void) {
  root();
  int fd = open_directory("many");
  CHECK(fd > DIR);
  every_entry_once(fd, HEADER + 255);
  every_entry_once(fd, 512);
  every_entry_once(fd, 4096);
  every_entry_once(fd, sizeof buffer);
  truncated_entry(fd);
  replay(fd);
  strange_cookies(fd);
  rewind_sees_changes();

  int file = open_with(DIR, "file", 0, READ_RIGHTS | __WASI_RIGHTS_FD_READDIR, 0, 0);
  __wasi_size_t used = 0;
  CHECK_ANY(__wasi_fd_readdir(file, buffer, 64, 0, &used), NOTDIR, NOTCAPABLE);
  return finish();
}
