/* fd_renumber: the target takes over the source's file, cursor and rights; the source is closed;
 * nothing leaks. */
#include "../files.h"

int main(void) {
  __wasi_fdstat_t stat;

  /* Onto itself: nothing happens. */
  int a = open_read("a");
  CHECK_EQ(__wasi_fd_renumber(a, a), OK);
  CHECK_EQ(__wasi_fd_renumber(0, 0), OK);
  CHECK_EQ(__wasi_fd_fdstat_get(0, &stat), OK);
  CHECK(holds(a, "content of a"));

  /* Closed on either side. */
  static const int closed[] = {127, 1 << 30, -2147483647 - 1, -1};
  for (int i = 0; i < 4; i++) {
    CHECK_EQ(__wasi_fd_renumber(closed[i], a), BADF);
    CHECK_EQ(__wasi_fd_renumber(a, closed[i]), BADF);
    CHECK_EQ(__wasi_fd_renumber(closed[i], closed[i]), BADF);
  }
  CHECK(holds(a, "content of a"));

  /* File, cursor and rights come from the source. */
  int b = open_with(DIR, "b", 0, FILE_RIGHTS, 0, 0);
  CHECK_EQ(seek(a, 8, __WASI_WHENCE_SET), 8);
  __wasi_fdstat_t before;
  CHECK_EQ(__wasi_fd_fdstat_get(a, &before), OK);
  CHECK_EQ(__wasi_fd_renumber(a, b), OK);
  CHECK_EQ(__wasi_fd_fdstat_get(a, &stat), BADF);
  CHECK_EQ(__wasi_fd_close(a), BADF);
  CHECK_EQ(__wasi_fd_fdstat_get(b, &stat), OK);
  CHECK_EQ(stat.fs_rights_base, before.fs_rights_base);
  CHECK_EQ(stat.fs_rights_inheriting, before.fs_rights_inheriting);
  CHECK_EQ(tell(b), 8);
  CHECK(holds(b, "content of a"));
  CHECK_EQ(-write_text(b, "x"), NOTCAPABLE);
  CHECK_EQ(__wasi_fd_close(b), OK);

  /* What was under the target is closed: far more rounds than a table has room for. */
  int target = open_read("a");
  for (int i = 0; i < 3000 && !failures; i++) {
    int source = open_read("b");
    CHECK(source > 0);
    CHECK_EQ(__wasi_fd_renumber(source, target), OK);
  }
  CHECK(holds(target, "content of b"));

  /* Onto a preopen: refused, or done, and then the number is no preopen or the source's. */
  __wasi_prestat_t prestat;
  int source = open_read("a");
  int errno_ = __wasi_fd_renumber(source, DIR);
  CHECK_ANY(errno_, OK, NOTSUP);
  if (errno_) {
    CHECK_EQ(__wasi_fd_prestat_get(DIR, &prestat), OK);
    CHECK(holds(source, "content of a"));
  } else {
    CHECK_EQ(__wasi_fd_prestat_get(DIR, &prestat), BADF);
    CHECK(holds(DIR, "content of a"));
    CHECK_EQ(__wasi_fd_fdstat_get(source, &stat), BADF);
  }
  return finish();
}
