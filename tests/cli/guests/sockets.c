/*
 * Does one thing with the socket that it was given, and prints what came of it: sockets THING [NUMBER]
 *
 * The socket is the descriptor behind the preopens: there the search for preopens ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wasi/api.h>

#define MOST 1100
#define PART 65536

static char buffer[PART];

static int first(void) {
  __wasi_prestat_t prestat;
  int fd = 3;
  while (__wasi_fd_prestat_get(fd, &prestat) == 0) fd++;
  return fd;
}

static void told(const char *what, long answer) {
  printf("%s %ld %s\n", what, answer, answer < 0 ? strerror(errno) : "");
}

static void send_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t sent = write(fd, bytes, length);
    if (sent < 0) {
      told("write", sent);
      return;
    }
    bytes += sent;
    length -= sent;
  }
}

/* Answers every connection with what it says, all at once, until `wanted` of them have ended. */
static void serve(int listener, int wanted) {
  static struct pollfd polled[MOST];
  int count = 1;
  fcntl(listener, F_SETFL, O_NONBLOCK);
  polled[0] = (struct pollfd){.fd = listener, .events = POLLIN};
  while (wanted > 0) {
    if (poll(polled, count, -1) < 0) return told("poll", -1);
    for (int i = count - 1; i > 0; i--) {
      if (polled[i].revents == 0) continue;
      ssize_t got = read(polled[i].fd, buffer, sizeof buffer);
      if (got > 0) {
        send_all(polled[i].fd, buffer, got);
      } else if (got == 0 || errno != EAGAIN) {
        close(polled[i].fd);
        polled[i] = polled[--count];
        wanted--;
      }
    }
    if (polled[0].revents == 0) continue;
    int accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (accepted >= 0) {
      /* What is read is written back at once, to a peer that reads. */
      fcntl(accepted, F_SETFL, 0);
      polled[count++] = (struct pollfd){.fd = accepted, .events = POLLIN};
    }
  }
}

/* Answers one connection with what it says, then with how many bytes that was. */
static void echo(int fd) {
  long total = 0;
  ssize_t got;
  while ((got = recv(fd, buffer, sizeof buffer, 0)) > 0) {
    total += got;
    send_all(fd, buffer, got);
  }
  told(got < 0 ? "recv" : "end", got < 0 ? got : total);
}

/* Looks before it takes, and takes no less than it wants. */
static void look(int fd) {
  ssize_t got = recv(fd, buffer, 3, MSG_PEEK);
  printf("peek %.*s\n", (int)got, buffer);
  got = recv(fd, buffer, 2, 0);
  printf("recv %.*s\n", (int)got, buffer);
  got = recv(fd, buffer, 10, MSG_WAITALL);
  printf("waitall %.*s\n", (int)got, buffer);
  got = recv(fd, buffer, 10, MSG_WAITALL);
  printf("waitall %.*s\n", (int)got, buffer);
  told("end", recv(fd, buffer, 1, MSG_PEEK));
}

static void accept_at_once(int listener) {
  fcntl(listener, F_SETFL, O_NONBLOCK);
  told("accept", accept(listener, NULL, NULL));
  puts("ready");
  fflush(stdout);
  int tries = 0;
  while (accept(listener, NULL, NULL) < 0 && errno == EAGAIN) tries++;
  printf("accepted %s\n", tries > 0 ? "after some tries" : "at once");
}

/* Takes connections until there is no handle for another one. */
static void flood(int listener) {
  int taken = 0;
  while (accept(listener, NULL, NULL) >= 0) taken++;
  told("accept", -1);
  printf("taken %d\n", taken);
  close(listener - 1 + 2);
  told("after a close", accept(listener, NULL, NULL) >= 0);
}

static void half(int fd) {
  send_all(fd, "question", 8);
  told("shutdown", shutdown(fd, SHUT_WR));
  told("write", write(fd, "x", 1));
  ssize_t got = recv(fd, buffer, 100, MSG_WAITALL);
  printf("answer %.*s\n", (int)got, buffer);
  told("shutdown", shutdown(fd, SHUT_RD));
  told("recv", recv(fd, buffer, 1, 0));
}

static void status(int fd) {
  struct stat st;
  __wasi_fdstat_t fdstat;
  told("fdstat", __wasi_fd_fdstat_get(fd, &fdstat));
  told("type", fdstat.fs_filetype);
  told("fstat", fstat(fd, &st));
  told("socket", S_ISSOCK(st.st_mode));
  told("size", st.st_size);
  told("lseek", lseek(fd, 0, SEEK_CUR));
  told("pread", pread(fd, buffer, 1, 0));
  told("pwrite", pwrite(fd, buffer, 1, 0));
  told("ftruncate", ftruncate(fd, 0));
  told("fsync", fsync(fd));
  told("accept", accept(fd, NULL, NULL));
  told("bad how", __wasi_sock_shutdown(fd, 0));
}

static void variables(void) {
  const char *fds = getenv("LISTEN_FDS");
  const char *names = getenv("LISTEN_FDNAMES");
  printf("%s %s %d\n", fds ? fds : "-", names ? names : "-", first());
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  const char *thing = argv[1];
  long number = argc > 2 ? atol(argv[2]) : 0;
  int fd = first();
  if (!strcmp(thing, "serve")) serve(fd, (int)number);
  else if (!strcmp(thing, "echo")) echo(fd);
  else if (!strcmp(thing, "echo-one")) echo(accept(fd, NULL, NULL));
  else if (!strcmp(thing, "look")) look(fd);
  else if (!strcmp(thing, "accept-at-once")) accept_at_once(fd);
  else if (!strcmp(thing, "flood")) flood(fd);
  else if (!strcmp(thing, "half")) half(fd);
  else if (!strcmp(thing, "status")) status(fd);
  else if (!strcmp(thing, "variables")) variables();
  else if (!strcmp(thing, "send")) {
    memset(buffer, 'x', sizeof buffer);
    for (; number > 0; number -= PART) send_all(fd, buffer, number < PART ? number : PART);
  } else return 2;
  return 0;
}
