/* Each fd_* call with exactly its right taken away answers NOTCAPABLE, and with all rights it
 * works; rights only shrink. */
#include "../files.h"

static uint8_t buffer[64];
static __wasi_iovec_t reading = {buffer, 1};
static __wasi_ciovec_t writing = {(const uint8_t *)"x", 1};

enum operation {
  DATASYNC,
  READ,
  PREAD,
  PREAD_AT,
  SEEK,
  SET_FLAGS,
  SYNC,
  TELL,
  WRITE,
  PWRITE,
  PWRITE_AT,
  ADVISE,
  ALLOCATE,
  FILESTAT_GET,
  SET_SIZE,
  SET_TIMES,
  OPERATIONS,
};

static const struct {
  const char *name;
  __wasi_rights_t needed;
} operations[OPERATIONS] = {
    {"fd_datasync", __WASI_RIGHTS_FD_DATASYNC},
    {"fd_read", __WASI_RIGHTS_FD_READ},
    {"fd_pread without fd_read", __WASI_RIGHTS_FD_READ},
    {"fd_pread without fd_seek", __WASI_RIGHTS_FD_SEEK},
    {"fd_seek", __WASI_RIGHTS_FD_SEEK},
    {"fd_fdstat_set_flags", __WASI_RIGHTS_FD_FDSTAT_SET_FLAGS},
    {"fd_sync", __WASI_RIGHTS_FD_SYNC},
    /* fd_seek implies fd_tell: only without both is it refused. */
    {"fd_tell", __WASI_RIGHTS_FD_TELL | __WASI_RIGHTS_FD_SEEK},
    {"fd_write", __WASI_RIGHTS_FD_WRITE},
    {"fd_pwrite without fd_write", __WASI_RIGHTS_FD_WRITE},
    {"fd_pwrite without fd_seek", __WASI_RIGHTS_FD_SEEK},
    {"fd_advise", __WASI_RIGHTS_FD_ADVISE},
    {"fd_allocate", __WASI_RIGHTS_FD_ALLOCATE},
    {"fd_filestat_get", __WASI_RIGHTS_FD_FILESTAT_GET},
    {"fd_filestat_set_size", __WASI_RIGHTS_FD_FILESTAT_SET_SIZE},
    {"fd_filestat_set_times", __WASI_RIGHTS_FD_FILESTAT_SET_TIMES},
};

static int perform(enum operation operation, int fd) {
  __wasi_size_t done;
  __wasi_filesize_t at;
  __wasi_filestat_t stat;
  switch (operation) {
  case DATASYNC: return __wasi_fd_datasync(fd);
  case READ: return __wasi_fd_read(fd, &reading, 1, &done);
  case PREAD:
  case PREAD_AT: return __wasi_fd_pread(fd, &reading, 1, 0, &done);
  case SEEK: return __wasi_fd_seek(fd, 1, __WASI_WHENCE_SET, &at);
  case SET_FLAGS: return __wasi_fd_fdstat_set_flags(fd, 0);
  case SYNC: return __wasi_fd_sync(fd);
  case TELL: return __wasi_fd_tell(fd, &at);
  case WRITE: return __wasi_fd_write(fd, &writing, 1, &done);
  case PWRITE:
  case PWRITE_AT: return __wasi_fd_pwrite(fd, &writing, 1, 0, &done);
  case ADVISE: return __wasi_fd_advise(fd, 0, 1, __WASI_ADVICE_NORMAL);
  case ALLOCATE: return __wasi_fd_allocate(fd, 0, 16);
  case FILESTAT_GET: return __wasi_fd_filestat_get(fd, &stat);
  case SET_SIZE: return __wasi_fd_filestat_set_size(fd, 16);
  case SET_TIMES: return __wasi_fd_filestat_set_times(fd, 1, 1, __WASI_FSTFLAGS_ATIM);
  default: return -1;
  }
}

static void each_operation(void) {
  for (int i = 0; i < OPERATIONS; i++) {
    int fd = open_with(DIR, "file", 0, FILE_RIGHTS, 0, 0);
    int with = perform(i, fd);
    /* The host's filesystem need not allocate. */
    if (with != OK && !(i == ALLOCATE && with == NOTSUP))
      fail(__FILE__, __LINE__, operations[i].name, with, OK);
    CHECK_EQ(__wasi_fd_fdstat_set_rights(fd, FILE_RIGHTS & ~operations[i].needed, 0), OK);
    int without = perform(i, fd);
    if (without != NOTCAPABLE) fail(__FILE__, __LINE__, operations[i].name, without, NOTCAPABLE);
    CHECK_EQ(__wasi_fd_close(fd), OK);
  }
}

