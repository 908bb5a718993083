/* A last symbolic link, with and without following, with and without a slash behind it, for every
 * path call. The row lays out: file, spare, dir/inner, empty/, to_file -> file, to_dir -> dir,
 * dangling -> nothing, loop -> loop. With the argument `no link times` a link has no times that
 * could be set. */
#include "../path_calls.h"

static int link_type(const char *path) { return type_of(DIR, path); }
enum {
  DIRECTORY = __WASI_FILETYPE_DIRECTORY,
  REGULAR = __WASI_FILETYPE_REGULAR_FILE,
  SYMLINK_TYPE = __WASI_FILETYPE_SYMBOLIC_LINK
};

static int followed_type(const char *path) {
  __wasi_filestat_t stat;
  int errno_ = __wasi_path_filestat_get(DIR, 1, path, &stat);
  return errno_ ? -errno_ : stat.filetype;
}

static void filestat_get(void) {
  CHECK_EQ(link_type("to_file"), SYMLINK_TYPE);
  CHECK_EQ(followed_type("to_file"), REGULAR);
  CHECK_EQ(link_type("to_dir"), SYMLINK_TYPE);
  CHECK_EQ(followed_type("to_dir"), DIRECTORY);
  CHECK_EQ(link_type("dangling"), SYMLINK_TYPE);
  CHECK_EQ(followed_type("dangling"), -NOENT);
  CHECK_EQ(link_type("loop"), SYMLINK_TYPE);
  CHECK_EQ(followed_type("loop"), -LOOP);
  /* A link in the middle is always followed. */
  CHECK_EQ(link_type("to_dir/inner"), REGULAR);
  CHECK_EQ(link_type("loop/x"), -LOOP);
  CHECK_EQ(link_type("dangling/x"), -NOENT);
  CHECK_EQ(link_type("to_file/x"), -NOTDIR);
  /* A slash behind the name asks for a directory, and follows to find one. */
  for (int follow = 0; follow < 2; follow++) {
    int (*type)(const char *) = follow ? followed_type : link_type;
    CHECK_EQ(type("dir/"), DIRECTORY);
    CHECK_EQ(type("dir///"), DIRECTORY);
    CHECK_EQ(type("dir/."), DIRECTORY);
    CHECK_EQ(type("file/"), -NOTDIR);
    CHECK_EQ(type("file/."), -NOTDIR);
    CHECK_EQ(type("file/.."), -NOTDIR);
    CHECK_EQ(type("to_dir/"), DIRECTORY);
    CHECK_EQ(type("to_dir/."), DIRECTORY);
    CHECK_EQ(type("to_file/"), -NOTDIR);
    CHECK_EQ(type("dangling/"), -NOENT);
    CHECK_EQ(type("loop/"), -LOOP);
    CHECK_EQ(type("missing/"), -NOENT);
  }
}

