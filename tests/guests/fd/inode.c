/* Device and inode identify a file: one pair per file, whichever way it is asked for; hard links
 * are counted. */
#include "../files.h"

static __wasi_filestat_t stat_path(int follow, const char *path) {
  __wasi_filestat_t stat = {0};
  CHECK_EQ(__wasi_path_filestat_get(DIR, follow, path, &stat), OK);
  return stat;
}

static int same(__wasi_filestat_t a, __wasi_filestat_t b) {
  return a.dev == b.dev && a.ino == b.ino;
}

int main(void) {
  __wasi_filestat_t a = stat_path(0, "a"), b = stat_path(0, "b"), dir = stat_path(0, "dir"),
                    link = stat_path(0, "link");
  CHECK(a.ino != 0);
  CHECK(!same(a, b) && !same(a, dir) && !same(b, dir) && !same(a, link));
  CHECK_EQ(a.dev, b.dev);
  CHECK_EQ(a.filetype, __WASI_FILETYPE_REGULAR_FILE);
  CHECK_EQ(dir.filetype, __WASI_FILETYPE_DIRECTORY);
  CHECK_EQ(link.filetype, __WASI_FILETYPE_SYMBOLIC_LINK);
  CHECK_EQ(a.size, 3);
  CHECK_EQ(link.size, 1);
  CHECK_EQ(a.nlink, 1);
  CHECK_EQ(link.nlink, 1);

  /* By descriptor, through the link, and by a longer way: the same file. */
  int fd = open_read("a");
  __wasi_filestat_t opened = {0};
  CHECK_EQ(__wasi_fd_filestat_get(fd, &opened), OK);
  CHECK(same(a, opened));
  CHECK(same(a, stat_path(1, "link")));
  CHECK(same(a, stat_path(0, "dir/../a")));
  int directory = open_directory("dir");
  CHECK_EQ(__wasi_fd_filestat_get(directory, &opened), OK);
  CHECK(same(dir, opened));

  /* A second name is the same file, and counted while it lasts. */
  CHECK_EQ(__wasi_path_link(DIR, 0, "a", DIR, "dir/second"), OK);
  CHECK(same(a, stat_path(0, "dir/second")));
  CHECK_EQ(stat_path(0, "a").nlink, 2);
  CHECK_EQ(__wasi_path_unlink_file(DIR, "dir/second"), OK);
  CHECK_EQ(stat_path(0, "a").nlink, 1);

  /* A name that is gone leaves the open file as it was. */
  CHECK_EQ(__wasi_path_unlink_file(DIR, "a"), OK);
  CHECK_EQ(__wasi_fd_filestat_get(fd, &opened), OK);
  CHECK(same(a, opened));
  CHECK_EQ(opened.nlink, 0);
  CHECK(holds(fd, "aaa"));
  return finish();
}
