/* Makes the one call that its argument names, with a pointer that lies outside memory or is not
 * aligned. The host has to end the program: a line on standard output says that it did not. */
#include "../path_calls.h"

#define RAW(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))
RAW(fd_write) int raw_fd_write(int fd, uint32_t vectors, int count, uint32_t done);
RAW(fd_read) int raw_fd_read(int fd, uint32_t vectors, int count, uint32_t done);
RAW(fd_pread) int raw_fd_pread(int fd, uint32_t vectors, int count, uint64_t offset, uint32_t done);
RAW(fd_pwrite)
int raw_fd_pwrite(int fd, uint32_t vectors, int count, uint64_t offset, uint32_t done);
RAW(fd_seek) int raw_fd_seek(int fd, uint64_t offset, int whence, uint32_t at);
RAW(fd_tell) int raw_fd_tell(int fd, uint32_t at);
RAW(fd_readdir)
int raw_fd_readdir(int fd, uint32_t buffer, uint32_t length, uint64_t cookie, uint32_t used);
RAW(fd_fdstat_get) int raw_fd_fdstat_get(int fd, uint32_t stat);
RAW(fd_filestat_get) int raw_fd_filestat_get(int fd, uint32_t stat);
RAW(fd_prestat_get) int raw_fd_prestat_get(int fd, uint32_t stat);
RAW(fd_prestat_dir_name) int raw_fd_prestat_dir_name(int fd, uint32_t name, uint32_t length);
RAW(args_get) int raw_args_get(uint32_t pointers, uint32_t buffer);
RAW(args_sizes_get) int raw_args_sizes_get(uint32_t count, uint32_t size);
RAW(environ_sizes_get) int raw_environ_sizes_get(uint32_t count, uint32_t size);
RAW(clock_time_get) int raw_clock_time_get(int clock, uint64_t precision, uint32_t time);
RAW(clock_res_get) int raw_clock_res_get(int clock, uint32_t resolution);
RAW(random_get) int raw_random_get(uint32_t buffer, uint32_t length);
RAW(poll_oneoff) int raw_poll_oneoff(uint32_t in, uint32_t out, uint32_t count, uint32_t events);

static union {
  uint32_t words[16];
  __wasi_ciovec_t vector;
  __wasi_subscription_t subscription;
} memory;
static const uint32_t WILD = 0xffffffff, NEGATIVE = 0x80000000;
#define AT(pointer) ((uint32_t)(uintptr_t)(pointer))
#define PATH(address) ((const char *)(uintptr_t)(address))

