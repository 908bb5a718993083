import { assert, assertEquals } from "@std/assert";
import { CryptoRandom } from "../../../lib/host/random.ts";

/** Sizes around those at which bytes come from elsewhere. */
const SIZES = [0, 1, 16, 255, 256, 257, 4096, 65_535, 65_536, 65_537, 131_072, 200_000];

/** Runs `body` while the platform gives the numbers 1, 2, 3, ... in place of random bytes. */
function counted(body: () => void): number[] {
  const requests: number[] = [];
  const { getRandomValues } = crypto;
  let next = 0;
  crypto.getRandomValues = ((into: Uint8Array) => {
    requests.push(into.length);
    const words = new DataView(into.buffer, into.byteOffset, into.length);
    for (let i = 0; i < into.length; i++) words.setUint8(i, 1 + next++ % 255);
    return into;
  }) as typeof crypto.getRandomValues;
  try {
    body();
  } finally {
    crypto.getRandomValues = getRandomValues;
  }
  return requests;
}

Deno.test("CryptoRandom.fill() fills every byte, of any number", () => {
  const random = new CryptoRandom();
  for (const size of SIZES) {
    const all = new Uint8Array(size + 2);
    counted(() => random.fill(all.subarray(1, size + 1)));
    assertEquals([all[0], all[size + 1]], [0, 0], `${size}: nothing beside`);
    assertEquals(all.subarray(1, size + 1).indexOf(0), -1, `${size}: nothing left out`);
  }
});

Deno.test("CryptoRandom.fill() asks the platform for no more than it gives at once", () => {
  for (const size of SIZES) {
    const requests = counted(() => new CryptoRandom().fill(new Uint8Array(size)));
    assert(requests.every((length) => length <= 65_536), `${size}: ${requests}`);
    assert(requests.reduce((sum, length) => sum + length, 0) >= size);
  }
});

Deno.test("CryptoRandom.fill() hands out no byte twice", () => {
  const random = new CryptoRandom();
  const given: number[] = [];
  counted(() => {
    for (let i = 0; i < 40; i++) {
      const into = new Uint8Array(5);
      random.fill(into);
      given.push(...into);
    }
  });
  assertEquals(new Set(given).size, given.length, "200 of the 255 numbers that there are in turn");
});

Deno.test("CryptoRandom.fill() gives nobody what it gave another", () => {
  const [one, other] = [new CryptoRandom(), new CryptoRandom()];
  const seen = new Set<string>();
  for (const random of [one, other, one, other, new CryptoRandom()]) {
    const bytes = new Uint8Array(32);
    random.fill(bytes);
    seen.add(bytes.toHex());
  }
  assertEquals([seen.size, seen.has("00".repeat(32))], [5, false]);
});

Deno.test("CryptoRandom.fill() fills a part of a memory", () => {
  const memory = new Uint8Array(new WebAssembly.Memory({ initial: 2 }).buffer as ArrayBuffer);
  const random = new CryptoRandom();
  counted(() => {
    random.fill(memory.subarray(10, 20));
    random.fill(memory.subarray(100, 100 + 70_000));
  });
  assertEquals([memory[9], memory[20], memory[99], memory[70_100]], [0, 0, 0, 0]);
  assertEquals(memory.subarray(10, 20).indexOf(0), -1);
  assertEquals(memory.subarray(100, 70_100).indexOf(0), -1);
});
