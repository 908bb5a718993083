/* poll_oneoff on clocks: relative and absolute, monotonic and realtime, alone and together, and
 * what is not a clock. */
#include "subscriptions.h"

enum {
  REALTIME = __WASI_CLOCKID_REALTIME,
  MONOTONIC = __WASI_CLOCKID_MONOTONIC,
  ABSOLUTE = __WASI_SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME
};

/* Waits for one clock and checks that it took between two times. */
static void takes(int line, int clock, __wasi_timestamp_t timeout, int flags,
                  __wasi_timestamp_t least, __wasi_timestamp_t most) {
  subscriptions[0] = on_clock(0x1234567890abcdef, clock, timeout, flags);
  __wasi_timestamp_t start = now(MONOTONIC);
  int happened = wait_for(1);
  __wasi_timestamp_t elapsed = now(MONOTONIC) - start;
  check_eq(__FILE__, line, "events", happened, 1);
  check_eq(__FILE__, line, "userdata", events[0].userdata, 0x1234567890abcdef);
  check_eq(__FILE__, line, "error", events[0].error, OK);
  check_eq(__FILE__, line, "type", events[0].type, __WASI_EVENTTYPE_CLOCK);
  if (elapsed < least || elapsed > most) fail(__FILE__, line, "nanoseconds", elapsed, least);
}

static void several(void) {
  /* The nearest one ends the wait, and only what has happened is reported. */
  subscriptions[0] = on_clock(1, MONOTONIC, 60 * SECOND, 0);
  subscriptions[1] = on_clock(2, MONOTONIC, 20 * MILLISECOND, 0);
  subscriptions[2] = on_clock(3, REALTIME, 60 * SECOND, 0);
  CHECK_EQ(wait_for(3), 1);
  CHECK_EQ(events[0].userdata, 2);

  /* The longest timeout that there is. */
  subscriptions[0] = on_clock(1, MONOTONIC, ~0ull, 0);
  subscriptions[2] = on_clock(3, MONOTONIC, ~0ull, ABSOLUTE);
  subscriptions[3] = on_clock(4, REALTIME, ~0ull, ABSOLUTE);
  CHECK_EQ(wait_for(4), 1);
  CHECK_EQ(events[0].userdata, 2);

  /* All that are due are reported, in the order of the subscriptions. */
  subscriptions[0] = on_clock(1, MONOTONIC, 0, 0);
  subscriptions[1] = on_clock(2, MONOTONIC, 60 * SECOND, 0);
  subscriptions[2] = on_clock(3, REALTIME, 1, ABSOLUTE);
  CHECK_EQ(wait_for(3), 2);
  CHECK_EQ(events[0].userdata, 1);
  CHECK_EQ(events[1].userdata, 3);
}

/* Events may be written over the subscriptions: those are read first. */
static void overlapping(void) {
  static union {
    __wasi_subscription_t in[2];
    __wasi_event_t out[2];
  } memory;
  memory.in[0] = on_clock(1, MONOTONIC, 0, 0);
  memory.in[1] = on_clock(2, MONOTONIC, 0, 0);
  __wasi_size_t happened = 0;
  CHECK_EQ(__wasi_poll_oneoff(memory.in, memory.out, 2, &happened), OK);
  CHECK_EQ(happened, 2);
  CHECK_EQ(memory.out[0].userdata, 1);
  CHECK_EQ(memory.out[1].userdata, 2);
}

int main(void) {
  const __wasi_timestamp_t late = 10 * SECOND;
  takes(__LINE__, MONOTONIC, 30 * MILLISECOND, 0, 30 * MILLISECOND, late);
  takes(__LINE__, REALTIME, 30 * MILLISECOND, 0, 29 * MILLISECOND, late);
  takes(__LINE__, MONOTONIC, now(MONOTONIC) + 30 * MILLISECOND, ABSOLUTE, 25 * MILLISECOND, late);
  takes(__LINE__, REALTIME, now(REALTIME) + 30 * MILLISECOND, ABSOLUTE, 25 * MILLISECOND, late);
  /* Not before the time that was asked for, on the clock that was asked for. */
  __wasi_timestamp_t until = now(MONOTONIC) + 5 * MILLISECOND;
  takes(__LINE__, MONOTONIC, until, ABSOLUTE, 0, late);
  CHECK(now(MONOTONIC) >= until);
  /* Already past, and no time at all. */
  takes(__LINE__, MONOTONIC, 0, 0, 0, late);
  takes(__LINE__, MONOTONIC, 1, 0, 0, late);
  takes(__LINE__, MONOTONIC, 0, ABSOLUTE, 0, late);
  takes(__LINE__, MONOTONIC, now(MONOTONIC) - MILLISECOND, ABSOLUTE, 0, late);
  takes(__LINE__, REALTIME, 1, ABSOLUTE, 0, late);

  several();
  overlapping();

  /* Nothing to wait for is an error, not an eternity. */
  CHECK_EQ(-wait_for(0), INVAL);
  /* Clocks that a wait does not know, flags and types that are none. */
  CHECK_ANY(error_of(on_clock(5, __WASI_CLOCKID_PROCESS_CPUTIME_ID, 0, 0)), NOTSUP, INVAL);
  CHECK_ANY(error_of(on_clock(6, __WASI_CLOCKID_THREAD_CPUTIME_ID, 0, 0)), NOTSUP, INVAL);
  CHECK_EQ(error_of(on_clock(7, 4, 0, 0)), INVAL);
  CHECK_EQ(error_of(on_clock(8, -1, 0, 0)), INVAL);
  CHECK_EQ(error_of(on_clock(9, MONOTONIC, 0, 2)), INVAL);
  CHECK_EQ(error_of(on_descriptor(10, 3, 0)), INVAL);
  CHECK_EQ(error_of(on_descriptor(11, 255, 0)), INVAL);
  return finish();
}
