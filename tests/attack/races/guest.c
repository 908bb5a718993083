/* The guest of the races: tries one operation again and again while somebody swaps what it names.
 *
 *   guest OPERATION ATTEMPTS FIRST     prints "escapes N" and how often each errno came, "errno COUNT"
 *   guest replace TARGET               swaps, as the attacker, until there is a file called stop
 *
 * ground.ts lays out the granted directory, handle 3. The real directory is entered before the race,
 * by a handle that no swap concerns; a call that succeeds and is not seen there has had its effect
 * elsewhere. That is an escape, told by the guest alone; the harness looks outside, too. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wasi/api.h>

enum { STANDARD_OUTPUT = 1, ROOT = 3, ERRNOS = 77 };

typedef __wasi_errno_t status;

static __wasi_fd_t inside;
static __wasi_inode_t directory_inode, file_inode, leaf_inode, top_inode;
static char one[32], other[32];
static uint64_t escapes, counts[ERRNOS];

static const __wasi_rights_t READ = __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_FILESTAT_GET;
static const __wasi_rights_t WRITE = __WASI_RIGHTS_FD_WRITE | __WASI_RIGHTS_FD_FILESTAT_GET;
static const __wasi_rights_t ALL = 0x3fffffff;
static const __wasi_lookupflags_t FOLLOW = __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW;

/* ---- text ---- */

static void print(const char *text, size_t length) {
  __wasi_ciovec_t part = {.buf = (const uint8_t *)text, .buf_len = length};
  size_t written;
  (void)!__wasi_fd_write(STANDARD_OUTPUT, &part, 1, &written);
}

static void print_count(const char *name, uint64_t number, uint64_t count) {
  char line[64], *at = line;
  for (; *name; name++) *at++ = *name;
  for (int round = 0; round < 2; round++) {
    uint64_t value = round == 0 ? number : count;
    char digits[24], *digit = digits;
    if (round == 0 && number == UINT64_MAX) continue;
    do *digit++ = '0' + value % 10; while (value /= 10);
    if (at > line) *at++ = ' ';
    while (digit > digits) *at++ = *--digit;
  }
  *at++ = '\n';
  print(line, at - line);
}

static _Noreturn void fail(const char *what) {
  print(what, strlen(what));
  print("\n", 1);
  __wasi_proc_exit(1);
}

/* PREFIX and a number of two digits, which come round again. */
static const char *name(char *into, const char *prefix, uint64_t number) {
  size_t length = strlen(prefix);
  memcpy(into, prefix, length);
  for (int i = 1; i >= 0; i--, number /= 10) into[length + i] = '0' + number % 10;
  into[length + 2] = 0;
  return into;
}

/* ---- what cannot be raced: by the handle of the real directory, or by names nobody swaps ---- */

static status stat_of(__wasi_fd_t directory, const char *path, __wasi_filestat_t *stat) {
  return __wasi_path_filestat_get(directory, 0, path, stat);
}

static int is_there(__wasi_fd_t directory, const char *path) {
  __wasi_filestat_t stat;
  return stat_of(directory, path, &stat) == 0;
}

static __wasi_inode_t inode_of(__wasi_fd_t directory, const char *path) {
  __wasi_filestat_t stat;
  return stat_of(directory, path, &stat) == 0 ? stat.ino : 0;
}

static __wasi_inode_t inode_under(__wasi_fd_t handle) {
  __wasi_filestat_t stat;
  return __wasi_fd_filestat_get(handle, &stat) == 0 ? stat.ino : 0;
}

static void put_file(__wasi_fd_t directory, const char *path) {
  __wasi_fd_t made;
  if (is_there(directory, path)) return;
  if (__wasi_path_open(directory, 0, path, __WASI_OFLAGS_CREAT, WRITE, 0, 0, &made) != 0) fail(path);
  (void)!__wasi_fd_close(made);
}

/* ---- the operations; each answers the errno and counts an escape ---- */

static void escaped_if(int condition) { if (condition) escapes++; }

/* Opens, compares what was opened, and closes. */
static status open_and_compare(const char *path, __wasi_lookupflags_t lookup, __wasi_oflags_t flags,
                               __wasi_rights_t rights, __wasi_fdflags_t fdflags,
                               __wasi_inode_t wanted) {
  __wasi_fd_t opened;
  status result = __wasi_path_open(ROOT, lookup, path, flags, rights, ALL, fdflags, &opened);
  if (result != 0) return result;
  escaped_if(inode_under(opened) != wanted);
  (void)!__wasi_fd_close(opened);
  return 0;
}

