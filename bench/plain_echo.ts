/**
 * What the echo of a guest is compared with: the same in Deno, with nothing between.
 *
 * @module
 */

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
console.error(`listens on 127.0.0.1:${listener.addr.port}`);
const connection = await listener.accept();
connection.setNoDelay(true);
const buffer = new Uint8Array(65_536);
for (;;) {
  const count = await connection.read(buffer);
  if (count === null) break;
  for (let at = 0; at < count;) at += await connection.write(buffer.subarray(at, count));
}
