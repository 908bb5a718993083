/* poll_oneoff on a standard input that stays silent: the clock ends the wait, and time passes only
 * once. */
#include "subscriptions.h"

int main(void) {
  subscriptions[0] = on_descriptor(1, __WASI_EVENTTYPE_FD_READ, 0);
  subscriptions[1] = on_clock(2, __WASI_CLOCKID_MONOTONIC, 50 * MILLISECOND, 0);
  for (int round = 0; round < 2; round++) {
    __wasi_timestamp_t start = now(__WASI_CLOCKID_MONOTONIC);
    CHECK_EQ(wait_for(2), 1);
    __wasi_timestamp_t elapsed = now(__WASI_CLOCKID_MONOTONIC) - start;
    CHECK_EQ(events[0].userdata, 2);
    CHECK_EQ(events[0].type, __WASI_EVENTTYPE_CLOCK);
    CHECK(elapsed >= 50 * MILLISECOND && elapsed < 10 * SECOND);
  }
  return finish();
}
