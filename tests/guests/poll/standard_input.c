/* poll_oneoff on standard input: ready when there are bytes and at their end, and nothing is lost.
 * Prints what it read. */
#include "subscriptions.h"

int main(void) {
  char bytes[16];
  for (int rounds = 0; rounds < 1000; rounds++) {
    subscriptions[0] = on_clock(1, __WASI_CLOCKID_MONOTONIC, 60 * SECOND, 0);
    subscriptions[1] = on_descriptor(2, __WASI_EVENTTYPE_FD_READ, 0);
    int happened = wait_for(2);
    CHECK_EQ(happened, 1);
    CHECK_EQ(events[0].userdata, 2);
    CHECK_EQ(events[0].error, OK);
    CHECK_EQ(events[0].type, __WASI_EVENTTYPE_FD_READ);
    long got = read_some(0, bytes, sizeof bytes - 1);
    CHECK(got >= 0);
    if (failures || got <= 0) return finish();
    bytes[got] = 0;
    put(bytes);
  }
  return 2;
}