static status read_file(const char *path, __wasi_lookupflags_t lookup) {
  __wasi_fd_t opened;
  status result = __wasi_path_open(ROOT, lookup, path, 0, READ, 0, 0, &opened);
  if (result != 0) return result;
  char bytes[16];
  size_t size = 0;
  __wasi_iovec_t part = {.buf = (uint8_t *)bytes, .buf_len = sizeof bytes};
  (void)!__wasi_fd_read(opened, &part, 1, &size);
  escaped_if(size >= 6 && memcmp(bytes, "inside", 6) != 0);
  (void)!__wasi_fd_close(opened);
  return 0;
}

static status op_read(uint64_t i) { (void)i; return read_file("d/f", FOLLOW); }
static status op_read_nofollow(uint64_t i) { (void)i; return read_file("d/f", 0); }
static status op_truncate(uint64_t i) {
  (void)i;
  return open_and_compare("d/t", FOLLOW, __WASI_OFLAGS_TRUNC, WRITE, 0, inode_of(inside, "t"));
}
static status op_append(uint64_t i) {
  (void)i;
  __wasi_fd_t opened;
  status result = __wasi_path_open(ROOT, 0, "d/a", 0, WRITE, 0, __WASI_FDFLAGS_APPEND, &opened);
  if (result != 0) return result;
  __wasi_ciovec_t part = {.buf = (const uint8_t *)"+", .buf_len = 1};
  size_t written;
  int here = inode_under(opened) == inode_of(inside, "a");
  escaped_if(!here);
  /* What was appended inside is taken back, or a million attempts would make a file of a megabyte. */
  if (__wasi_fd_write(opened, &part, 1, &written) == 0 && here) {
    (void)!__wasi_fd_filestat_set_size(opened, 0);
  }
  (void)!__wasi_fd_close(opened);
  return 0;
}
static status op_create(uint64_t i) {
  __wasi_fd_t opened;
  const char *leaf = name(other, "n", i);
  (void)!__wasi_path_unlink_file(inside, leaf);
  memcpy(one, "d/", 2);
  strcpy(one + 2, leaf);
  status result = __wasi_path_open(ROOT, 0, one, __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL, WRITE, 0,
                                   0, &opened);
  if (result != 0) return result;
  (void)!__wasi_fd_close(opened);
  escaped_if(!is_there(inside, leaf));
  return 0;
}
static status op_list(uint64_t i) {
  (void)i;
  __wasi_fd_t opened;
  status result = __wasi_path_open(ROOT, FOLLOW, "d", __WASI_OFLAGS_DIRECTORY,
                                   __WASI_RIGHTS_FD_READDIR, 0, 0, &opened);
  if (result != 0) return result;
  static uint8_t entries[256];
  size_t used = 0;
  result = __wasi_fd_readdir(opened, entries, sizeof entries, 0, &used);
  /* The first entry is the directory itself, with its inode behind the cookie. */
  __wasi_inode_t self = 0;
  for (size_t at = 0; at + 25 <= used;) {
    uint32_t length;
    memcpy(&length, entries + at + 16, 4);
    if (length == 1 && entries[at + 24] == '.') memcpy(&self, entries + at + 8, 8);
    at += 24 + length;
  }
  escaped_if(self != 0 && self != directory_inode);
  (void)!__wasi_fd_close(opened);
  return result;
}
static status op_stat(uint64_t i) {
  (void)i;
  __wasi_filestat_t stat;
  status result = __wasi_path_filestat_get(ROOT, FOLLOW, "d/f", &stat);
  escaped_if(result == 0 && stat.ino != file_inode);
  return result;
}
static status op_stat_nofollow(uint64_t i) {
  (void)i;
  __wasi_filestat_t stat;
  status result = __wasi_path_filestat_get(ROOT, 0, "d/f", &stat);
  escaped_if(result == 0 && stat.ino != file_inode);
  return result;
}
/* What `d/` names is a directory: the real one, or none. */
static status op_stat_slash(uint64_t i) {
  (void)i;
  __wasi_filestat_t stat;
  status result = __wasi_path_filestat_get(ROOT, 0, "d/", &stat);
  escaped_if(result == 0 && stat.ino != directory_inode);
  return result;
}
static status set_times(const char *path, __wasi_lookupflags_t lookup, __wasi_fd_t directory,
                        const char *leaf, __wasi_inode_t inode, uint64_t i) {
  /* Whole milliseconds, which every back end can set. */
  __wasi_timestamp_t time = (1 + i) * 1000000;
  status result =
      __wasi_path_filestat_set_times(ROOT, lookup, path, time, time, __WASI_FSTFLAGS_MTIM);
  if (result != 0) return result;
  __wasi_filestat_t stat;
  /* A link of that name was set itself, which is as it should be. */
  if (stat_of(directory, leaf, &stat) == 0 && stat.ino == inode) escaped_if(stat.mtim != time);
  return 0;
}
static status op_set_times(uint64_t i) { return set_times("d/f", FOLLOW, inside, "f", file_inode, i); }
static status op_set_times_slash(uint64_t i) { return set_times("d/", 0, inside, ".", directory_inode, i); }
static status op_readlink(uint64_t i) {
  (void)i;
  uint8_t text[32];
  size_t used;
  status result = __wasi_path_readlink(ROOT, "d/l", text, sizeof text, &used);
  escaped_if(result == 0 && (used != 6 || memcmp(text, "inside", 6) != 0));
  return result;
}
static const char *in_d(char *into, const char *prefix, uint64_t i) {
  memcpy(into, "d/", 2);
  name(into + 2, prefix, i);
  return into;
}
static status op_mkdir(uint64_t i) {
  const char *path = in_d(one, "m", i);
  (void)!__wasi_path_remove_directory(inside, path + 2);
  status result = __wasi_path_create_directory(ROOT, path);
  escaped_if(result == 0 && !is_there(inside, path + 2));
  return result;
}
static status op_rmdir(uint64_t i) {
  const char *path = in_d(one, "e", i);
  (void)!__wasi_path_create_directory(inside, path + 2);
  status result = __wasi_path_remove_directory(ROOT, path);
  escaped_if(result == 0 && is_there(inside, path + 2));
  return result;
}
static status op_unlink(uint64_t i) {
  const char *path = in_d(one, "v", i);
  put_file(inside, path + 2);
  status result = __wasi_path_unlink_file(ROOT, path);
  escaped_if(result == 0 && is_there(inside, path + 2));
  return result;
}
static status op_rename_old(uint64_t i) {
  const char *path = in_d(one, "v", i);
  put_file(inside, path + 2);
  status result = __wasi_path_rename(ROOT, path, ROOT, "taken");
  escaped_if(result == 0 && is_there(inside, path + 2));
  return result;
}
static status op_rename_new(uint64_t i) {
  const char *path = in_d(one, "o", i);
  put_file(ROOT, "own");
  (void)!__wasi_path_unlink_file(inside, path + 2);
  status result = __wasi_path_rename(ROOT, "own", ROOT, path);
  escaped_if(result == 0 && !is_there(inside, path + 2));
  return result;
}
static status op_rename_both(uint64_t i) {
  const char *from = in_d(one, "v", i), *to = in_d(other, "p", i);
  put_file(inside, from + 2);
  (void)!__wasi_path_unlink_file(inside, to + 2);
  status result = __wasi_path_rename(ROOT, from, ROOT, to);
  escaped_if(result == 0 && (is_there(inside, from + 2) || !is_there(inside, to + 2)));
  return result;
}
static status op_symlink(uint64_t i) {
  const char *path = in_d(one, "s", i);
  (void)!__wasi_path_unlink_file(inside, path + 2);
  status result = __wasi_path_symlink("text", ROOT, path);
  escaped_if(result == 0 && !is_there(inside, path + 2));
  return result;
}
static status op_link_old(uint64_t i) {
  const char *path = in_d(one, "v", i);
  put_file(inside, path + 2);
  (void)!__wasi_path_unlink_file(ROOT, "linked");
  status result = __wasi_path_link(ROOT, 0, path, ROOT, "linked");
  escaped_if(result == 0 && inode_of(ROOT, "linked") != inode_of(inside, path + 2));
  return result;
}
static status op_link_new(uint64_t i) {
  const char *path = in_d(one, "q", i);
  put_file(ROOT, "own");
  (void)!__wasi_path_unlink_file(inside, path + 2);
  status result = __wasi_path_link(ROOT, 0, "own", ROOT, path);
  escaped_if(result == 0 && !is_there(inside, path + 2));
  return result;
}

