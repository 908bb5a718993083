/* Standard input as a stream: it has no position, is read in pieces, and ends. The row gives it
 * `stream of bytes`. */
#include "../files.h"

int main(void) {
  char bytes[64];
  long length = 0, got;
  CHECK_EQ(-seek(0, 0, __WASI_WHENCE_SET), SPIPE);
  CHECK_EQ(-tell(0), SPIPE);
  CHECK_EQ(-pread_some(0, bytes, 1, 0), SPIPE);
  CHECK_EQ(-pwrite_text(1, "x", 0), SPIPE);
  /* Nor has it a size, a place to reserve, or entries. */
  CHECK_ANY(__wasi_fd_advise(0, 0, 1, __WASI_ADVICE_NORMAL), SPIPE, NOTCAPABLE);
  CHECK_ANY(__wasi_fd_allocate(1, 0, 1), SPIPE, NOTCAPABLE);
  CHECK_ANY(__wasi_fd_filestat_set_size(1, 0), INVAL, NOTCAPABLE);
  CHECK_ANY(__wasi_fd_sync(1), INVAL, NOTCAPABLE, NOTSUP);
  CHECK_ANY(__wasi_fd_datasync(1), INVAL, NOTCAPABLE, NOTSUP);
  __wasi_size_t used;
  CHECK_ANY(__wasi_fd_readdir(0, (uint8_t *)bytes, 64, 0, &used), NOTDIR, NOTCAPABLE);
  __wasi_filestat_t stat;
  CHECK_EQ(__wasi_fd_filestat_get(0, &stat), OK);
  CHECK(stat.filetype != __WASI_FILETYPE_REGULAR_FILE && stat.size == 0);
  CHECK_EQ(-open_with(0, "x", 0, READ_RIGHTS, 0, 0), NOTDIR);
  CHECK_ANY(-write_text(0, "x"), NOTCAPABLE, BADF);
  CHECK_ANY(-read_some(1, bytes, 1), NOTCAPABLE, BADF);
  while ((got = read_some(0, bytes + length, length < 3 ? 1 : 64 - length)) > 0) length += got;
  CHECK_EQ(got, 0);
  CHECK_EQ(length, 15);
  CHECK(!memcmp(bytes, "stream of bytes", 15));
  CHECK_EQ(read_some(0, bytes, 64), 0);
  return finish();
}
