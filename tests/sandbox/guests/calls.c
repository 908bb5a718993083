/* Makes the calls of preview1 that a script asks for, with whatever arguments, and tells what came
 * of each. There is no libc: no call is made that the script does not name, but to read the script
 * and to write the answers.
 *
 * SCRIPT. The arguments behind argv[0] are its lines; without any it is standard input, read to its
 * end. A line is a name and words, apart by single blanks:
 *
 *     path_open 3 1 =66696c65 0 -1 -1 0 >4:f
 *     fd_read $f <16,16> >4
 *
 * The words are the call's parameters in the order of the wire, pointers and lengths as such. A word
 * stands for one parameter, or for two where it says so:
 *
 *     12  -1  0x1f    a number of up to 64 bits
 *     $a              the variable a, one of a to z; each is -1 until it is set
 *     @0  @0x1f       the address of the board plus so much: 64 KiB that stay, full of '?'
 *     end  end-4      the size of the memory in bytes, less so much
 *     =6162           two: fresh bytes with this content, address and length
 *     *6162           their address alone
 *     +8              two: so many fresh bytes full of '?', address and length; told after the call
 *     >8              their address alone
 *     >4:a            and the variable a becomes their first 8 bytes or fewer, if the call succeeds
 *     [6162,63]       two: iovecs over fresh bytes with this content, address and count
 *     <8,8>           two: iovecs over so many fresh bytes, each told after the call
 *
 * Fresh bytes begin at a multiple of 16 and are those of one line alone. A missing word counts as 0.
 *
 * These names are no calls of preview1:
 *
 *     grow PAGES                    memory.grow, which answers the pages that there were
 *     poke ADDRESS HEX              stores bytes
 *     peek ADDRESS LENGTH           tells bytes
 *     set a VALUE                   gives a variable a value, tells nothing
 *     out FD                        answers go there from now on, and not to descriptor 1
 *     repeat TIMES LINES            the next LINES lines so many times, of which is told together
 *                                   `repeat FAILED FIRST`: how many calls failed, and the first errno
 *     until ERRNO TRIES CALL...     a call again and again, a millisecond apart, until it answers
 *                                   ERRNO; the last answer is told
 *     list FD SIZE                  a whole listing, SIZE bytes at a time: `list ERRNO COUNT SUM`,
 *                                   SUM that of the names' FNV-1a hashes, 64 bits
 *     spin                          goes on for ever
 *     trap                          executes `unreachable`
 *     recurse                       until the stack is used up
 *
 * ANSWERS. One line each, `path_open 0 04000000`: the name, the errno, and what the words of + > and
 * < then hold, in hexadecimal, in the order of the line. What is no script ends with status 99. */
#include <stdint.h>

/* The signatures, i for 32 bits and l for 64, and the calls that have each. */
#define CALLS(X)                                                                             \
  X(args_get, ii) X(args_sizes_get, ii) X(environ_get, ii) X(environ_sizes_get, ii)          \
  X(clock_res_get, ii) X(clock_time_get, ili) X(fd_advise, illi) X(fd_allocate, ill)         \
  X(fd_close, i) X(fd_datasync, i) X(fd_fdstat_get, ii) X(fd_fdstat_set_flags, ii)           \
  X(fd_fdstat_set_rights, ill) X(fd_filestat_get, ii) X(fd_filestat_set_size, il)            \
  X(fd_filestat_set_times, illi) X(fd_pread, iiili) X(fd_prestat_get, ii)                    \
  X(fd_prestat_dir_name, iii) X(fd_pwrite, iiili) X(fd_read, iiii) X(fd_readdir, iiili)      \
  X(fd_renumber, ii) X(fd_seek, ilii) X(fd_sync, i) X(fd_tell, ii) X(fd_write, iiii)         \
  X(path_create_directory, iii) X(path_filestat_get, iiiii)                                  \
  X(path_filestat_set_times, iiiilli) X(path_link, iiiiiii) X(path_open, iiiiillii)          \
  X(path_readlink, iiiiii) X(path_remove_directory, iii) X(path_rename, iiiiii)              \
  X(path_symlink, iiiii) X(path_unlink_file, iii) X(poll_oneoff, iiii) X(proc_raise, i)      \
  X(sched_yield, v) X(random_get, ii) X(sock_accept, iii) X(sock_recv, iiiiii)               \
  X(sock_send, iiiii) X(sock_shutdown, ii)