static void open(void) {
  CHECK_PATH(OPEN, "to_file", LOOP);
  CHECK_PATH(OPEN_FOLLOW, "to_file", OK);
  CHECK_PATH(OPEN, "to_dir", LOOP);
  CHECK_PATH(OPEN_FOLLOW, "to_dir", OK);
  CHECK_PATH(OPEN, "dangling", LOOP);
  CHECK_PATH(OPEN_FOLLOW, "dangling", NOENT);
  CHECK_PATH(OPEN, "loop", LOOP);
  CHECK_PATH(OPEN_FOLLOW, "loop", LOOP);
  CHECK_PATH(OPEN, "to_dir/inner", OK);
  CHECK_PATH(OPEN, "dir/", OK);
  CHECK_PATH(OPEN, "to_dir/", OK);
  CHECK_PATH(OPEN, "file/", NOTDIR);
  CHECK_PATH(OPEN, "file/.", NOTDIR);
  CHECK_PATH(OPEN_FOLLOW, "to_file/", NOTDIR);
  __wasi_fd_t fd;
  CHECK_ANY(__wasi_path_open(DIR, 0, "to_dir", __WASI_OFLAGS_DIRECTORY, 0, 0, 0, &fd), NOTDIR,
            LOOP);
  CHECK_EQ(__wasi_path_open(DIR, 1, "to_dir", __WASI_OFLAGS_DIRECTORY, 0, 0, 0, &fd), OK);
  CHECK_EQ(__wasi_path_open(DIR, 0, "to_dir/", __WASI_OFLAGS_DIRECTORY, 0, 0, 0, &fd), OK);
  CHECK_EQ(__wasi_path_open(DIR, 1, "to_file", __WASI_OFLAGS_DIRECTORY, 0, 0, 0, &fd), NOTDIR);

  /* Creating with a slash behind the name makes nothing. */
  CHECK_PATH(OPEN_CREATE, "new/", ISDIR, NOENT, NOTDIR, INVAL);
  CHECK_PATH(OPEN_CREATE, "dangling/", ISDIR, NOENT, NOTDIR, LOOP);
  CHECK_EQ(link_type("new"), -NOENT);
  CHECK_EQ(link_type("nothing"), -NOENT);
  /* Creating through a dangling link inside makes what it names, if it may follow. */
  CHECK_PATH(OPEN_CREATE, "dangling", LOOP);
  CHECK_EQ(__wasi_path_open(DIR, 1, "dangling", __WASI_OFLAGS_CREAT, FILE_RIGHTS, 0, 0, &fd), OK);
  CHECK_EQ(link_type("nothing"), REGULAR);
  CHECK_PATH(UNLINK, "nothing", OK);
  CHECK_EQ(link_type("dangling"), SYMLINK_TYPE);
}

static void set_times(int link_times) {
  CHECK_PATH(TIMES, "dangling", link_times);
  CHECK_PATH(TIMES_FOLLOW, "dangling", NOENT);
  CHECK_PATH(TIMES, "loop", link_times);
  CHECK_PATH(TIMES_FOLLOW, "loop", LOOP);
  CHECK_PATH(TIMES, "dir/", OK);
  CHECK_PATH(TIMES, "to_dir/", OK);
  CHECK_PATH(TIMES, "file/", NOTDIR);
  CHECK_PATH(TIMES, "to_file/", NOTDIR);
  CHECK_PATH(TIMES_FOLLOW, "to_file/", NOTDIR);
  CHECK_PATH(TIMES, "dangling/", NOENT);
  CHECK_PATH(TIMES, "loop/", LOOP);
}

static void create_directory(void) {
  static const char *const taken[] = {"to_file", "to_dir", "dangling", "loop",
                                      "dir",     "dir/",   "file"};
  for (int i = 0; i < 7; i++) CHECK_PATH(CREATE_DIRECTORY, taken[i], EXIST);
  CHECK_PATH(CREATE_DIRECTORY, "file/", EXIST, NOTDIR);
  CHECK_PATH(CREATE_DIRECTORY, "to_dir/", EXIST);
  CHECK_PATH(CREATE_DIRECTORY, "to_file/", EXIST, NOTDIR);
  CHECK_PATH(CREATE_DIRECTORY, "dangling/", EXIST, NOENT, NOTDIR);
  CHECK_EQ(link_type("nothing"), -NOENT);
  CHECK_PATH(CREATE_DIRECTORY, "made/", OK);
  CHECK_PATH(REMOVE_DIRECTORY, "made///", OK);
  CHECK_PATH(CREATE_DIRECTORY, "to_dir/made", OK);
  CHECK_EQ(link_type("dir/made"), DIRECTORY);
  CHECK_PATH(REMOVE_DIRECTORY, "to_dir/made", OK);
}

