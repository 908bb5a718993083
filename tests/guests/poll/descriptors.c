/* poll_oneoff on descriptors that are always ready (files, and standard output), together with
 * clocks; and on none. */
#include "subscriptions.h"

enum { READ = __WASI_EVENTTYPE_FD_READ, WRITE = __WASI_EVENTTYPE_FD_WRITE };

static void file(void) {
  int fd = open_with(DIR, "file", 0, FILE_RIGHTS, 0, 0);
  /* Ready to read at once, with the bytes up to the end; at the end as well, as read(2) does not
   * wait there. */
  subscriptions[0] = on_descriptor(1, READ, fd);
  CHECK_EQ(wait_for(1), 1);
  CHECK_EQ(events[0].userdata, 1);
  CHECK_EQ(events[0].error, OK);
  CHECK_EQ(events[0].type, READ);
  CHECK_EQ(events[0].fd_readwrite.nbytes, 10);
  CHECK_EQ(seek(fd, 4, __WASI_WHENCE_SET), 4);
  CHECK_EQ(wait_for(1), 1);
  CHECK_EQ(events[0].fd_readwrite.nbytes, 6);
  CHECK_EQ(seek(fd, 100, __WASI_WHENCE_SET), 100);
  CHECK_EQ(wait_for(1), 1);
  CHECK_EQ(events[0].error, OK);
  CHECK_EQ(events[0].fd_readwrite.nbytes, 0);

  subscriptions[0] = on_descriptor(2, WRITE, fd);
  CHECK_EQ(wait_for(1), 1);
  CHECK_EQ(events[0].userdata, 2);
  CHECK_EQ(events[0].error, OK);
  CHECK_EQ(events[0].type, WRITE);

  /* Both, twice, and a clock that is far away. */
  subscriptions[0] = on_clock(3, __WASI_CLOCKID_MONOTONIC, 60 * SECOND, 0);
  subscriptions[1] = on_descriptor(4, READ, fd);
  subscriptions[2] = on_descriptor(5, WRITE, fd);
  subscriptions[3] = on_descriptor(6, READ, fd);
  CHECK_EQ(wait_for(4), 3);
  CHECK_EQ(events[0].userdata, 4);
  CHECK_EQ(events[1].userdata, 5);
  CHECK_EQ(events[1].type, WRITE);
  CHECK_EQ(events[2].userdata, 6);
  CHECK_EQ(__wasi_fd_close(fd), OK);
}

static void standard_output(void) {
  subscriptions[0] = on_descriptor(1, WRITE, 1);
  subscriptions[1] = on_descriptor(2, WRITE, 2);
  CHECK_EQ(wait_for(2), 2);
  CHECK_EQ(events[0].error, OK);
  CHECK_EQ(events[1].error, OK);
}

static void wrong(void) {
  CHECK_EQ(error_of(on_descriptor(1, READ, 99)), BADF);
  CHECK_EQ(error_of(on_descriptor(2, WRITE, 99)), BADF);
  CHECK_EQ(error_of(on_descriptor(3, READ, -1)), BADF);
  /* One that is wrong is reported at once, whatever the others wait for. */
  subscriptions[0] = on_clock(1, __WASI_CLOCKID_MONOTONIC, 60 * SECOND, 0);
  subscriptions[1] = on_descriptor(2, READ, 99);
  int happened = wait_for(2);
  CHECK_ANY(happened, 1, -BADF, -INVAL);
  if (happened == 1) {
    CHECK_EQ(events[0].userdata, 2);
    CHECK_EQ(events[0].error, BADF);
  }
  /* A write-only descriptor for reading: an error, not a wait. */
  int fd = open_with(DIR, "file", 0, FILE_RIGHTS & ~__WASI_RIGHTS_FD_READ, 0, 0);
  subscriptions[1] = on_descriptor(3, READ, fd);
  happened = wait_for(2);
  CHECK_ANY(happened, 1, -BADF, -INVAL, -NOTCAPABLE);
  /* A directory is no stream; it must not wait either. */
  subscriptions[1] = on_descriptor(4, READ, DIR);
  happened = wait_for(2);
  CHECK_ANY(happened, 1, -BADF, -INVAL, -NOTCAPABLE);
}

/* The same descriptor in many subscriptions. */
static void many(void) {
  enum { COUNT = 2000 };
  static __wasi_subscription_t in[COUNT];
  static __wasi_event_t out[COUNT];
  int fd = open_read("file");
  for (int i = 0; i < COUNT; i++) in[i] = on_descriptor(i, READ, fd);
  __wasi_size_t happened = 0;
  CHECK_EQ(__wasi_poll_oneoff(in, out, COUNT, &happened), OK);
  CHECK_EQ(happened, COUNT);
  int wrong = 0;
  for (int i = 0; i < COUNT; i++) wrong += out[i].userdata != (uint64_t)i || out[i].error != OK;
  CHECK_EQ(wrong, 0);
}

int main(void) {
  file();
  standard_output();
  wrong();
  many();
  return finish();
}
