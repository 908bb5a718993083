import { assertEquals, assertRejects } from "@std/assert";
import { connect } from "../../../../lib/host/tcp/connect.ts";

const HOST = { hostname: "127.0.0.1" };

Deno.test("connect() connects, and fails as Deno does", async () => {
  using listener = Deno.listen({ ...HOST, port: 0 });
  const { port } = listener.addr;
  for (const over of [undefined, new AbortController().signal]) {
    const connection = await connect({ ...HOST, port }, over);
    (await listener.accept()).close();
    connection.close();
  }
  listener.close();
  for (const over of [undefined, new AbortController().signal]) {
    await assertRejects(() => connect({ ...HOST, port }, over), Deno.errors.ConnectionRefused);
  }
});

Deno.test("connect() gives up by the reason of who does not wait any more, and closes what comes", async () => {
  using listener = Deno.listen({ ...HOST, port: 0 });
  const { port } = listener.addr;
  const over = new AbortController();
  const connecting = connect({ ...HOST, port }, over.signal);
  over.abort(new RangeError("over"));
  await assertRejects(() => connecting, RangeError, "over");
  using accepted = await listener.accept();
  assertEquals(await accepted.read(new Uint8Array(1)), null, "the other end is closed");
  await assertRejects(() => connect({ ...HOST, port }, over.signal), RangeError, "over");
});

Deno.test("connect() is not ended by who gives up when it has connected", async () => {
  using listener = Deno.listen({ ...HOST, port: 0 });
  const over = new AbortController();
  using connection = await connect({ ...HOST, port: listener.addr.port }, over.signal);
  over.abort();
  using accepted = await listener.accept();
  await accepted.write(new Uint8Array(1));
  assertEquals(await connection.read(new Uint8Array(8)), 1);
});
