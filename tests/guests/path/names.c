/* Names are bytes of UTF-8 without NUL: others are refused by every call, and none is shortened,
 * changed or decoded. */
#include "../path_calls.h"

static char long_path[65536 + 1];

static void all_calls(int line, const char *path, size_t length, int a, int b) {
  for (int call = 0; call < PATH_CALLS; call++)
    check_path(__FILE__, line, call, DIR, path, length, (const int[4]){a, b, a, a});
}

#define ALL_CALLS(text, a, b) all_calls(__LINE__, text, sizeof text - 1, a, b)

/* Repeats a text until a length is reached. */
static void repeat(const char *text, size_t length) {
  size_t each = strlen(text);
  for (size_t i = 0; i < length; i++) long_path[i] = text[i % each];
  long_path[length] = 0;
}

static void empty(void) {
  ALL_CALLS("", NOENT, NOENT);
  /* Without a byte to read, the pointer does not matter. */
  all_calls(__LINE__, (const char *)0x7fffffff, 0, NOENT, NOENT);
}

static void nul(void) {
  ALL_CALLS("spare\0", INVAL, ILSEQ);
  ALL_CALLS("spare\0.png", INVAL, ILSEQ);
  ALL_CALLS("\0", INVAL, ILSEQ);
  ALL_CALLS("\0spare", INVAL, ILSEQ);
  ALL_CALLS("dir/\0/x", INVAL, ILSEQ);
}

static void not_utf8(void) {
  ALL_CALLS("\xff\xfe", ILSEQ, INVAL);
  ALL_CALLS("x\x80", ILSEQ, INVAL);
  ALL_CALLS("\xed\xa0\x80", ILSEQ, INVAL);         /* a surrogate */
  ALL_CALLS("dir\xc0\xafspare", ILSEQ, INVAL);     /* an overlong slash */
  ALL_CALLS("\xc0\xae\xc0\xae/out", ILSEQ, INVAL); /* overlong dots */
  ALL_CALLS("\xe2\x82", ILSEQ, INVAL);             /* cut off */
  ALL_CALLS("\xf4\x90\x80\x80", ILSEQ, INVAL);     /* beyond U+10FFFF */
  ALL_CALLS("\xf8\x88\x80\x80\x80", ILSEQ, INVAL); /* five bytes */
}

static void too_long(void) {
  repeat("x", 256);
  all_calls(__LINE__, long_path, 256, NAMETOOLONG, NAMETOOLONG);
  repeat("dir/", 4096);
  all_calls(__LINE__, long_path, 4096, NAMETOOLONG, NAMETOOLONG);
  repeat("./", 65536);
  all_calls(__LINE__, long_path, 65536, NAMETOOLONG, NAMETOOLONG);

  /* The longest name and a long way round. */
  repeat("y", 255);
  CHECK_EQ(path_call(STAT, DIR, long_path, 255), NOENT);
  CHECK_EQ(path_call(OPEN_CREATE, DIR, long_path, 255), OK);
  CHECK_EQ(path_call(UNLINK, DIR, long_path, 255), OK);
  repeat("./", 4000);
  memcpy(long_path + 4000, "spare", 5);
  CHECK_EQ(path_call(STAT, DIR, long_path, 4005), OK);
  CHECK_EQ(path_call(OPEN, DIR, long_path, 4005), OK);
}

/* Names that are unusual and nothing else: each is made, found under its own bytes, and listed as
 * it was written. */
static void unusual(void) {
  static const char *const names[] = {"\xef\xbf\xbd",
                                      "\xef\xbb\xbf"
                                      "bom",
                                      "a\xe2\x80\xae"
                                      "b",
                                      "new\nline",
                                      "\x1b[31m",
                                      "back\\slash",
                                      " ",
                                      "caf\xc3\xa9",
                                      "cafe\xcc\x81",
                                      "\xf0\x9f\x98\x80",
                                      "-",
                                      "CON",
                                      "a:b",
                                      "*?"};
  static uint8_t entries[4096];
  enum { COUNT = sizeof names / sizeof *names };
  int dir = open_directory("dir");
  for (int i = 0; i < COUNT; i++)
    CHECK_EQ(path_call(OPEN_CREATE, dir, names[i], strlen(names[i])), OK);
  __wasi_size_t used = 0;
  CHECK_EQ(__wasi_fd_readdir(dir, entries, sizeof entries, 0, &used), OK);
  int listed = 0;
  for (size_t at = 0; at < used;) {
    __wasi_dirent_t entry;
    memcpy(&entry, entries + at, sizeof entry);
    at += sizeof entry;
    for (int i = 0; i < COUNT; i++)
      listed +=
          entry.d_namlen == strlen(names[i]) && !memcmp(entries + at, names[i], entry.d_namlen);
    at += entry.d_namlen;
  }
  CHECK_EQ(listed, COUNT);
  for (int i = 0; i < COUNT; i++) CHECK_EQ(path_call(UNLINK, dir, names[i], strlen(names[i])), OK);
}

/* The text of a symbolic link is a path as well. */
static void link_text(void) {
  CHECK_EQ(raw_symlink("", 0, DIR, "text", 4), NOENT);
  CHECK_ANY(raw_symlink("a\0b", 3, DIR, "text", 4), INVAL, ILSEQ);
  CHECK_ANY(raw_symlink("\xff", 1, DIR, "text", 4), ILSEQ, INVAL);
  CHECK_EQ(raw_symlink("/spare", 6, DIR, "text", 4), NOTCAPABLE);
  CHECK_EQ(raw_symlink("//", 2, DIR, "text", 4), NOTCAPABLE);
  repeat("x/", 5000);
  CHECK_EQ(raw_symlink(long_path, 5000, DIR, "text", 4), NAMETOOLONG);
  CHECK_EQ(path_call(STAT, DIR, "text", 4), NOENT);
  /* Relative ones may say what they like; going there is another matter. */
  CHECK_EQ(raw_symlink("../../x", 7, DIR, "text", 4), OK);
  CHECK_PATH(STAT_FOLLOW, "text", NOTCAPABLE);
  CHECK_PATH(OPEN_FOLLOW, "text", NOTCAPABLE);
  CHECK_PATH(UNLINK, "text", OK);
}

int main(void) {
  empty();
  nul();
  not_utf8();
  too_long();
  unusual();
  link_text();
  CHECK_PATH(STAT, "spare", OK);
  return finish();
}
