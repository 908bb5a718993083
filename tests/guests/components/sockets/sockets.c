/* What components do with sockets. The first argument says what, the others where:
 *
 *   serve ADDRESS PORT     listens, says the port, echoes one connection
 *   crowd ADDRESS PORT N   the same with N connections, as many at a time as come
 *   connect ADDRESS PORT   sends a line, and prints what comes back
 *   receive ADDRESS PORT   a port for datagrams: says it, sends two back to where they came from
 *   send ADDRESS PORT      sends a datagram, waits for one with a time limit, prints it
 *   datagrams ADDRESS PORT what is answered to datagrams that cannot be sent
 *   lookup NAME            prints the addresses
 *   reach NAME PORT        as connect, with the first address of IPv4 that a name has
 *   tcp|udp ADDRESS PORT   what binding is answered
 *   states                 what is answered out of order
 *   poll ADDRESS           waits for a listener, a port for datagrams and a moment together
 *   must WHAT ...          the same, and ends with status 1 where anything was refused or failed
 */
#include "canonical.h"

static u8 result[64] __attribute__((aligned(8)));
/* Of what is printed, apart from the result that is printed. */
static u8 written[8] __attribute__((aligned(8)));
static u32 out, network, failed;

static u32 length_of(const char *text) {
  u32 length = 0;
  while (text[length]) length++;
  return length;
}

static void print_bytes(const u8 *bytes, u32 length) {
  while (length > 0) {
    u32 part = length < 4096 ? length : 4096;
    write_and_flush(out, bytes, part, written);
    bytes += part, length -= part;
  }
}

static void print(const char *text) { print_bytes((const u8 *)text, length_of(text)); }

static void print_number(u32 number) {
  char digits[11];
  u32 at = sizeof digits;
  digits[--at] = 0;
  do digits[--at] = '0' + number % 10;
  while (number /= 10);
  print(digits + at);
}

static const char *const CODES[] = {
    "unknown", "access-denied", "not-supported", "invalid-argument", "out-of-memory", "timeout",
    "concurrency-conflict", "not-in-progress", "would-block", "invalid-state", "new-socket-limit",
    "address-not-bindable", "address-in-use", "remote-unreachable", "connection-refused",
    "connection-reset", "connection-aborted", "datagram-too-large", "name-unresolvable",
    "temporary-resolver-failure", "permanent-resolver-failure",
};

static const u32 WOULD_BLOCK = 8;

/* Where the payload of a result lies depends on its alignment. */
static void print_result(const char *what, u32 at) {
  failed |= result[0];
  print(what);
  print(": ");
  print(result[0] ? CODES[result[at]] : "ok");
  print("\n");
}

static u32 word(u32 at) { return *(u32 *)(result + at); }

/* Calls until the answer is another than would-block; `pollable` is what to wait for. */
#define FINISH(call, at, subscribe)                                                                 \
  for (;;) {                                                                                        \
    call;                                                                                           \
    if (!result[0] || result[at] != WOULD_BLOCK) break;                                             \
    u32 pollable = subscribe;                                                                       \
    block(pollable);                                                                                \
    drop_pollable(pollable);                                                                        \
  }

static u32 number(const char *text) {
  u32 value = 0;
  for (const char *c = text; *c; c++) value = value * 10 + *c - '0';
  return value;
}

/* 1.2.3.4, or the eight groups of an IPv6 address. */
static Address parse(const char *text, const char *port) {
  Address address = {0};
  u32 part = 0;
  for (const char *c = text; *c; c++) address.family |= *c == ':';
  for (const char *c = text; *c; c++) {
    if (*c == '.' || *c == ':') part++;
    else {
      u32 digit = *c <= '9' ? *c - '0' : *c - 'a' + 10;
      address.parts[part] = address.parts[part] * (address.family ? 16 : 10) + digit;
    }
  }
  address.port = number(port);
  return address;
}

static u32 port_in_result(void) { return *(u16 *)(result + 8); }

static u32 made(void (*create)(u32, void *), u32 family) {
  create(family, result);
  return word(4);
}

static u32 bound_tcp(Address at) {
  u32 socket = made(create_tcp, at.family);
  tcp_start_bind(socket, network, LOWER(at), result);
  if (result[0]) return socket;
  FINISH(tcp_finish_bind(socket, result), 1, tcp_subscribe(socket));
  return socket;
}

static u32 bound_udp(Address at) {
  u32 socket = made(create_udp, at.family);
  udp_start_bind(socket, network, LOWER(at), result);
  if (result[0]) return socket;
  FINISH(udp_finish_bind(socket, result), 1, udp_subscribe(socket));
  return socket;
}