static status op_leaf_read(uint64_t i) { (void)i; return read_file("leaf", FOLLOW); }
static status op_leaf_read_nofollow(uint64_t i) { (void)i; return read_file("leaf", 0); }
static status op_leaf_truncate(uint64_t i) {
  (void)i;
  return open_and_compare("leaf", FOLLOW, __WASI_OFLAGS_TRUNC, WRITE, 0, leaf_inode);
}
static status op_leaf_append(uint64_t i) {
  (void)i;
  return open_and_compare("leaf", 0, 0, WRITE, __WASI_FDFLAGS_APPEND, leaf_inode);
}
static status op_leaf_stat(uint64_t i) {
  (void)i;
  __wasi_filestat_t stat;
  status result = __wasi_path_filestat_get(ROOT, FOLLOW, "leaf", &stat);
  escaped_if(result == 0 && stat.ino != leaf_inode);
  return result;
}
static __wasi_fd_t held_leaf;
static status op_leaf_set_times(uint64_t i) {
  __wasi_timestamp_t time = (1 + i) * 1000000;
  status result =
      __wasi_path_filestat_set_times(ROOT, FOLLOW, "leaf", time, time, __WASI_FSTFLAGS_MTIM);
  if (result != 0) return result;
  __wasi_filestat_t stat;
  escaped_if(__wasi_fd_filestat_get(held_leaf, &stat) == 0 && stat.mtim != time);
  return 0;
}
static status op_leaf_link(uint64_t i) {
  (void)i;
  (void)!__wasi_path_unlink_file(ROOT, "linked");
  status result = __wasi_path_link(ROOT, FOLLOW, "leaf", ROOT, "linked");
  __wasi_filestat_t stat;
  escaped_if(result == 0 && stat_of(ROOT, "linked", &stat) == 0 && stat.ino != leaf_inode &&
             stat.filetype == __WASI_FILETYPE_REGULAR_FILE);
  return result;
}
/* What is made under a name that was free for a moment is as good as the real one: the harness looks
 * whether anything was made outside. */
