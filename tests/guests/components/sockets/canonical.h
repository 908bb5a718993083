/* The canonical ABI as far as the guests here need it: memory for results, and functions as they are
 * lowered. Names of imports are those of the WIT beside. */
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define IMPORT(module, name) __attribute__((import_module("wasi:" module "@0.2.0"), import_name(name)))

/* What the host gives lists and strings a place in. It is given back, if at
 * all, by setting `used` to 0. */
static u8 heap[1 << 20] __attribute__((aligned(16)));
static u32 used;

__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, u32 old_size, u32 align,
                                                                u32 size) {
  (void)old;
  (void)old_size;
  used = (used + align - 1) & -align;
  if (used + size > sizeof heap) __builtin_trap();
  void *place = heap + used;
  used += size;
  return place;
}

/* What clang makes of empty structures. */
void *memset(void *to, int byte, unsigned long length) {
  for (u8 *at = to; length > 0; length--) *at++ = byte;
  return to;
}

IMPORT("cli/environment", "get-arguments") void get_arguments(void *list);
IMPORT("cli/stdout", "get-stdout") u32 get_stdout(void);
IMPORT("clocks/monotonic-clock", "subscribe-duration") u32 subscribe_duration(u64 nanoseconds);
IMPORT("io/poll", "[method]pollable.block") void block(u32 pollable);
IMPORT("io/poll", "poll") void poll(const u32 *pollables, u32 count, void *list);
IMPORT("io/poll", "[resource-drop]pollable") void drop_pollable(u32 pollable);
IMPORT("io/streams", "[method]input-stream.blocking-read")
void blocking_read(u32 stream, u64 length, void *result);
IMPORT("io/streams", "[method]input-stream.subscribe") u32 subscribe_input(u32 stream);
IMPORT("io/streams", "[method]output-stream.blocking-write-and-flush")
void write_and_flush(u32 stream, const u8 *bytes, u32 length, void *result);
IMPORT("io/streams", "[resource-drop]input-stream") void drop_input(u32 stream);
IMPORT("io/streams", "[resource-drop]output-stream") void drop_output(u32 stream);

/* A socket address, in one layout for all functions: 8 numbers, of which IPv4 uses the first four. */
typedef struct {
  u32 family; /* 0 is IPv4 */
  u16 port;
  u16 parts[8];
} Address;

/* The twelve numbers that an address is lowered to. */
#define LOWERED u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32
#define LOWER(a)                                                                                    \
  (a).family, (a).port, (a).family ? 0 : (a).parts[0], (a).parts[(a).family ? 0 : 1],               \
      (a).parts[(a).family ? 1 : 2], (a).parts[(a).family ? 2 : 3], (a).parts[3], (a).parts[4],     \
      (a).parts[5], (a).parts[6], (a).parts[7], 0

IMPORT("sockets/instance-network", "instance-network") u32 instance_network(void);

IMPORT("sockets/ip-name-lookup", "resolve-addresses")
void resolve_addresses(u32 network, const char *name, u32 length, void *result);
IMPORT("sockets/ip-name-lookup", "[method]resolve-address-stream.resolve-next-address")
void resolve_next_address(u32 stream, void *result);
IMPORT("sockets/ip-name-lookup", "[method]resolve-address-stream.subscribe")
u32 subscribe_lookup(u32 stream);

IMPORT("sockets/tcp-create-socket", "create-tcp-socket") void create_tcp(u32 family, void *result);
IMPORT("sockets/tcp", "[method]tcp-socket.start-bind")
void tcp_start_bind(u32 socket, u32 network, LOWERED, void *result);
IMPORT("sockets/tcp", "[method]tcp-socket.finish-bind") void tcp_finish_bind(u32, void *result);
IMPORT("sockets/tcp", "[method]tcp-socket.start-connect")
void tcp_start_connect(u32 socket, u32 network, LOWERED, void *result);
IMPORT("sockets/tcp", "[method]tcp-socket.finish-connect") void tcp_finish_connect(u32, void *result);
IMPORT("sockets/tcp", "[method]tcp-socket.start-listen") void tcp_start_listen(u32, void *result);
IMPORT("sockets/tcp", "[method]tcp-socket.finish-listen") void tcp_finish_listen(u32, void *result);
IMPORT("sockets/tcp", "[method]tcp-socket.accept") void tcp_accept(u32, void *result);
IMPORT("sockets/tcp", "[method]tcp-socket.local-address") void tcp_local(u32, void *result);
IMPORT("sockets/tcp", "[method]tcp-socket.subscribe") u32 tcp_subscribe(u32);
IMPORT("sockets/tcp", "[method]tcp-socket.shutdown") void tcp_shutdown(u32, u32 which, void *result);
IMPORT("sockets/tcp", "[resource-drop]tcp-socket") void drop_tcp(u32);

IMPORT("sockets/udp-create-socket", "create-udp-socket") void create_udp(u32 family, void *result);
IMPORT("sockets/udp", "[method]udp-socket.start-bind")
void udp_start_bind(u32 socket, u32 network, LOWERED, void *result);
IMPORT("sockets/udp", "[method]udp-socket.finish-bind") void udp_finish_bind(u32, void *result);
IMPORT("sockets/udp", "[method]udp-socket.stream")
void udp_stream(u32 socket, u32 is_some, LOWERED, void *result);
IMPORT("sockets/udp", "[method]udp-socket.local-address") void udp_local(u32, void *result);
IMPORT("sockets/udp", "[method]udp-socket.subscribe") u32 udp_subscribe(u32);
IMPORT("sockets/udp", "[method]incoming-datagram-stream.receive")
void receive(u32 stream, u64 most, void *result);
IMPORT("sockets/udp", "[method]incoming-datagram-stream.subscribe") u32 subscribe_incoming(u32);
IMPORT("sockets/udp", "[method]outgoing-datagram-stream.check-send") void check_send(u32, void *result);
IMPORT("sockets/udp", "[method]outgoing-datagram-stream.send")
void send(u32 stream, const void *datagrams, u32 count, void *result);