int main(int argc, char **argv) {
  const char *name = argc == 2 ? argv[1] : "";
  uint32_t end = __builtin_wasm_memory_size(0) << 16, good = AT(&memory),
           result = AT(memory.words + 12);
  int file = open_with(DIR, "file", 0, FILE_RIGHTS, 0, 0), answer = -1;
  memory.vector = (__wasi_ciovec_t){(const uint8_t *)"written\n", 8};

#define CASE(text, call) \
  if (!strcmp(name, text)) answer = (call)
  /* A result that has no place: what the call does must not have happened. */
  CASE("fd_write result", raw_fd_write(1, good, 1, WILD));
  CASE("fd_write result at the end", raw_fd_write(1, good, 1, end));
  CASE("fd_write result across the end", raw_fd_write(1, good, 1, end - 2));
  CASE("fd_write result unaligned", raw_fd_write(1, good, 1, result + 1));
  CASE("fd_pwrite result", raw_fd_pwrite(file, good, 1, 0, NEGATIVE));
  CASE("path_open result",
       raw_open(DIR, 0, "new", 3, __WASI_OFLAGS_CREAT, FILE_RIGHTS, 0, 0, (void *)(uintptr_t)WILD));
  CASE("fd_seek result", raw_fd_seek(file, 1, __WASI_WHENCE_SET, WILD));
  CASE("fd_tell result", raw_fd_tell(file, end - 4));
  CASE("fd_tell result unaligned", raw_fd_tell(file, result + 4));
  /* Vectors, and what they point to. */
  CASE("fd_write vectors", raw_fd_write(1, WILD, 1, result));
  CASE("fd_write vectors at the end", raw_fd_write(1, end - 4, 1, result));
  CASE("fd_write vectors unaligned", raw_fd_write(1, good + 2, 1, result));
  CASE("fd_write too many vectors", raw_fd_write(1, good, 0x7fffffff, result));
  memory.words[4] = WILD, memory.words[5] = 1;
  CASE("fd_write bytes", raw_fd_write(1, good + 16, 1, result));
  CASE("fd_read bytes", raw_fd_read(file, good + 16, 1, result));
  memory.words[4] = 0xfffffff0, memory.words[5] = 0x20;
  CASE("fd_write bytes that wrap", raw_fd_write(1, good + 16, 1, result));
  CASE("fd_pread bytes that wrap", raw_fd_pread(file, good + 16, 1, 0, result));
  memory.words[4] = good, memory.words[5] = end;
  CASE("fd_read bytes across the end", raw_fd_read(file, good + 16, 1, result));
  memory.words[4] = memory.words[0], memory.words[5] = memory.words[1], memory.words[6] = WILD,
  memory.words[7] = 1;
  CASE("fd_write second vector", raw_fd_write(1, good + 16, 2, result));
  /* Paths. */
  CASE("path", raw_create_directory(DIR, PATH(WILD), 1));
  CASE("path negative", raw_filestat_get(DIR, 0, PATH(NEGATIVE), 4, &memory));
  CASE("path across the end", raw_create_directory(DIR, PATH(end - 1), 2));
  CASE("path that wraps", raw_unlink_file(DIR, PATH(0xfffffff0), 0x20));
  CASE("rename new path", raw_rename(DIR, "file", 4, DIR, PATH(WILD), 4));
  CASE("symlink text", raw_symlink(PATH(WILD), 4, DIR, "new", 3));
  CASE("readlink buffer",
       raw_readlink(DIR, "link", 4, (void *)(uintptr_t)WILD, 4, (void *)(uintptr_t)result));
  CASE("readlink result", raw_readlink(DIR, "link", 4, memory.words, 4, (void *)(uintptr_t)WILD));
  /* Records. */
  CASE("fd_fdstat_get", raw_fd_fdstat_get(1, end - 8));
  CASE("fd_fdstat_get unaligned", raw_fd_fdstat_get(1, good + 4));
  CASE("fd_filestat_get", raw_fd_filestat_get(file, end - 56));
  CASE("path_filestat_get", raw_filestat_get(DIR, 0, "file", 4, (void *)(uintptr_t)(end - 32)));
  CASE("fd_prestat_get", raw_fd_prestat_get(DIR, WILD));
  CASE("fd_prestat_dir_name", raw_fd_prestat_dir_name(DIR, WILD, 5));
  CASE("fd_readdir buffer", raw_fd_readdir(DIR, end - 8, 64, 0, result));
  CASE("fd_readdir result", raw_fd_readdir(DIR, good, 8, 0, WILD));
  CASE("args_get", raw_args_get(WILD, good));
  CASE("args_get buffer", raw_args_get(good, end - 2));
  CASE("args_sizes_get", raw_args_sizes_get(good, WILD));
  CASE("environ_sizes_get", raw_environ_sizes_get(WILD, good));
  CASE("clock_time_get", raw_clock_time_get(0, 0, end - 4));
  CASE("clock_time_get unaligned", raw_clock_time_get(0, 0, good + 1));
  CASE("clock_res_get", raw_clock_res_get(0, WILD));
  CASE("random_get", raw_random_get(end - 8, 16));
  CASE("random_get that wraps", raw_random_get(0xfffffff0, 0x20));
  memset(&memory, 0, sizeof memory);
  CASE("poll_oneoff in", raw_poll_oneoff(end - 40, good, 1, result));
  CASE("poll_oneoff in unaligned", raw_poll_oneoff(good + 4, good, 1, result));
  CASE("poll_oneoff out", raw_poll_oneoff(good, end - 24, 1, result));
  CASE("poll_oneoff result", raw_poll_oneoff(good, good, 1, WILD));
  CASE("poll_oneoff too many", raw_poll_oneoff(good, good, 0x4000, result));

  put("not ended: "), put(name), put(" answered "), put_number(answer), put("\n");
  return 1;
}
