import { assert, assertEquals } from "@std/assert";
import type { ErrorCode } from "../../../../lib/errors.ts";
import { openDatagramPort } from "../../../../lib/host/network/datagram_port.ts";
import { Closings } from "../../../../lib/host/tcp/closings.ts";
import type { DatagramPort } from "../../../../lib/sockets/backend.ts";
import { at } from "../../doubles/fake_network.ts";
import { outcomeOf } from "../../outcome.ts";

/** Calls `body` with a port of its own, which is closed in the end. */
async function withPort(
  address: string,
  body: (port: DatagramPort) => Promise<void>,
  accepts: (port: number) => boolean = () => true,
): Promise<void> {
  const closings = new Closings();
  {
    using port = await openDatagramPort(at(address), (from) => accepts(from.port), closings);
    await body(port);
  }
  await closings.settled();
}

/** Waits until something has come, or what was sent has left. */
async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !isSo(); i++) await new Promise((done) => setTimeout(done, 2));
}

Deno.test("a datagram that the kernel refuses is a failure of the next one, told once", async () => {
  const rows: [to: string, size: number, code: ErrorCode][] = [
    ["127.0.0.1 9", 65_508, "message-size"],
  ];
  // To all of a network; other systems have other rules.
  if (Deno.build.os === "linux") rows.push(["127.255.255.255 9", 1, "remote-unreachable"]);
  for (const [to, size, code] of rows) {
    await withPort("127.0.0.1 0", async (port) => {
      port.send(new Uint8Array(size), at(to));
      await until(() => port.room === 16);
      const again = () => port.send(new Uint8Array(1), port.local);
      assertEquals([outcomeOf(again), outcomeOf(again)], [code, undefined], to);
      await until(() => port.room === 16);
    });
  }
});

Deno.test("a port takes what is wanted alone", async () => {
  let wanted = 0;
  await withPort("127.0.0.1 0", async (port) => {
    wanted = port.local.port;
    await withPort("127.0.0.1 0", async (other) => {
      other.send(new Uint8Array(3), port.local);
      await until(() => other.room === 16);
      port.send(new Uint8Array(2), port.local);
      await until(() => port.subscribeReceiving().state().ready);
      assertEquals(port.receive()?.data.length, 2);
      assertEquals(port.receive(), undefined);
    });
  }, (from) => from === wanted);
});

Deno.test("a port sends so many datagrams at a time, and keeps so many that come", async () => {
  await withPort("127.0.0.1 0", async (port) => {
    let sent = 0;
    for (; port.room > 0; sent++) port.send(new Uint8Array(1), port.local);
    assertEquals(sent, 16);
    assertEquals(port.subscribeSending().state().ready, false);
    await until(() => port.room === 16);
    // Sixteen more fill a quarter of the room each time.
    for (let i = 0; i < 8; i++) {
      port.send(new Uint8Array(60_000), port.local);
      await until(() => port.room === 16);
    }
    await new Promise((done) => setTimeout(done, 50));
    let bytes = 0;
    for (let one = port.receive(); one !== undefined; one = port.receive()) {
      bytes += one.data.length;
    }
    assert(bytes > 60_000 && bytes <= 262_144, String(bytes));
  });
});

Deno.test("a port that cannot be opened is a failure by its code", async () => {
  await withPort("127.0.0.1 0", async (port) => {
    const closings = new Closings();
    const [{ reason }] = await Promise.allSettled([
      openDatagramPort(port.local, () => true, closings),
    ]) as [PromiseRejectedResult];
    assertEquals(reason.code, "address-in-use");
  });
});

Deno.test("a port of IPv6 leaves IPv4 to others", async () => {
  await withPort(":: 0", async (port) => {
    await withPort(`0.0.0.0 ${port.local.port}`, (other) => {
      assertEquals(other.local.port, port.local.port);
      return Promise.resolve();
    });
  });
});