typedef int32_t i32;
typedef int64_t i64;

#define PARAMETERS_v (void)
#define PARAMETERS_i (i32)
#define PARAMETERS_ii (i32, i32)
#define PARAMETERS_iii (i32, i32, i32)
#define PARAMETERS_iiii (i32, i32, i32, i32)
#define PARAMETERS_iiiii (i32, i32, i32, i32, i32)
#define PARAMETERS_iiiiii (i32, i32, i32, i32, i32, i32)
#define PARAMETERS_iiiiiii (i32, i32, i32, i32, i32, i32, i32)
#define PARAMETERS_il (i32, i64)
#define PARAMETERS_ili (i32, i64, i32)
#define PARAMETERS_ilii (i32, i64, i32, i32)
#define PARAMETERS_ill (i32, i64, i64)
#define PARAMETERS_illi (i32, i64, i64, i32)
#define PARAMETERS_iiili (i32, i32, i32, i64, i32)
#define PARAMETERS_iiiilli (i32, i32, i32, i32, i64, i64, i32)
#define PARAMETERS_iiiiillii (i32, i32, i32, i32, i32, i64, i64, i32, i32)

#define I(n) (i32) a[n]
#define L(n) a[n]
#define ARGUMENTS_v ()
#define ARGUMENTS_i (I(0))
#define ARGUMENTS_ii (I(0), I(1))
#define ARGUMENTS_iii (I(0), I(1), I(2))
#define ARGUMENTS_iiii (I(0), I(1), I(2), I(3))
#define ARGUMENTS_iiiii (I(0), I(1), I(2), I(3), I(4))
#define ARGUMENTS_iiiiii (I(0), I(1), I(2), I(3), I(4), I(5))
#define ARGUMENTS_iiiiiii (I(0), I(1), I(2), I(3), I(4), I(5), I(6))
#define ARGUMENTS_il (I(0), L(1))
#define ARGUMENTS_ili (I(0), L(1), I(2))
#define ARGUMENTS_ilii (I(0), L(1), I(2), I(3))
#define ARGUMENTS_ill (I(0), L(1), L(2))
#define ARGUMENTS_illi (I(0), L(1), L(2), I(3))
#define ARGUMENTS_iiili (I(0), I(1), I(2), L(3), I(4))
#define ARGUMENTS_iiiilli (I(0), I(1), I(2), I(3), L(4), L(5), I(6))
#define ARGUMENTS_iiiiillii (I(0), I(1), I(2), I(3), I(4), L(5), L(6), I(7), I(8))