static u32 listening(Address at) {
  u32 socket = bound_tcp(at);
  if (!result[0]) tcp_start_listen(socket, result);
  if (!result[0]) tcp_finish_listen(socket, result);
  return socket;
}

static void serve(Address at) {
  u32 socket = listening(at);
  if (result[0]) return print_result("listen", 1);
  tcp_local(socket, result);
  print("port ");
  print_number(port_in_result());
  print("\n");
  FINISH(tcp_accept(socket, result), 4, tcp_subscribe(socket));
  if (result[0]) return print_result("accept", 4);
  u32 accepted = word(4), input = word(8), output = word(12);
  for (;;) {
    blocking_read(input, 4096, result);
    if (result[0]) break;
    write_and_flush(output, (const u8 *)word(4), word(8), written);
    /* Nothing that was given before is used any more. */
    used = 0;
  }
  drop_input(input);
  drop_output(output);
  drop_tcp(accepted);
  drop_tcp(socket);
  print("served\n");
}

typedef struct {
  u32 socket, input, output, readable;
} Connection;

enum { MOST_OPEN = 64 };

/* Echoes what has come; 0 at the end of it. */
static int echo(const Connection *one) {
  blocking_read(one->input, 4096, result);
  if (result[0]) return 0;
  write_and_flush(one->output, (const u8 *)word(4), word(8), result);
  return !result[0];
}

static void close_connection(const Connection *one) {
  drop_pollable(one->readable);
  drop_input(one->input);
  drop_output(one->output);
  drop_tcp(one->socket);
}

static void crowd(Address at, u32 count) {
  static Connection open[MOST_OPEN];
  u32 socket = listening(at);
  if (result[0]) return print_result("listen", 1);
  tcp_local(socket, result);
  print("port ");
  print_number(port_in_result());
  print("\n");
  u32 listener = tcp_subscribe(socket), accepted = 0, length = 0, most = 0;
  while (accepted < count || length > 0) {
    u32 pollables[MOST_OPEN + 1], asked = 0;
    while (asked < length) pollables[asked] = open[asked].readable, asked++;
    if (accepted < count && length < MOST_OPEN) pollables[asked++] = listener;
    used = 0;
    poll(pollables, asked, result);
    const u32 *ready = (const u32 *)word(0);
    u32 last = length;
    /* From the last on: where one is closed, one that was looked at takes its place. */
    for (u32 i = word(4); i-- > 0;) {
      u32 at = ready[i];
      if (at == last) {
        tcp_accept(socket, result);
        if (result[0]) continue;
        Connection one = {word(4), word(8), word(12), subscribe_input(word(8))};
        open[length++] = one;
        accepted++;
        if (length > most) most = length;
      } else if (!echo(&open[at])) {
        close_connection(&open[at]);
        open[at] = open[--length];
      }
    }
  }
  drop_pollable(listener);
  drop_tcp(socket);
  print_number(accepted);
  print(most > 1 ? " served, several at a time\n" : " served\n");
}

static void connect(Address to) {
  u32 socket = made(create_tcp, to.family);
  tcp_start_connect(socket, network, LOWER(to), result);
  if (result[0]) return print_result("start-connect", 1);
  FINISH(tcp_finish_connect(socket, result), 4, tcp_subscribe(socket));
  if (result[0]) return print_result("finish-connect", 4);
  u32 input = word(4), output = word(8);
  write_and_flush(output, (const u8 *)"over loopback\n", 14, result);
  tcp_shutdown(socket, 1, result);
  for (;;) {
    blocking_read(input, 4096, result);
    if (result[0]) break;
    print_bytes((const u8 *)word(4), word(8));
  }
  print("end\n");
}

/* A datagram to be sent, and one that has come, as they lie in memory. */
typedef struct {
  const u8 *data;
  u32 length;
  u32 is_some;
  u32 family;
  union {
    struct {
      u16 port;
      u8 octets[4];
    } ipv4;
    u32 words[7];
  } address;
} Outgoing;

typedef struct {
  const u8 *data;
  u32 length;
  u32 family;
  u32 words[7];
} Incoming;

static Outgoing outgoing(const u8 *data, u32 length, Address to) {
  Outgoing datagram = {.data = data, .length = length, .is_some = 1, .family = to.family};
  datagram.address.ipv4.port = to.port;
  for (u32 i = 0; i < 4; i++) datagram.address.ipv4.octets[i] = to.parts[i];
  return datagram;
}

