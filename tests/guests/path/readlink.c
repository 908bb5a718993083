/* path_readlink: the exact text without a NUL, cut to the buffer, up to the last byte of memory and
 * not one behind. */
#include "../path_calls.h"

static uint8_t buffer[64];

/* Reads with a buffer of one size; the bytes behind it have to stay. */
static void read(size_t size, const char *expected) {
  __wasi_size_t used = 99;
  memset(buffer, '?', sizeof buffer);
  int errno_ = raw_readlink(DIR, "link", 4, buffer, size, &used);
  CHECK_EQ(errno_, OK);
  CHECK_EQ(used, strlen(expected));
  CHECK(!memcmp(buffer, expected, strlen(expected)));
  CHECK_EQ(buffer[strlen(expected)], '?');
}

int main(void) {
  __wasi_size_t used = 99;
  CHECK_EQ(__wasi_path_symlink("to/../some where", DIR, "link"), OK);
  read(64, "to/../some where");
  read(16, "to/../some where");
  read(15, "to/../some wher");
  read(1, "t");
  /* readlink(2) refuses a buffer without a byte. */
  memset(buffer, '?', sizeof buffer);
  int errno_ = raw_readlink(DIR, "link", 4, buffer, 0, &used);
  CHECK_ANY(errno_, OK, INVAL);
  if (!errno_) CHECK_EQ(used, 0);
  CHECK_EQ(buffer[0], '?');

  /* A buffer that ends where memory ends. */
  uint8_t *end = (uint8_t *)(__builtin_wasm_memory_size(0) << 16);
  CHECK_EQ(raw_readlink(DIR, "link", 4, end - 8, 8, &used), OK);
  CHECK_EQ(used, 8);
  CHECK(!memcmp(end - 8, "to/../so", 8));
  CHECK_EQ(raw_readlink(DIR, "link", 4, end - 16, 16, &used), OK);
  CHECK(!memcmp(end - 16, "to/../some where", 16));

  /* A link that points outside has a text like any other. */
  CHECK_EQ(raw_readlink(DIR, "out_link", 8, buffer, 64, &used), OK);
  CHECK_EQ(used, 6);
  CHECK(!memcmp(buffer, "../out", 6));

  /* The path and the buffer may be the same bytes: the path is read first. */
  memcpy(buffer, "link", 4);
  CHECK_EQ(raw_readlink(DIR, (char *)buffer, 4, buffer, 64, &used), OK);
  CHECK(!memcmp(buffer, "to/../some where", 16));
  return finish();
}