static status op_hatch_create(uint64_t i) {
  (void)i;
  __wasi_fd_t opened;
  status result =
      __wasi_path_open(ROOT, FOLLOW, "hatch", __WASI_OFLAGS_CREAT, WRITE, 0, 0, &opened);
  if (result == 0) (void)!__wasi_fd_close(opened);
  return result;
}
static status op_upward_read(uint64_t i) { (void)i; return read_file("a/b/../../top", FOLLOW); }
static status op_upward_stat(uint64_t i) {
  (void)i;
  __wasi_filestat_t stat;
  status result = __wasi_path_filestat_get(ROOT, 0, "a/b/../../top", &stat);
  escaped_if(result == 0 && stat.ino != top_inode);
  return result;
}
static status op_upward_create(uint64_t i) {
  const char *leaf = name(other, "u", i);
  __wasi_fd_t opened;
  (void)!__wasi_path_unlink_file(ROOT, leaf);
  memcpy(one, "a/b/../../", 10);
  strcpy(one + 10, leaf);
  status result = __wasi_path_open(ROOT, 0, one, __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL, WRITE, 0,
                                   0, &opened);
  if (result != 0) return result;
  (void)!__wasi_fd_close(opened);
  /* Where only one step up was left, the file lies in the directory that was moved there. */
  escaped_if(!is_there(ROOT, leaf));
  return 0;
}

static const struct { const char *name; status (*attempt)(uint64_t); } OPERATIONS[] = {
    {"read", op_read},
    {"read-nofollow", op_read_nofollow},
    {"truncate", op_truncate},
    {"append", op_append},
    {"create", op_create},
    {"list", op_list},
    {"stat", op_stat},
    {"stat-nofollow", op_stat_nofollow},
    {"stat-slash", op_stat_slash},
    {"set-times", op_set_times},
    {"set-times-slash", op_set_times_slash},
    {"readlink", op_readlink},
    {"mkdir", op_mkdir},
    {"rmdir", op_rmdir},
    {"unlink", op_unlink},
    {"rename-old", op_rename_old},
    {"rename-new", op_rename_new},
    {"rename-both", op_rename_both},
    {"symlink", op_symlink},
    {"link-old", op_link_old},
    {"link-new", op_link_new},
    {"leaf-read", op_leaf_read},
    {"leaf-read-nofollow", op_leaf_read_nofollow},
    {"leaf-truncate", op_leaf_truncate},
    {"leaf-append", op_leaf_append},
    {"leaf-stat", op_leaf_stat},
    {"leaf-set-times", op_leaf_set_times},
    {"leaf-link", op_leaf_link},
    {"hatch-create", op_hatch_create},
    {"upward-read", op_upward_read},
    {"upward-stat", op_upward_stat},
    {"upward-create", op_upward_create},
};