static void send_one(u32 stream, const Outgoing *datagram, const char *what) {
  check_send(stream, result);
  send(stream, datagram, 1, result);
  if (what) print_result(what, 8);
}

/* Streams with everybody, in `streams`. */
static void open_streams(u32 socket, u32 streams[2]) {
  Address none = {0};
  udp_stream(socket, 0, LOWER(none), result);
  streams[0] = word(4), streams[1] = word(8);
}

static void receive_datagrams(Address at) {
  u32 socket = bound_udp(at), streams[2];
  if (result[0]) return print_result("bind", 1);
  open_streams(socket, streams);
  udp_local(socket, result);
  print("port ");
  print_number(port_in_result());
  print("\n");
  for (u32 received = 0; received < 2;) {
    receive(streams[0], 1, result);
    if (word(8) == 0) {
      u32 pollable = subscribe_incoming(streams[0]);
      block(pollable);
      drop_pollable(pollable);
      continue;
    }
    const Incoming *incoming = (const Incoming *)word(4);
    Outgoing back = {.data = incoming->data, .length = incoming->length, .is_some = 1};
    back.family = incoming->family;
    for (u32 i = 0; i < 7; i++) back.address.words[i] = incoming->words[i];
    send_one(streams[1], &back, "answer");
    received++;
  }
}

static const Address ANY = {0};

static void send_datagram(Address to) {
  u32 socket = bound_udp(ANY), streams[2];
  if (result[0]) return print_result("bind", 1);
  udp_stream(socket, 1, LOWER(to), result);
  if (result[0]) return print_result("stream", 4);
  streams[0] = word(4), streams[1] = word(8);
  Outgoing datagram = {.data = (const u8 *)"by datagram\n", .length = 12};
  send_one(streams[1], &datagram, "send");
  u32 pollables[2] = {subscribe_incoming(streams[0]), subscribe_duration(20000000000ull)};
  poll(pollables, 2, result);
  receive(streams[0], 16, result);
  if (word(8) == 0) return print("no answer\n");
  const Incoming *incoming = (const Incoming *)word(4);
  print_bytes(incoming->data, incoming->length);
}

static void odd_datagrams(Address to) {
  u32 socket = bound_udp(ANY), streams[2];
  if (result[0]) return print_result("bind", 1);
  open_streams(socket, streams);
  static u8 bytes[65508];
  Outgoing datagram = outgoing(bytes, 0, to);
  send_one(streams[1], &datagram, "empty");
  datagram.length = 65508;
  send_one(streams[1], &datagram, "65508 bytes");
  datagram.length = 1;
  datagram.address.ipv4.port++;
  send_one(streams[1], &datagram, "another port");
  datagram.address.ipv4.port = 0;
  send_one(streams[1], &datagram, "port 0");
  datagram.address.ipv4.port = to.port;
  for (u32 i = 0; i < 4; i++) datagram.address.ipv4.octets[i] = 255;
  send_one(streams[1], &datagram, "broadcast");
  datagram.address.ipv4.octets[0] = 224;
  send_one(streams[1], &datagram, "multicast");
  datagram.is_some = 0;
  send_one(streams[1], &datagram, "nobody");
  to.port++;
  udp_stream(socket, 1, LOWER(to), result);
  print_result("stream to another", 4);
}

static void lookup(const char *name, u32 length) {
  resolve_addresses(network, name, length, result);
  if (result[0]) return print_result("resolve", 4);
  u32 stream = word(4);
  for (;;) {
    FINISH(resolve_next_address(stream, result), 2, subscribe_lookup(stream));
    if (result[0]) return print_result("next", 2);
    if (!result[2]) return;
    u32 is_ipv6 = result[4];
    for (u32 i = 0; i < (is_ipv6 ? 8 : 4); i++) {
      if (i > 0) print(is_ipv6 ? ":" : ".");
      print_number(is_ipv6 ? *(u16 *)(result + 6 + 2 * i) : result[6 + i]);
    }
    print("\n");
  }
}

static void reach(const char *name, u32 length, Address to) {
  resolve_addresses(network, name, length, result);
  if (result[0]) return print_result("resolve", 4);
  u32 stream = word(4);
  do {
    FINISH(resolve_next_address(stream, result), 2, subscribe_lookup(stream));
    if (result[0] || !result[2]) return print_result("next", 2);
  } while (result[4]);
  for (u32 i = 0; i < 4; i++) to.parts[i] = result[6 + i];
  connect(to);
}

