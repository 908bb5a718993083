import { assertEquals, assertMatch } from "@std/assert";
import { fetchBytes } from "../../../lib/host/fetch_bytes.ts";
import { refusalOfPromise } from "../outcome.ts";

/** Answers one connection to the loopback address with this head and this body. */
function answering(head: string, body: Uint8Array): Deno.TcpListener {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  (async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(4096));
    await connection.write(new TextEncoder().encode(head));
    await connection.write(body);
  })().catch(() => {});
  return listener;
}

const urlOf = ({ addr }: Deno.TcpListener) => new URL(`http://127.0.0.1:${addr.port}/m.wasm`);

Deno.test("fetchBytes() answers the bytes, and tells how many have come", async () => {
  const body = new Uint8Array(1000).fill(7);
  using listener = answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", body);
  const told: [number, number | undefined][] = [];
  const bytes = await fetchBytes(urlOf(listener), (...progress) => told.push(progress));
  assertEquals(bytes, body);
  assertEquals(told.at(-1), [1000, 1000]);
});

Deno.test("fetchBytes() refuses with status 126 what says that it is too large", async () => {
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${2 ** 30 + 1}\r\n\r\n`;
  using listener = answering(head, new Uint8Array(1));
  const { status, message } = await refusalOfPromise(fetchBytes(urlOf(listener)));
  assertEquals(status, 126);
  assertMatch(message, /larger than 1 GiB$/);
});

Deno.test("fetchBytes() refuses with status 127 what breaks off", async () => {
  using listener = answering(
    "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
    new Uint8Array(10),
  );
  const { status, message } = await refusalOfPromise(fetchBytes(urlOf(listener)));
  assertEquals(status, 127);
  assertMatch(message, /cannot be fetched$/);
});
