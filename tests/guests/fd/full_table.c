/* A table of descriptors that is full: MFILE, nothing created, and room again when one is closed.
 */
#include "../files.h"

int main(void) {
  int fd = 0, last = 0, opened = 0;
  while (opened < 5000 && (fd = open_read("file")) >= 0) last = fd, opened++;
  CHECK_EQ(-fd, MFILE);
  CHECK(opened > 100 && last < 5000);
  CHECK_EQ(-open_new("new"), MFILE);
  CHECK_EQ(-open_directory("."), MFILE);
  CHECK_EQ(type_of(DIR, "new"), -NOENT);
  /* What is open still works. */
  CHECK(holds(last, "the file"));
  CHECK_EQ(__wasi_fd_renumber(last, last - 1), OK);
  fd = open_new("new");
  CHECK(fd >= 0);
  CHECK_EQ(-open_read("file"), MFILE);
  CHECK_EQ(write_text(fd, "x"), 1);
  /* Again and again. */
  for (int i = 0; i < 3000 && !failures; i++) {
    CHECK_EQ(__wasi_fd_close(fd), OK);
    fd = open_read("file");
    CHECK(fd >= 0);
  }
  return finish();
}
