/* Standard input as a stream: it has no position, is read in pieces, and ends. The row gives it
 * `stream of bytes`. */
#include "../files.h"

int main(void) {
  char bytes[64];
  long length = 0, got;
  CHECK_ANY(-seek(0, 0, __WASI_WHENCE_SET), SPIPE, NOTCAPABLE);
  CHECK_ANY(-tell(0), SPIPE, NOTCAPABLE);
  CHECK_ANY(-pread_some(0, bytes, 1, 0), SPIPE, NOTCAPABLE);
  CHECK_ANY(-write_text(0, "x"), NOTCAPABLE, BADF);
  CHECK_ANY(-read_some(1, bytes, 1), NOTCAPABLE, BADF);
  while ((got = read_some(0, bytes + length, length < 3 ? 1 : 64 - length)) > 0) length += got;
  CHECK_EQ(got, 0);
  CHECK_EQ(length, 15);
  CHECK(!memcmp(bytes, "stream of bytes", 15));
  CHECK_EQ(read_some(0, bytes, 64), 0);
  return finish();
}