static void remove(void) {
  CHECK_PATH(REMOVE_DIRECTORY, "to_dir", NOTDIR);
  CHECK_PATH(REMOVE_DIRECTORY, "to_dir/", NOTDIR, NOTEMPTY);
  CHECK_PATH(REMOVE_DIRECTORY, "to_file", NOTDIR);
  CHECK_PATH(REMOVE_DIRECTORY, "file", NOTDIR);
  CHECK_PATH(REMOVE_DIRECTORY, "file/", NOTDIR);
  CHECK_PATH(UNLINK, "file/", NOTDIR);
  CHECK_PATH(UNLINK, "to_file/", NOTDIR);
  CHECK_PATH(UNLINK, "to_dir/", NOTDIR, ISDIR, PERM);
  CHECK_PATH(UNLINK, "dir/", ISDIR, PERM);
  CHECK_PATH(UNLINK, "dangling/", NOTDIR, NOENT);
  CHECK_EQ(link_type("to_file"), SYMLINK_TYPE);
  CHECK_EQ(link_type("to_dir"), SYMLINK_TYPE);
  CHECK_EQ(link_type("dangling"), SYMLINK_TYPE);
  /* unlink takes the link itself. */
  CHECK_EQ(__wasi_path_symlink("dir", DIR, "short_lived"), OK);
  CHECK_PATH(UNLINK, "short_lived", OK);
  CHECK_EQ(link_type("short_lived"), -NOENT);
  CHECK_EQ(link_type("dir"), DIRECTORY);
  CHECK_EQ(__wasi_path_symlink("nothing", DIR, "short_lived"), OK);
  CHECK_PATH(UNLINK, "short_lived", OK);
}

static void rename(void) {
  /* The link itself moves, dangling or not. */
  CHECK_EQ(__wasi_path_rename(DIR, "dangling", DIR, "moved"), OK);
  CHECK_EQ(link_type("moved"), SYMLINK_TYPE);
  CHECK_EQ(__wasi_path_rename(DIR, "moved", DIR, "dangling"), OK);
  CHECK_EQ(__wasi_path_rename(DIR, "to_dir", DIR, "moved"), OK);
  CHECK_EQ(link_type("moved"), SYMLINK_TYPE);
  CHECK_EQ(__wasi_path_rename(DIR, "moved", DIR, "to_dir"), OK);
  /* And the link itself is replaced. */
  CHECK_EQ(__wasi_path_symlink("file", DIR, "replaced"), OK);
  CHECK_EQ(__wasi_path_rename(DIR, "spare", DIR, "replaced"), OK);
  CHECK_EQ(link_type("replaced"), REGULAR);
  CHECK(path_holds(DIR, "file", "the file"));
  CHECK_EQ(__wasi_path_rename(DIR, "replaced", DIR, "spare"), OK);

  CHECK_EQ(__wasi_path_rename(DIR, "empty/", DIR, "other///"), OK);
  CHECK_EQ(link_type("other"), DIRECTORY);
  CHECK_EQ(__wasi_path_rename(DIR, "other", DIR, "empty"), OK);
  CHECK_EQ(__wasi_path_rename(DIR, "file/", DIR, "moved"), NOTDIR);
  CHECK_EQ(__wasi_path_rename(DIR, "to_file/", DIR, "moved"), NOTDIR);
  CHECK_EQ(__wasi_path_rename(DIR, "to_dir/", DIR, "moved"), NOTDIR);
  CHECK_EQ(__wasi_path_rename(DIR, "dangling/", DIR, "moved"), NOTDIR);
  CHECK_ANY(__wasi_path_rename(DIR, "file", DIR, "moved/"), NOTDIR, NOENT);
  CHECK_ANY(__wasi_path_rename(DIR, "file", DIR, "to_dir/"), NOTDIR, ISDIR);
  CHECK_EQ(link_type("file"), REGULAR);
  CHECK_EQ(link_type("to_dir"), SYMLINK_TYPE);
  CHECK_EQ(link_type("moved"), -NOENT);
}

