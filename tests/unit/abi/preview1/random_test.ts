import { assertEquals } from "@std/assert";
import { FakeGuest, FILL, SIZE, WILD_POINTERS } from "../../doubles/fake_guest.ts";

/** A source that fills with a byte that no memory has of itself, and notes the lengths. */
function source(): { fill(into: Uint8Array): void; lengths: number[] } {
  const lengths: number[] = [];
  return {
    lengths,
    fill(into) {
      lengths.push(into.length);
      into.fill(FILL ^ 0xff);
    },
  };
}

Deno.test("random_get() fills the bytes asked for and no other one", () => {
  const rows: readonly [pointer: number, length: number][] = [
    [8, 1],
    [9, 100],
    [0, SIZE],
    [SIZE - 1, 1],
    [1, SIZE - 1],
  ];
  for (const [pointer, length] of rows) {
    const random = source();
    const guest = new FakeGuest({ random });
    assertEquals(guest.call("random_get", pointer, length), 0);
    guest.assertWrote({ [pointer]: new Uint8Array(length).fill(FILL ^ 0xff) });
    assertEquals(random.lengths, [length]);
  }
});

Deno.test("random_get() of no bytes succeeds wherever the pointer leads", () => {
  for (const pointer of [0, SIZE, ...WILD_POINTERS]) {
    const guest = new FakeGuest({ random: source() });
    assertEquals(guest.call("random_get", pointer, 0), 0);
    guest.assertWrote({});
  }
});

Deno.test("random_get() traps before it asks for anything when the bytes are not all within", () => {
  const rows: readonly (readonly [pointer: number, length: number])[] = [
    ...WILD_POINTERS.map((wild) => [wild, 1] as const),
    [SIZE - 1, 2],
    [0, SIZE + 1],
    [0, 0xffff_ffff],
    [0xffff_fff0, 0x20],
  ];
  for (const [pointer, length] of rows) {
    const random = source();
    const guest = new FakeGuest({ random });
    assertEquals(guest.call("random_get", pointer, length), "trap: pointer out of bounds");
    guest.assertWrote({});
    assertEquals(random.lengths, []);
  }
});
