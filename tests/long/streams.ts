/**
 * Streams for long: `deno task long [--gib N] [--guests N] [--rounds N]`. Much data past a slow consumer,
 * many guests that echo at once, and the round trip over a socket beside plain Deno.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { run } from "../../mod.ts";

const cat = Deno.readFileSync(new URL("../cli/guests/cat.wasm", import.meta.url));

const MIB = 1 << 20;

/** The value of `--name`, or what it is without. */
function option(name: string, otherwise: number): number {
  const at = Deno.args.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(Deno.args[at + 1]);
}

const memory = () => Math.round(Deno.memoryUsage().rss / MIB);
const handles = () => [...Deno.readDirSync("/proc/self/fd")].length;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Copies so many bytes from a ReadableStream to a WritableStream that now and then is slow. */
async function copy(total: number): Promise<void> {
  const [sent, got] = [createHash("sha256"), createHash("sha256")];
  const block = crypto.getRandomValues(new Uint8Array(65_536));
  let given = 0;
  let taken = 0;
  let most = 0;
  const stdin = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (given >= total) return controller.close();
      new DataView(block.buffer).setFloat64(0, given);
      sent.update(block);
      controller.enqueue(block.slice());
      given += block.length;
    },
  });
  const stdout = new WritableStream<Uint8Array>({
    async write(chunk) {
      got.update(chunk);
      taken += chunk.length;
      if (taken % (16 * MIB) < 65_536) {
        most = Math.max(most, memory());
        await pause(5);
      }
    },
  });
  const before = memory();
  const begun = performance.now();
  const { status } = await run(cat, { stdin, stdout });
  const seconds = (performance.now() - begun) / 1000;
  assertEquals([status, taken, got.digest("hex")], [0, given, sent.digest("hex")]);
  const speed = Math.round(taken / MIB / seconds);
  console.log(
    `copied ${taken / MIB} MiB, ${speed} MiB/s, memory ${before} MiB before, ${most} at most`,
  );
}

/** Lets so many guests echo at once, again and again. */
async function echo(guests: number, rounds: number): Promise<void> {
  const one = async (number: number): Promise<number> => {
    const [there, back] = [new TransformStream(), new TransformStream()];
    const running = run(cat, { stdin: there.readable, stdout: back.writable });
    const [writer, reader] = [there.writable.getWriter(), back.readable.getReader()];
    for (let i = 0; i < 10; i++) {
      const message = new TextEncoder().encode(`guest ${number}, message ${i}`);
      void writer.write(message);
      assertEquals((await reader.read()).value, message);
    }
    void writer.close();
    assertEquals((await reader.read()).done, true);
    return (await running).status;
  };
  for (let round = 1; round <= rounds; round++) {
    const statuses = await Promise.all(Array.from({ length: guests }, (_, i) => one(i)));
    assertEquals(statuses.filter((status) => status !== 0), []);
    console.log(`round ${round}: ${guests} guests, memory ${memory()} MiB, ${handles()} handles`);
  }
}

/** Measures the round trip of 64 bytes to a peer, by a guest that echoes and by plain Deno. */
async function roundTrip(trips: number): Promise<void> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connected = async () =>
    await Promise.all([
      Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port }),
      listener.accept(),
    ]);
  const timed = async (serve: (connection: Deno.TcpConn) => Promise<unknown>): Promise<number> => {
    const [near, far] = await connected();
    near.setNoDelay(true);
    far.setNoDelay(true);
    const served = serve(far);
    const buffer = new Uint8Array(64);
    let begun = 0;
    for (let i = -trips / 10; i < trips; i++) {
      if (i === 0) begun = performance.now();
      await near.write(buffer);
      await near.read(buffer);
    }
    const took = (performance.now() - begun) / trips * 1000;
    near.close();
    await served;
    far.close();
    return took;
  };
  const plain = async (connection: Deno.TcpConn) => {
    const buffer = new Uint8Array(65_536);
    for (let count; (count = await connection.read(buffer)) !== null;) {
      await connection.write(buffer.subarray(0, count));
    }
  };
  const guest = (connection: Deno.TcpConn) => run(cat, { stdin: connection, stdout: connection });
  const ratios: number[] = [];
  for (let i = 0; i < 7; i++) {
    const [a, b] = [await timed(plain), await timed(guest)];
    ratios.push(b / a);
    console.log(`64 bytes there and back: ${a.toFixed(1)} us by Deno, ${b.toFixed(1)} by a guest`);
  }
  console.log(`median of the ratios: ${ratios.toSorted()[3]!.toFixed(2)}`);
}

await roundTrip(option("trips", 20_000));
await copy(option("gib", 1) * 1024 * MIB);
await echo(option("guests", 1000), option("rounds", 10));