static void read_directory(void) {
  int dir = open_directory("dir");
  __wasi_size_t used;
  CHECK_EQ(__wasi_fd_readdir(dir, buffer, sizeof buffer, 0, &used), OK);
  CHECK_EQ(__wasi_fd_fdstat_set_rights(dir, DIRECTORY_RIGHTS & ~__WASI_RIGHTS_FD_READDIR, 0), OK);
  CHECK_EQ(__wasi_fd_readdir(dir, buffer, sizeof buffer, 0, &used), NOTCAPABLE);
}

/* Polling needs a right of its own: the event, or the call, says so. */
static void poll(void) {
  int fd = open_with(DIR, "file", 0, FILE_RIGHTS & ~__WASI_RIGHTS_POLL_FD_READWRITE, 0, 0);
  __wasi_subscription_t in = {.userdata = 7};
  __wasi_event_t out = {0};
  __wasi_size_t events = 0;
  in.u.tag = __WASI_EVENTTYPE_FD_READ;
  in.u.u.fd_read.file_descriptor = fd;
  int errno_ = __wasi_poll_oneoff(&in, &out, 1, &events);
  CHECK_ANY(errno_, OK, NOTCAPABLE);
  if (!errno_) {
    CHECK_EQ(events, 1);
    CHECK_EQ(out.error, NOTCAPABLE);
    CHECK_EQ(out.userdata, 7);
  }
}

static void only_shrink(void) {
  __wasi_fdstat_t stat;
  int fd = open_with(DIR, "file", 0, READ_RIGHTS, 0, 0);
  CHECK_EQ(__wasi_fd_fdstat_get(fd, &stat), OK);
  __wasi_rights_t base = stat.fs_rights_base, inheriting = stat.fs_rights_inheriting;
  CHECK_EQ(base, READ_RIGHTS);
  CHECK_EQ(inheriting, 0);
  /* Adding a right, to either set, is refused and changes nothing, even where another right is
   * given up. */
  CHECK_EQ(__wasi_fd_fdstat_set_rights(fd, base | __WASI_RIGHTS_FD_WRITE, inheriting), NOTCAPABLE);
  CHECK_EQ(__wasi_fd_fdstat_set_rights(fd, base, inheriting | __WASI_RIGHTS_FD_READ), NOTCAPABLE);
  CHECK_EQ(__wasi_fd_fdstat_set_rights(fd, __WASI_RIGHTS_FD_WRITE, 0), NOTCAPABLE);
  /* Bits that no right has. */
  CHECK_ANY(__wasi_fd_fdstat_set_rights(fd, base | 1ull << 30, 0), NOTCAPABLE, INVAL);
  CHECK_ANY(__wasi_fd_fdstat_set_rights(fd, base | 1ull << 63, 0), NOTCAPABLE, INVAL);
  CHECK_EQ(__wasi_fd_fdstat_get(fd, &stat), OK);
  CHECK_EQ(stat.fs_rights_base, base);
  CHECK_EQ(stat.fs_rights_inheriting, 0);
  /* The same set again is no growth. What is given up does not come back. */
  CHECK_EQ(__wasi_fd_fdstat_set_rights(fd, base, inheriting), OK);
  CHECK_EQ(__wasi_fd_fdstat_set_rights(fd, __WASI_RIGHTS_FD_READ, 0), OK);
  CHECK_EQ(__wasi_fd_fdstat_get(fd, &stat), OK);
  CHECK_EQ(stat.fs_rights_base, __WASI_RIGHTS_FD_READ);
  CHECK_EQ(__wasi_fd_fdstat_set_rights(fd, base, 0), NOTCAPABLE);
  CHECK_EQ(__wasi_fd_fdstat_set_rights(fd, 0, 0), OK);
  CHECK_EQ(-read_some(fd, buffer, 1), NOTCAPABLE);
  /* These need no right at all. */
  CHECK_EQ(__wasi_fd_fdstat_get(fd, &stat), OK);
  CHECK_EQ(stat.fs_rights_base, 0);
  int other = open_read("file");
  CHECK_EQ(__wasi_fd_renumber(fd, other), OK);
  CHECK_EQ(-read_some(other, buffer, 1), NOTCAPABLE);
  CHECK_EQ(__wasi_fd_close(other), OK);
}

int main(void) {
  each_operation();
  read_directory();
  poll();
  only_shrink();
  return finish();
}