static void states(void) {
  Address address = parse("127.0.0.1", "9");
  Address other = parse("0:0:0:0:0:0:0:1", "9"), mapped = parse("0:0:0:0:0:ffff:7f00:1", "9");
  u32 socket = made(create_tcp, 0), socket6 = made(create_tcp, 1);
  tcp_finish_bind(socket, result);
  print_result("finish-bind", 1);
  tcp_finish_connect(socket, result);
  print_result("finish-connect", 4);
  tcp_start_listen(socket, result);
  print_result("start-listen", 1);
  tcp_accept(socket, result);
  print_result("accept", 4);
  tcp_local(socket, result);
  print_result("local-address", 4);
  tcp_shutdown(socket, 2, result);
  print_result("shutdown", 1);
  tcp_start_bind(socket, network, LOWER(other), result);
  print_result("bind to the other family", 1);
  tcp_start_bind(socket6, network, LOWER(mapped), result);
  print_result("bind to a mapped address", 1);
  address.parts[0] = 224;
  tcp_start_bind(socket, network, LOWER(address), result);
  print_result("bind to a group", 1);
  tcp_start_connect(socket, network, LOWER(ANY), result);
  print_result("connect to nowhere", 1);
  address.parts[0] = 127;
  tcp_start_connect(socket, network, LOWER(address), result);
  print_result("connect after that", 1);
}

static void poll_all(Address at) {
  u32 listener = listening(at), streams[2], other[2];
  u32 port = bound_udp(at);
  udp_local(port, result);
  Address own = at;
  own.port = port_in_result();
  open_streams(port, streams);
  u32 pollables[3] = {
      tcp_subscribe(listener),
      subscribe_incoming(streams[0]),
      subscribe_duration(1000000),
  };
  poll(pollables, 3, result);
  u32 first = *(u32 *)word(0);
  print(word(4) == 1 && first == 2 ? "time\n" : "something else\n");
  u32 sender = bound_udp(at);
  open_streams(sender, other);
  Outgoing datagram = outgoing((const u8 *)"x", 1, own);
  send_one(other[1], &datagram, "send");
  poll(pollables, 2, result);
  print(word(4) == 1 && *(u32 *)word(0) == 1 ? "datagram\n" : "something else\n");
  receive(streams[0], 1, result);
  tcp_local(listener, result);
  own.port = port_in_result();
  u32 client = made(create_tcp, 0);
  tcp_start_connect(client, network, LOWER(own), result);
  /* What is there already is polled again, until the other is there as well. */
  u32 both[2] = {pollables[0], tcp_subscribe(client)}, seen = 0;
  while (seen != 3) {
    poll(both, 2, result);
    for (u32 i = 0; i < word(4); i++) seen |= 1 << ((const u32 *)word(0))[i];
  }
  print("connection\n");
}

typedef struct {
  char *bytes;
  u32 length;
} String;

static int is(const char *text, const char *other) {
  while (*text && *text == *other) text++, other++;
  return *text == *other;
}

__attribute__((export_name("wasi:cli/run@0.2.0#run"))) int run(void) {
  get_arguments(result);
  const String *strings = (const String *)word(0);
  u32 count = word(4);
  const char *args[6] = {"", "", "", "", "", ""};
  for (u32 i = 0; i < count && i < 6; i++) {
    char *text = cabi_realloc(0, 0, 1, strings[i].length + 1);
    for (u32 j = 0; j < strings[i].length; j++) text[j] = strings[i].bytes[j];
    text[strings[i].length] = 0;
    args[i] = text;
  }
  u32 must = is(args[1], "must");
  const char **words = args + 1 + must;
  out = get_stdout();
  network = instance_network();
  Address address = parse(words[1], words[2]);
  String name = count > 2 + must ? strings[2 + must] : (String){"", 0};
  if (is(words[0], "serve")) serve(address);
  else if (is(words[0], "crowd")) crowd(address, number(words[3]));
  else if (is(words[0], "connect")) connect(address);
  else if (is(words[0], "receive")) receive_datagrams(address);
  else if (is(words[0], "send")) send_datagram(address);
  else if (is(words[0], "datagrams")) odd_datagrams(address);
  else if (is(words[0], "lookup")) lookup(name.bytes, name.length);
  else if (is(words[0], "reach")) reach(name.bytes, name.length, parse("", words[2]));
  else if (is(words[0], "tcp")) bound_tcp(address), print_result("bind", 1);
  else if (is(words[0], "udp")) bound_udp(address), print_result("bind", 1);
  else if (is(words[0], "states")) states();
  else if (is(words[0], "poll")) poll_all(address);
  else return 1;
  return must && failed;
}
