import { assert, assertEquals } from "@std/assert";
import { Closings } from "../../../../lib/host/tcp/closings.ts";
import { DenoListener } from "../../../../lib/host/tcp/listener.ts";
import { WOULD_BLOCK } from "../../../../lib/io/streams.ts";
import { settled } from "../../doubles/fake_network.ts";
import { outcomeOf } from "../../outcome.ts";

/** A listener of Deno's whose next answer the test gives. */
class FakeListener {
  closed = 0;
  accepts = 0;
  answer: PromiseWithResolvers<unknown> = Promise.withResolvers();

  accept(): Promise<unknown> {
    this.accepts++;
    this.answer = Promise.withResolvers();
    return this.answer.promise;
  }

  close(): void {
    this.closed++;
  }
}

function listening(): [listener: DenoListener, fake: FakeListener] {
  const fake = new FakeListener();
  return [new DenoListener(fake as unknown as Deno.TcpListener, new Closings()), fake];
}

Deno.test("DenoListener closes a connection that comes after it was closed", async () => {
  const [listener, fake] = listening();
  assertEquals(listener.accept(), WOULD_BLOCK);
  listener[Symbol.dispose]();
  let closed = 0;
  fake.answer.resolve({ close: () => void closed++ });
  await settled();
  assertEquals([fake.closed, closed], [1, 1]);
});

Deno.test("DenoListener closes a connection that nobody has taken", async () => {
  const [listener, fake] = listening();
  listener.subscribe().state();
  let closed = 0;
  fake.answer.resolve({ close: () => void closed++ });
  await settled();
  assertEquals(listener.subscribe().state().ready, true);
  listener[Symbol.dispose]();
  listener[Symbol.dispose]();
  assertEquals([fake.closed, closed], [1, 1]);
});

Deno.test("DenoListener accepts one at a time, and tells a failure once", async () => {
  const [listener, fake] = listening();
  for (let i = 0; i < 5; i++) assertEquals(listener.accept(), WOULD_BLOCK);
  assertEquals(fake.accepts, 1);
  fake.answer.reject(Object.assign(new Error("no room"), { code: "EMFILE" }));
  await settled();
  assertEquals(outcomeOf(() => listener.accept()), "too-many-open-files");
  assertEquals([listener.accept(), fake.accepts], [WOULD_BLOCK, 2]);
});

Deno.test("DenoListener gives out a connection whose peer has gone already", async () => {
  const [listener, fake] = listening();
  listener.accept();
  let closed = 0;
  fake.answer.resolve({
    setNoDelay() {
      throw Object.assign(new Error("Invalid argument"), { code: "EINVAL" });
    },
    close: () => void closed++,
  });
  await settled();
  const connection = listener.accept();
  assert(connection !== WOULD_BLOCK);
  connection[Symbol.dispose]();
  await settled();
  assertEquals(closed, 1);
});