/* ---- finding the real things while they are being swapped ---- */

static __wasi_fd_t find(const char *const *paths, __wasi_oflags_t flags, __wasi_rights_t rights) {
  __wasi_fd_t found;
  for (int tries = 0; tries < 1000000; tries++) {
    for (const char *const *path = paths; *path != NULL; path++) {
      if (__wasi_path_open(ROOT, 0, *path, flags, rights, ALL, 0, &found) == 0) return found;
    }
  }
  fail("the real one cannot be found");
}

static void find_real_ones(void) {
  inside = find((const char *[]){"d", "d2", "d3", NULL}, __WASI_OFLAGS_DIRECTORY, ALL & ~(uint64_t)__WASI_RIGHTS_FD_WRITE);
  directory_inode = inode_under(inside);
  file_inode = inode_of(inside, "f");
  held_leaf = find((const char *[]){"leaf", "leaf2", "leaf3", NULL}, 0, READ);
  leaf_inode = inode_under(held_leaf);
  top_inode = inode_of(ROOT, "top");
}

/* ---- the attacker, as far as a guest can be one ---- */

static uint64_t now(void) {
  __wasi_timestamp_t time = 0;
  (void)!__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &time);
  return time;
}

/* Leaves things as they are until a time, and for as long as a host needs from its check to its use. */
static void linger(uint64_t until) {
  for (int i = 0; i < 8 || now() < until; i++) (void)!is_there(ROOT, "top");
}

/* The link stands for as long as the real one: removing it can take much longer than making it. */
static void swap(const char *real, const char *kept, const char *text) {
  (void)!__wasi_path_rename(ROOT, real, ROOT, kept);
  uint64_t away = now();
  (void)!__wasi_path_symlink(text, ROOT, real);
  linger(0);
  (void)!__wasi_path_unlink_file(ROOT, real);
  (void)!__wasi_path_rename(ROOT, kept, ROOT, real);
  uint64_t back = now();
  linger(back + (back - away));
}

static void replace(const char *target) {
  print("ready\n", 6);
  for (uint32_t round = 0; round % 256 != 0 || !is_there(ROOT, "stop"); round++) {
    switch (target[0]) {
      case 'd': swap("d", "d3", "../outside"); break;
      case 'l': swap("leaf", "leaf3", "../outside/f"); break;
      case 'h': swap("hatch", "hatch3", "../outside/new"); break;
      default:
        (void)!__wasi_path_rename(ROOT, "a/b", ROOT, "b");
        (void)!__wasi_path_rename(ROOT, "b", ROOT, "a/b");
    }
  }
}

int main(int argc, char **argv) {
  if (argc == 3) {
    replace(argv[2]);
    return 0;
  }
  if (argc != 4) fail("guest OPERATION ATTEMPTS FIRST");
  find_real_ones();
  status (*attempt)(uint64_t) = NULL;
  for (size_t i = 0; i < sizeof OPERATIONS / sizeof *OPERATIONS; i++) {
    if (strcmp(argv[1], OPERATIONS[i].name) == 0) attempt = OPERATIONS[i].attempt;
  }
  if (attempt == NULL) fail("no such operation");
  uint64_t first = strtoull(argv[3], NULL, 10), attempts = strtoull(argv[2], NULL, 10);
  for (uint64_t i = 0; i < attempts; i++) {
    status result = attempt(first + i);
    if (result >= ERRNOS) fail("no such errno");
    counts[result]++;
  }
  print_count("escapes", UINT64_MAX, escapes);
  for (uint64_t i = 0; i < ERRNOS; i++) if (counts[i] > 0) print_count("", i, counts[i]);
  return 0;
}
