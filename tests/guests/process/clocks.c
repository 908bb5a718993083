/* clock_time_get and clock_res_get: two clocks, the processor's times that no host here gives, and
 * no others. */
#include "../check.h"

int main(void) {
  __wasi_timestamp_t time = 0, resolution = 0, last = 0;
  for (unsigned clock = __WASI_CLOCKID_REALTIME; clock <= __WASI_CLOCKID_MONOTONIC; clock++) {
    CHECK_EQ(__wasi_clock_res_get(clock, &resolution), OK);
    CHECK(resolution > 0 && resolution <= 1000000000);
    CHECK_EQ(__wasi_clock_time_get(clock, 0, &time), OK);
    CHECK(time > 0);
    /* The precision is a wish. */
    CHECK_EQ(__wasi_clock_time_get(clock, ~0ull, &time), OK);
  }
  CHECK_EQ(__wasi_clock_time_get(__WASI_CLOCKID_REALTIME, 1, &time), OK);
  CHECK(time > 1700000000000000000 && time < 7000000000000000000);

  for (int i = 0; i < 10000; i++) {
    if (__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &time)) return 2;
    CHECK(time >= last);
    last = time;
  }

  for (unsigned clock = __WASI_CLOCKID_PROCESS_CPUTIME_ID;
       clock <= __WASI_CLOCKID_THREAD_CPUTIME_ID; clock++) {
    CHECK_ANY(__wasi_clock_time_get(clock, 1, &time), NOTSUP, INVAL);
    CHECK_ANY(__wasi_clock_res_get(clock, &resolution), NOTSUP, INVAL);
  }
  static const int others[] = {4, 5, 255, 1 << 16, -2147483647 - 1, -1};
  for (int i = 0; i < 6; i++) {
    CHECK_EQ(__wasi_clock_time_get(others[i], 1, &time), INVAL);
    CHECK_EQ(__wasi_clock_res_get(others[i], &resolution), INVAL);
  }
  return finish();
}