#define WASI "wasi_snapshot_preview1"
#define DECLARE(name, signature)                                  \
  __attribute__((import_module(WASI), import_name(#name))) i32    \
  name PARAMETERS_##signature;                                    \
  static i32 call_##name(const i64 *a) { return (void)a, name ARGUMENTS_##signature; }
CALLS(DECLARE)
__attribute__((import_module(WASI), import_name("proc_exit"), noreturn)) void proc_exit(i32);

#define ENTRY(name, signature) {#name, call_##name},
static const struct {
  const char *name;
  i32 (*call)(const i64 *);
} calls[] = {CALLS(ENTRY)};

/* What the compiler makes of some loops; the body must not become one of those itself. */
void *memset(void *to, int byte, unsigned long size) {
  for (volatile uint8_t *at = to; size > 0; size--) *at++ = byte;
  return to;
}

#define PAGE 65536
#define AT(pointer) ((i64)(uintptr_t)(pointer))

extern uint8_t __heap_base;
static uint8_t board[PAGE] __attribute__((aligned(16)));
static i64 variables[26];
static i32 out = 1, quiet;
static i64 failed, first;

/* Memory: the script, behind it the fresh bytes of a line, growing upwards. */
static uint8_t *heap, *fresh;

static void reserve(const uint8_t *to) {
  i64 missing = AT(to) - ((i64)__builtin_wasm_memory_size(0) << 16);
  if (missing > 0 && __builtin_wasm_memory_grow(0, (missing + PAGE - 1) >> 16) == (unsigned long)-1)
    __builtin_trap();
}

static uint8_t *make(i64 size) {
  uint8_t *made = fresh;
  reserve(made + size + 32);
  fresh += (size + 15) & ~(i64)15;
  return made;
}

static void fill(uint8_t *at, i64 size, uint8_t byte) {
  for (i64 i = 0; i < size; i++) at[i] = byte;
}

/* Answers. */
static uint8_t line[PAGE];
static i32 filled;

static void flush(void) {
  uint32_t vector[2] = {AT(line), filled}, done = 0;
  for (; vector[1] > 0; vector[0] += done, vector[1] -= done)
    if (fd_write(out, AT(vector), 1, AT(&done)) != 0 || done == 0) break;
  filled = 0;
}

static void put(uint8_t byte) {
  if (quiet) return;
  if (filled == sizeof line) flush();
  line[filled++] = byte;
}

static void put_text(const char *text) {
  while (*text) put(*text++);
}

static void put_number(uint64_t value) {
  char digits[24], *at = digits + sizeof digits - 1;
  *at = 0;
  do *--at = '0' + value % 10;
  while (value /= 10);
  put(' ');
  put_text(at);
}

static void put_hex(const uint8_t *bytes, i64 size) {
  put(' ');
  for (i64 i = 0; i < size; i++) {
    put("0123456789abcdef"[bytes[i] >> 4]);
    put("0123456789abcdef"[bytes[i] & 15]);
  }
}

static void end_line(void) {
  if (quiet) return;
  put('\n');
  flush();
}

/* Words. */
static const char *at;

static void malformed(void) {
  quiet = 0;
  put_text("malformed at ");
  for (i32 i = 0; i < 40 && at[i]; i++) put(at[i]);
  end_line();
  proc_exit(99);
}

static i32 digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

static i64 number(void) {
  i32 negative = *at == '-', base = 10;
  if (negative) at++;
  if (at[0] == '0' && at[1] == 'x') base = 16, at += 2;
  if (digit(*at) < 0) malformed();
  uint64_t value = 0;
  for (i32 d; (d = digit(*at)) >= 0 && d < base; at++) value = value * base + d;
  return negative ? -(i64)value : (i64)value;
}

static i64 hex(uint8_t **bytes) {
  i64 size = 0;
  while (digit(at[size]) >= 0) size++;
  size /= 2;
  *bytes = make(size);
  for (i64 i = 0; i < size; i++, at += 2) (*bytes)[i] = digit(at[0]) << 4 | digit(at[1]);
  return size;
}

/* What is told after a call. */
static struct {
  uint8_t *bytes;
  i64 size;
  i32 variable;
} told[1100];
static i32 tellings;

static uint8_t *tell(i64 size) {
  if (tellings == sizeof told / sizeof *told) malformed();
  uint8_t *bytes = make(size);
  fill(bytes, size, '?');
  told[tellings].bytes = bytes, told[tellings].size = size, told[tellings].variable = -1;
  tellings++;
  return bytes;
}

static i64 iovecs(char close, i64 *count) {
  const char *from = at;
  i64 most = 1;
  for (i64 i = 0; from[i] && from[i] != close; i++) most += from[i] == ',';
  uint32_t *vectors = (uint32_t *)make(8 * most);
  *count = 0;
  while (*at && *at != close) {
    uint8_t *bytes;
    i64 size;
    if (close == ']') size = hex(&bytes);
    else size = number(), bytes = tell(size);
    vectors[2 * *count] = AT(bytes), vectors[2 * *count + 1] = size;
    ++*count;
    if (*at == ',') at++;
    else if (*at != close) malformed();
  }
  if (*at++ != close) malformed();
  return AT(vectors);
}

static i32 words(i64 *values, i32 most) {
  i32 count = 0;
  while (*at == ' ') {
    if (count + 2 > most) malformed();
    uint8_t *bytes;
    i64 size;
    switch (*++at) {
      case '$':
        if (at[1] < 'a' || at[1] > 'z') malformed();
        values[count++] = variables[at[1] - 'a'];
        at += 2;
        break;
      case '@':
        at++;
        values[count++] = AT(board) + number();
        break;
      case 'e':
        at += 3;
        values[count] = (i64)__builtin_wasm_memory_size(0) << 16;
        if (*at == '-') values[count] += number();
        count++;
        break;
      case '=':
      case '*': {
        i32 both = *at++ == '=';
        size = hex(&bytes);
        values[count++] = AT(bytes);
        if (both) values[count++] = size;
        break;
      }
      case '+':
      case '>': {
        i32 both = *at++ == '+';
        size = number();
        values[count++] = AT(tell(size));
        if (both) values[count++] = size;
        if (*at != ':') break;
        if (at[1] < 'a' || at[1] > 'z') malformed();
        told[tellings - 1].variable = at[1] - 'a';
        at += 2;
        break;
      }
      case '[':
      case '<': {
        char close = *at++ == '[' ? ']' : '>';
        values[count] = iovecs(close, &values[count + 1]);
        count += 2;
        break;
      }
      default:
        values[count++] = number();
    }
  }
  if (*at != '\n' && *at) malformed();
  for (i32 i = count; i < most; i++) values[i] = 0;
  return count;
}

static i32 named(const char *name) {
  const char *rest = at;
  while (*name && *name == *rest) name++, rest++;
  if (*name || (*rest != ' ' && *rest != '\n' && *rest)) return 0;
  at = rest;
  return 1;
}

static void next_line(void) {
  while (*at && *at != '\n') at++;
  if (*at) at++;
}

/* A call by its name; -1 where there is none. */
static i32 call(const char **name) {
  i64 values[16];
  tellings = 0;
  if (named("proc_exit")) {
    words(values, 16);
    proc_exit(values[0]);
  }
  for (uint32_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    if (!named(calls[i].name)) continue;
    words(values, 16);
    *name = calls[i].name;
    i32 errno = calls[i].call(values);
    if (errno != 0) return errno;
    for (i32 t = 0; t < tellings; t++) {
      if (told[t].variable < 0) continue;
      uint64_t value = 0;
      for (i32 b = 0; b < 8 && b < told[t].size; b++) value |= (uint64_t)told[t].bytes[b] << 8 * b;
      variables[told[t].variable] = value;
    }
    return errno;
  }
  malformed();
  return -1;
}

static void answer(const char *name, i32 errno) {
  if (quiet && errno != 0 && failed++ == 0) first = errno;
  put_text(name);
  put_number(errno);
  for (i32 i = 0; i < tellings; i++) put_hex(told[i].bytes, told[i].size);
  end_line();
}

static void sleep_a_millisecond(void) {
  uint64_t subscription[6] = {0, 0, 1, 1000000, 0, 0}, event[4];
  uint32_t happened;
  poll_oneoff(AT(subscription), AT(event), 1, AT(&happened));
}

static void list(i32 fd, i64 size) {
  uint8_t *buffer = make(size);
  uint64_t cookie = 0, sum = 0, count = 0;
  uint32_t used = 0;
  i32 errno;
  do {
    errno = fd_readdir(fd, AT(buffer), size, cookie, AT(&used));
    uint32_t here = 0;
    while (errno == 0 && used - here >= 24) {
      uint64_t next = 0, hash = 0xcbf29ce484222325;
      uint32_t length = 0;
      for (i32 b = 0; b < 8; b++) next |= (uint64_t)buffer[here + b] << 8 * b;
      for (i32 b = 0; b < 4; b++) length |= (uint32_t)buffer[here + 16 + b] << 8 * b;
      if (used - here - 24 < length) break;
      for (uint32_t b = 0; b < length; b++)
        hash = (hash ^ buffer[here + 24 + b]) * 0x100000001b3;
      cookie = next, sum += hash, count++, here += 24 + length;
    }
    if (here == 0) break;
  } while (errno == 0 && used == size);
  put_text("list");
  put_number(errno), put_number(count), put_number(sum);
  end_line();
}

/* The engine's stack alone: the one in memory would run out first. */
static volatile i32 returned;
static __attribute__((noinline)) i32 depth(i32 n) {
  i32 deeper = depth(n + 1);
  returned = deeper;
  return deeper + n;
}

static void run(i64 lines) {
  const char *name = "";
  i64 values[16];
  uint8_t *bytes;
  for (; *at && lines > 0; lines--, next_line()) {
    fresh = heap;
    tellings = 0;
    if (*at == '\n') continue;
    if (named("grow")) {
      words(values, 16);
      put_text("grow");
      put_number((uint32_t)__builtin_wasm_memory_grow(0, values[0]));
      end_line();
    } else if (named("poke")) {
      const char *space = at + 1;
      while (*space && *space != ' ' && *space != '\n') space++;
      char after = *space;
      *(char *)space = '\n';
      words(values, 16);
      *(char *)space = after;
      at = space + 1;
      i64 size = hex(&bytes);
      for (i64 i = 0; i < size; i++) ((uint8_t *)(uintptr_t)values[0])[i] = bytes[i];
    } else if (named("peek")) {
      words(values, 16);
      put_text("peek 0");
      put_hex((uint8_t *)(uintptr_t)values[0], values[1]);
      end_line();
    } else if (named("set")) {
      if (at[0] != ' ' || at[1] < 'a' || at[1] > 'z') malformed();
      i32 variable = at[1] - 'a';
      at += 2;
      words(values, 16);
      variables[variable] = values[0];
    } else if (named("out")) {
      words(values, 16);
      out = values[0];
    } else if (named("list")) {
      words(values, 16);
      list(values[0], values[1]);
    } else if (named("repeat")) {
      words(values, 16);
      next_line();
      const char *from = at;
      quiet++, failed = 0, first = 0;
      for (i64 i = 0; i < values[0]; i++) at = from, run(values[1]);
      if (values[0] == 0)
        for (i64 i = 0; i < values[1]; i++) next_line();
      quiet--;
      put_text("repeat");
      put_number(failed), put_number(first);
      end_line();
      /* Already behind the last of them: undo the step that the loop is going to make. */
      at--;
    } else if (named("until")) {
      if (*at++ != ' ') malformed();
      i64 errno = number();
      if (*at++ != ' ') malformed();
      i64 tries = number();
      if (*at++ != ' ') malformed();
      const char *from = at;
      i32 got = -1;
      for (i64 i = 0; i < tries && got != errno; i++) {
        if (i > 0) sleep_a_millisecond();
        fresh = heap, at = from;
        got = call(&name);
      }
      answer(name, got);
    } else if (named("spin")) {
      for (volatile i32 i = 0;; i++) continue;
    } else if (named("trap")) {
      __builtin_trap();
    } else if (named("recurse")) {
      proc_exit(depth(0));
    } else {
      i32 errno = call(&name);
      answer(name, errno);
    }
  }
}

static void read_script(uint8_t *to) {
  for (;;) {
    reserve(to + PAGE + 1);
    uint32_t vector[2] = {AT(to), PAGE}, done = 0;
    if (fd_read(0, AT(vector), 1, AT(&done)) != 0 || done == 0) break;
    to += done;
  }
  *to = 0;
  heap = to;
}

static void join_arguments(uint8_t *to, uint32_t count, uint32_t size) {
  uint32_t *pointers = (uint32_t *)to;
  reserve(to + 4 * count + size + 1);
  uint8_t *text = to + 4 * count;
  args_get(AT(pointers), AT(text));
  i64 first_length = count > 1 ? pointers[1] - pointers[0] : size;
  for (i64 i = first_length; i < size; i++)
    to[i - first_length] = text[i] ? text[i] : '\n';
  heap = to + size - first_length;
  *heap = 0;
}

__attribute__((export_name("_start"))) void _start(void) {
  fill(board, sizeof board, '?');
  for (i32 i = 0; i < 26; i++) variables[i] = -1;
  uint32_t count = 0, size = 0;
  heap = &__heap_base;
  args_sizes_get(AT(&count), AT(&size));
  at = (const char *)heap;
  if (count > 1) join_arguments(heap, count, size);
  else read_script(heap);
  heap = (uint8_t *)((AT(heap) + 16) & ~(i64)15);
  run(INT64_MAX);
}
