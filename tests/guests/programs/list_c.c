/* Lists the directory that its argument names, with everything below it, reads each file and tries
 * to change one. The programs in Rust and Go beside it print the same. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void print_file(const char *path, const char *label) {
  char text[256];
  int fd = open(path, O_RDONLY);
  ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
  if (length < 0) {
    perror(path);
    exit(1);
  }
  text[length] = 0;
  printf("file %s %s", label, text);
  close(fd);
}

static void list(const char *path, const char *label) {
  char *names[64], inner[512], inner_label[512], target[256];
  int count = 0;
  DIR *dir = opendir(path);
  if (!dir) {
    perror(path);
    exit(1);
  }
  for (struct dirent *entry; (entry = readdir(dir)) && count < 64;)
    if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
      names[count++] = strdup(entry->d_name);
  closedir(dir);
  qsort(names, count, sizeof *names, by_name);
  for (int i = 0; i < count; i++) {
    struct stat stat;
    snprintf(inner, sizeof inner, "%s/%s", path, names[i]);
    snprintf(inner_label, sizeof inner_label, "%s%s", label, names[i]);
    if (lstat(inner, &stat)) {
      perror(inner);
      exit(1);
    }
    if (S_ISDIR(stat.st_mode)) {
      printf("dir %s\n", inner_label);
      strcat(inner_label, "/");
      list(inner, inner_label);
    } else if (S_ISLNK(stat.st_mode)) {
      ssize_t length = readlink(inner, target, sizeof target - 1);
      target[length < 0 ? 0 : length] = 0;
      printf("link %s -> %s\n", inner_label, target);
    } else
      print_file(inner, inner_label);
  }
}

int main(int argc, char **argv) {
  char path[256];
  if (argc != 2) return 2;
  list(argv[1], "");
  snprintf(path, sizeof path, "%s/hello.txt", argv[1]);
  puts(open(path, O_WRONLY | O_TRUNC) < 0 ? "overwriting refused" : "overwriting allowed");
  snprintf(path, sizeof path, "%s/new.txt", argv[1]);
  puts(open(path, O_WRONLY | O_CREAT, 0666) < 0 ? "creating refused" : "creating allowed");
  puts(unlink(path) < 0 ? "removing refused" : "removing allowed");
  return 0;
}
