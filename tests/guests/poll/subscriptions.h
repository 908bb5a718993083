/* Subscriptions and a wait for them, for the guests about poll_oneoff. */
#pragma once

#include "../files.h"

static const __wasi_timestamp_t MILLISECOND = 1000000, SECOND = 1000000000;
enum { MAXIMUM = 8 };

static __wasi_subscription_t subscriptions[MAXIMUM];
static __wasi_event_t events[MAXIMUM];

static __wasi_subscription_t on_clock(uint64_t userdata, int clock, __wasi_timestamp_t timeout,
                                      int flags) {
  __wasi_subscription_t subscription = {.userdata = userdata};
  subscription.u.tag = __WASI_EVENTTYPE_CLOCK;
  subscription.u.u.clock.id = clock;
  subscription.u.u.clock.timeout = timeout;
  subscription.u.u.clock.flags = flags;
  return subscription;
}

static __wasi_subscription_t on_descriptor(uint64_t userdata, int type, int fd) {
  __wasi_subscription_t subscription = {.userdata = userdata};
  subscription.u.tag = type;
  subscription.u.u.fd_read.file_descriptor = fd;
  return subscription;
}

/* Waits for the first `count` subscriptions: the number of events, or an errno as a negative
 * number. */
static int __attribute__((noinline)) wait_for(int count) {
  __wasi_size_t happened = 99;
  memset(events, 0, sizeof events);
  int errno_ = __wasi_poll_oneoff(subscriptions, events, count, &happened);
  return errno_ ? -errno_ : (int)happened;
}

/* One subscription with an error: the call or its event names it. */
static int __attribute__((noinline)) error_of(__wasi_subscription_t subscription) {
  subscriptions[0] = subscription;
  int happened = wait_for(1);
  if (happened < 0) return -happened;
  return happened == 1 && events[0].userdata == subscription.userdata ? events[0].error : -1;
}
