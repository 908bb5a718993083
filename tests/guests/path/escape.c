/* What leaves the directory is NOTCAPABLE for every call, whether or not it exists: absolute paths,
 * `..`, and links. */
#include "../path_calls.h"

static void all_calls(int line, const char *path, int want) {
  for (int call = 0; call < PATH_CALLS; call++)
    check_path(__FILE__, line, call, DIR, path, strlen(path),
               (const int[4]){want, want, want, want});
}

/* A last link is followed by these alone; the others act on the link. */
static void following_calls(int line, const char *path, int want) {
  static const int following[] = {OPEN_FOLLOW, STAT_FOLLOW, TIMES_FOLLOW, LINK_OLD_FOLLOW};
  for (int i = 0; i < 4; i++)
    check_path(__FILE__, line, following[i], DIR, path, strlen(path),
               (const int[4]){want, want, want, want});
}

int main(void) {
  static const char *const leaving[] = {
      "../out/secret",
      "../out/missing",
      "..",
      "../",
      "../.",
      "dir/../..",
      "dir/../../out/secret",
      "./..",
      ".//../out",
      "../in/spare",
      "dir/../../in/spare",
      "dir/deep/../../../in",
      "/",
      "//",
      "/etc/passwd",
      "/spare",
      "//spare",
      "/in/spare",
      "/missing/x",
      /* through a link to outside, and through one with an absolute text, even to what lies inside
       */
      "out_link/secret",
      "out_link/missing",
      "out_link/",
      "out_link/.",
      "out_link/..",
      "dir/out_link/secret",
      "absolute_in/x",
      "absolute_root/etc",
      "out_and_in/spare",
      "chain/secret",
  };
  for (size_t i = 0; i < sizeof leaving / sizeof *leaving; i++) {
    const char *path = leaving[i];
    size_t length = strlen(path);
    /* With a slash at the end some calls refuse for that alone; what counts is that none gets
     * through. */
    if (path[0] == 'o' && (path[length - 1] == '/' || path[length - 1] == '.') &&
        path[length - 2] != '.') {
      for (int call = 0; call < PATH_CALLS; call++)
        check_path(__FILE__, __LINE__, call, DIR, path, length,
                   call == CREATE_DIRECTORY || call == SYMLINK || call == LINK_NEW ||
                           call == OPEN_CREATE
                       ? (const int[4]){NOTCAPABLE, EXIST, NOTDIR, ISDIR}
                       : (const int[4]){NOTCAPABLE, NOTDIR, INVAL, NOENT});
      continue;
    }
    all_calls(__LINE__, path, NOTCAPABLE);
  }

  following_calls(__LINE__, "out_link", NOTCAPABLE);
  following_calls(__LINE__, "out_file", NOTCAPABLE);
  following_calls(__LINE__, "out_missing", NOTCAPABLE);
  following_calls(__LINE__, "absolute_in", NOTCAPABLE);
  following_calls(__LINE__, "absolute_root", NOTCAPABLE);
  following_calls(__LINE__, "chain", NOTCAPABLE);

  /* Creating through a dangling link that leaves: nothing is made outside (the row looks). */
  __wasi_fd_t fd;
  CHECK_EQ(__wasi_path_open(DIR, 1, "out_missing", __WASI_OFLAGS_CREAT, FILE_RIGHTS, 0, 0, &fd),
           NOTCAPABLE);
  CHECK_EQ(__wasi_path_open(DIR, 1, "out_file", __WASI_OFLAGS_TRUNC, FILE_RIGHTS, 0, 0, &fd),
           NOTCAPABLE);

  /* What only passes near the border stays inside. */
  static const char *const staying[] = {"dir/..",
                                        "./././spare",
                                        "dir/../spare",
                                        "dir/deep/../../spare",
                                        ".//spare",
                                        "dir//..//spare",
                                        "self/self/self/spare",
                                        "in_link/../spare",
                                        "up_link/spare",
                                        "."};
  for (size_t i = 0; i < sizeof staying / sizeof *staying; i++) {
    CHECK_PATH(STAT, staying[i], OK);
    CHECK_PATH(STAT_FOLLOW, staying[i], OK);
    CHECK_PATH(OPEN, staying[i], OK);
  }
  CHECK_PATH(STAT_FOLLOW, "up_link", OK);

  /* Names that only look like a way out. */
  static const char *const literal[] = {"...",    ".../x",    ".. ", "..\\out",
                                        "%2e%2e", "file:out", "..;", "~"};
  for (size_t i = 0; i < sizeof literal / sizeof *literal; i++)
    CHECK_PATH(STAT_FOLLOW, literal[i], NOENT);

  /* A directory below the preopen confines as well: `..` beyond it is not reachable through its
   * descriptor. */
  int dir = open_directory("dir");
  CHECK_EQ(path_call(STAT, dir, "..", 2), NOTCAPABLE);
  CHECK_EQ(path_call(OPEN, dir, "../spare", 8), NOTCAPABLE);
  CHECK_EQ(path_call(STAT_FOLLOW, dir, "up", 2), NOTCAPABLE);
  CHECK_EQ(path_call(RENAME_NEW, dir, "../moved", 8), NOTCAPABLE);
  return finish();
}