static void hard_link(void) {
  /* Without following, a name for the link itself (a filesystem may refuse that), never for its
   * target. */
  int errno_ = __wasi_path_link(DIR, 0, "to_file", DIR, "second");
  CHECK_ANY(errno_, OK, INVAL, NOTSUP);
  if (!errno_) {
    CHECK_EQ(link_type("second"), SYMLINK_TYPE);
    CHECK_PATH(UNLINK, "second", OK);
  }
  errno_ = __wasi_path_link(DIR, 0, "dangling", DIR, "second");
  CHECK_ANY(errno_, OK, INVAL, NOTSUP);
  if (!errno_) CHECK_PATH(UNLINK, "second", OK);
  /* With it, for the target. */
  errno_ = __wasi_path_link(DIR, 1, "to_file", DIR, "second");
  CHECK_ANY(errno_, OK, INVAL);
  if (!errno_) {
    CHECK_EQ(link_type("second"), REGULAR);
    CHECK_PATH(UNLINK, "second", OK);
  }
  CHECK_EQ(__wasi_path_link(DIR, 1, "dangling", DIR, "second"), NOENT);
  CHECK_EQ(__wasi_path_link(DIR, 1, "loop", DIR, "second"), LOOP);
  CHECK_EQ(__wasi_path_link(DIR, 1, "to_dir", DIR, "second"), PERM);
  CHECK_ANY(__wasi_path_link(DIR, 0, "file/", DIR, "second"), NOTDIR, NOENT);
  CHECK_ANY(__wasi_path_link(DIR, 0, "to_file/", DIR, "second"), NOTDIR, NOENT);
  CHECK_ANY(__wasi_path_link(DIR, 0, "file", DIR, "second/"), NOENT, NOTDIR);
  /* What is there already, a link or not, is not followed and not replaced. */
  CHECK_EQ(__wasi_path_link(DIR, 0, "file", DIR, "dangling"), EXIST);
  CHECK_EQ(__wasi_path_link(DIR, 0, "file", DIR, "to_dir"), EXIST);
  CHECK_EQ(link_type("second"), -NOENT);
  CHECK_EQ(link_type("nothing"), -NOENT);
}

static void symbolic_link(void) {
  static const char *const taken[] = {"to_file", "to_dir", "dangling", "loop", "dir", "file"};
  for (int i = 0; i < 6; i++) CHECK_PATH(SYMLINK, taken[i], EXIST);
  CHECK_PATH(SYMLINK, "new/", NOENT, NOTDIR);
  CHECK_PATH(SYMLINK, "dir/", EXIST);
  CHECK_PATH(SYMLINK, "to_dir/", EXIST);
  CHECK_PATH(SYMLINK, "file/", EXIST, NOTDIR);
  CHECK_PATH(SYMLINK, "dangling/", EXIST, NOENT, NOTDIR);
  CHECK_EQ(link_type("new"), -NOENT);
}

static void readlink(void) {
  CHECK_PATH(READLINK, "to_file", OK);
  CHECK_PATH(READLINK, "loop", OK);
  CHECK_PATH(READLINK, "file", INVAL);
  CHECK_PATH(READLINK, "dir", INVAL);
  CHECK_PATH(READLINK, "dir/", INVAL);
  CHECK_PATH(READLINK, "to_dir/", INVAL);
  CHECK_PATH(READLINK, "file/", NOTDIR);
  CHECK_PATH(READLINK, "to_file/", NOTDIR);
  CHECK_PATH(READLINK, "dangling/", NOENT);
  CHECK_PATH(READLINK, "missing", NOENT);
}

/* `.` and `..` as the last name are not to be taken away, moved or made, and the root stays. */
static void dots(void) {
  static const char *const names[] = {".", "./", "dir/.", "dir/..", "to_dir/.", "dir/../"};
  for (int i = 0; i < 6; i++) {
    CHECK_PATH(REMOVE_DIRECTORY, names[i], INVAL, NOTEMPTY, BUSY);
    CHECK_PATH(UNLINK, names[i], ISDIR, PERM, INVAL, BUSY);
    CHECK_PATH(RENAME_OLD, names[i], INVAL, BUSY);
    CHECK_PATH(RENAME_NEW, names[i], INVAL, BUSY, EXIST, ISDIR);
    CHECK_PATH(CREATE_DIRECTORY, names[i], EXIST);
    CHECK_PATH(SYMLINK, names[i], EXIST, INVAL);
    CHECK_PATH(LINK_NEW, names[i], EXIST, INVAL);
    CHECK_PATH(LINK_OLD, names[i], PERM, INVAL);
    CHECK_PATH(READLINK, names[i], INVAL);
  }
  CHECK_EQ(link_type("dir"), DIRECTORY);
  CHECK_EQ(link_type("spare"), REGULAR);
}

int main(int argc, char **argv) {
  filestat_get();
  open();
  set_times(argc == 2 && !strcmp(argv[1], "no link times") ? NOTSUP : OK);
  create_directory();
  remove();
  rename();
  hard_link();
  symbolic_link();
  readlink();
  dots();
  return finish();
}
