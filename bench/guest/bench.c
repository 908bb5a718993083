/* The benchmark's guest: times one operation and says what it cost.
 *
 *   bench OP SIZE COUNT [WARM_UP]      writes "ns-per-op N" to stderr
 *   bench hello
 *
 * The same source is built for WebAssembly, where every operation is the preview1 call itself, and
 * natively, where it is the system call that does the same work. What SIZE means is written beside
 * each operation. The loop is timed here, inside, so starting a process is no part of the result; and
 * it runs untimed before, for WARM_UP milliseconds, since a host compiles what is hot while the guest is
 * already running. Only a copy is timed from its first byte: its 256 MiB are what a user waits for.
 *
 * The working directory is prepared by bench/workspace.ts. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __wasi__
#include "calls_wasi.h"
#else
#include "calls_native.h"
#endif

/* A file that stays in the processor's cache, so that the memory bus is no part of the result. */
enum { FILE_SIZE = 512 << 10, BUFFER_SIZE = 64 << 10, PARTS = 8 };

static char buffer[BUFFER_SIZE] __attribute__((aligned(4096)));
static vector parts[PARTS];
static handle directory, source, target;

/* ---- before the clock starts ---- */

static void no_file(uint64_t size) { (void)size; }
static void for_reading(uint64_t size) { (void)size; source = open_at(directory, "data", READ); }
static void for_writing(uint64_t size) { (void)size; target = open_at(directory, "out", WRITE); }

static void split_buffer(uint64_t size) {
  for (int i = 0; i < PARTS; i++) parts[i] = part(buffer + i * size, size);
}
static void for_reading_parts(uint64_t size) { for_reading(size); split_buffer(size); }
static void for_writing_parts(uint64_t size) { for_writing(size); split_buffer(size); }

static void for_copying(uint64_t size) {
  (void)size;
  source = open_at(directory, "big", READ);
  target = open_at(directory, "copy", TRUNCATE);
}

static void for_listing(uint64_t size) {
  source = open_at(directory, size < 1000 ? "entries-100" : "entries-1000", LIST);
}

/* ---- what is timed ---- */

/* SIZE: bytes a call. The file is read from end to end and then from its start again. */
static void fd_read(uint64_t size, uint64_t count) {
  for (uint64_t at = FILE_SIZE; count--; at += size) {
    if (at >= FILE_SIZE) at = 0, seek_to(source, 0);
    if (read_part(source, part(buffer, size)) != size) fail("read: too short");
  }
}

static void fd_write(uint64_t size, uint64_t count) {
  for (uint64_t at = FILE_SIZE; count--; at += size) {
    if (at >= FILE_SIZE) at = 0, seek_to(target, 0);
    write_part(target, part(buffer, size));
  }
}

static void fd_pread(uint64_t size, uint64_t count) {
  for (uint64_t at = 0; count--; at = (at + size) % FILE_SIZE) pread_part(source, part(buffer, size), at);
}

static void fd_pwrite(uint64_t size, uint64_t count) {
  for (uint64_t at = 0; count--; at = (at + size) % FILE_SIZE) pwrite_part(target, part(buffer, size), at);
}

/* SIZE: bytes in each of PARTS buffers. */
static void readv_parts(uint64_t size, uint64_t count) {
  for (uint64_t at = FILE_SIZE; count--; at += size * PARTS) {
    if (at >= FILE_SIZE) at = 0, seek_to(source, 0);
    if (read_parts(source, parts, PARTS) != size * PARTS) fail("readv: too short");
  }
}

static void writev_parts(uint64_t size, uint64_t count) {
  for (uint64_t at = FILE_SIZE; count--; at += size * PARTS) {
    if (at >= FILE_SIZE) at = 0, seek_to(target, 0);
    write_parts(target, parts, PARTS);
  }
}

/* SIZE: distance between one position and the next. */
static void fd_seek(uint64_t size, uint64_t count) {
  for (uint64_t at = 0; count--; at = (at + size) % FILE_SIZE) seek_to(source, at);
}

