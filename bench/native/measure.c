/* Runs a command and says what it cost:
 *
 *   measure PROGRAM ARGS...      writes "wall-ns N", "processor-ns N" and "peak-kib N" to stderr
 *
 * Deno can tell neither a child's peak memory nor its time without its own delays. This program is
 * small on purpose: Linux counts the memory of the process before exec into the peak. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t nanoseconds(struct timeval time) {
  return time.tv_sec * INT64_C(1000000000) + time.tv_usec * INT64_C(1000);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  int64_t start = now();
  pid_t child = fork();
  if (child < 0) {
    perror("fork");
    return 2;
  }
  if (child == 0) {
    execvp(argv[1], argv + 1);
    perror(argv[1]);
    _exit(2);
  }
  int status;
  struct rusage used;
  if (wait4(child, &status, 0, &used) < 0) {
    perror("wait4");
    return 2;
  }
  fprintf(stderr, "wall-ns %lld\nprocessor-ns %lld\npeak-kib %ld\n", (long long)(now() - start),
          (long long)(nanoseconds(used.ru_utime) + nanoseconds(used.ru_stime)), used.ru_maxrss);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
