/* Prints the arguments and the environment in brackets, one a line, after checking how they lie in
 * memory. */
#include "../check.h"

static uint8_t *pointers[1024];
static uint8_t buffer[65536];

static void checked(__wasi_size_t count, __wasi_size_t size, const char *label) {
  size_t at = 0;
  for (__wasi_size_t i = 0; i < count; i++) {
    /* One behind the other, each with its NUL, from the start to the last byte. */
    CHECK(pointers[i] == buffer + at);
    at += strlen((char *)pointers[i]) + 1;
    put(label), put("["), put((char *)pointers[i]), put("]\n");
  }
  CHECK_EQ(at, size);
  CHECK_EQ(buffer[size], '?');
  CHECK(pointers[count] == (uint8_t *)0x3f3f3f3f);
}

int main(void) {
  __wasi_size_t count = 0, size = 0;
  memset(pointers, '?', sizeof pointers), memset(buffer, '?', sizeof buffer);
  CHECK_EQ(__wasi_args_sizes_get(&count, &size), OK);
  if (count >= 1024 || size >= sizeof buffer) return 2;
  CHECK_EQ(__wasi_args_get(pointers, buffer), OK);
  checked(count, size, "arg");
  memset(pointers, '?', sizeof pointers), memset(buffer, '?', sizeof buffer);
  CHECK_EQ(__wasi_environ_sizes_get(&count, &size), OK);
  if (count >= 1024 || size >= sizeof buffer) return 2;
  CHECK_EQ(__wasi_environ_get(pointers, buffer), OK);
  checked(count, size, "env");
  return failures ? 1 : 0;
}