/* SIZE: names in the path, 1 or 4. */
static const char *path_of(uint64_t names) { return names == 1 ? "data" : "a/b/c/data"; }

static void open_close(uint64_t size, uint64_t count) {
  const char *path = path_of(size);
  while (count--) close_handle(open_at(directory, path, READ));
}

static void path_stat(uint64_t size, uint64_t count) {
  const char *path = path_of(size);
  while (count--) stat_at(directory, path);
}

static void fd_stat(uint64_t size, uint64_t count) {
  (void)size;
  while (count--) stat_handle(source);
}

/* SIZE: entries in the directory; one operation lists them all. */
static void readdir_all(uint64_t size, uint64_t count) {
  while (count--)
    if (list(source, buffer) < size) fail("readdir: the listing ends too early");
}

static void clock_now(uint64_t size, uint64_t count) {
  (void)size;
  while (count--) now();
}

static void random_bytes(uint64_t size, uint64_t count) {
  while (count--) fill_random(buffer, size);
}

static void stdout_write(uint64_t size, uint64_t count) {
  while (count--) write_part(STANDARD_OUTPUT, part(buffer, size));
}

/* SIZE: bytes a block; COUNT blocks of the big file are copied. */
static void copy(uint64_t size, uint64_t count) {
  while (count--) {
    if (read_part(source, part(buffer, size)) != size) fail("copy: short read");
    if (write_part(target, part(buffer, size)) != size) fail("copy: short write");
  }
}

static const struct operation {
  const char *name;
  void (*prepare)(uint64_t size);
  void (*loop)(uint64_t size, uint64_t count);
} operations[] = {
    {"read", for_reading, fd_read},
    {"write", for_writing, fd_write},
    {"pread", for_reading, fd_pread},
    {"pwrite", for_writing, fd_pwrite},
    {"readv", for_reading_parts, readv_parts},
    {"writev", for_writing_parts, writev_parts},
    {"seek", for_reading, fd_seek},
    {"open", no_file, open_close},
    {"stat", no_file, path_stat},
    {"fstat", for_reading, fd_stat},
    {"readdir", for_listing, readdir_all},
    {"clock", no_file, clock_now},
    {"random", no_file, random_bytes},
    {"stdout", no_file, stdout_write},
    {"copy", for_copying, copy},
};

/* ---- the program ---- */

static const struct operation *operation_named(const char *name) {
  for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
    if (strcmp(operations[i].name, name) == 0) return &operations[i];
  fail("no such operation");
}

/* Writes PICOSECONDS as nanoseconds with three decimals. */
static void report(uint64_t picoseconds) {
  char line[48], *end = line + sizeof line, *at = end;
  *--at = '\n';
  for (int digits = 0; digits < 4 || picoseconds > 0; digits++, picoseconds /= 10) {
    if (digits == 3) *--at = '.';
    *--at = (char)('0' + picoseconds % 10);
  }
  static const char label[] = "ns-per-op ";
  at -= sizeof label - 1;
  memcpy(at, label, sizeof label - 1);
  write_part(STANDARD_ERROR, part(at, (size_t)(end - at)));
}

static uint64_t number(const char *text) { return strtoull(text, NULL, 10); }

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "hello") == 0) {
    static char hello[] = "hello\n";
    write_part(STANDARD_OUTPUT, part(hello, sizeof hello - 1));
    return 0;
  }
  if (argc < 4) fail("usage: bench OP SIZE COUNT [WARM_UP] | bench hello");
  const struct operation *operation = operation_named(argv[1]);
  uint64_t size = number(argv[2]), count = number(argv[3]);
  uint64_t warm_up = operation->loop == copy ? 0 : (argc > 4 ? number(argv[4]) : 200) * 1000000;
  if (count == 0) fail("COUNT is 0");

  memset(buffer, 'x', sizeof buffer); /* every page is there before the clock starts */
  directory = open_working_directory();
  operation->prepare(size);

  uint64_t start = now();
  while (now() - start < warm_up) operation->loop(size, count / 32 + 1);
  start = now();
  operation->loop(size, count);
  report((now() - start) * 1000 / count);
  return 0;
}
