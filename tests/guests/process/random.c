/* random_get fills exactly what it is asked to fill: nothing, a byte, and more than a web browser
 * gives at once. */
#include "../check.h"

enum { MANY = 100000 };
static uint8_t first[MANY + 1], second[MANY + 1];

int main(void) {
  first[0] = '?';
  CHECK_EQ(__wasi_random_get(first, 0), OK);
  CHECK_EQ(first[0], '?');
  /* A byte at a time, 4 000 times: a value that never comes has a chance of 1 in 6 million. */
  int seen[256] = {0}, missing = 0;
  for (int i = 0; i < 4000; i++) {
    first[1] = '?';
    if (__wasi_random_get(first, 1)) return 2;
    seen[first[0]]++;
    CHECK_EQ(first[1], '?');
  }
  for (int i = 0; i < 256; i++) missing += seen[i] == 0;
  CHECK(missing < 2);

  first[MANY] = second[MANY] = '?';
  CHECK_EQ(__wasi_random_get(first, MANY), OK);
  CHECK_EQ(__wasi_random_get(second, MANY), OK);
  CHECK_EQ(first[MANY], '?');
  CHECK_EQ(second[MANY], '?');
  CHECK(memcmp(first, second, MANY) != 0);
  /* No block stays empty, wherever a host cuts. */
  for (int block = 0; block + 64 <= MANY; block += 64) {
    int bits = 0;
    for (int i = 0; i < 64; i++) bits |= first[block + i];
    CHECK(bits != 0);
  }
  return finish();
}
