import { assertEquals } from "@std/assert";
import { eachBuffer, eachUntilFailure, END, WOULD_BLOCK } from "../../../lib/io/streams.ts";

Deno.test("END and WOULD_BLOCK are no counts, and differ", () => {
  assertEquals(new Set([END, WOULD_BLOCK, 0]).size, 3);
  assertEquals([END < 0, WOULD_BLOCK < 0], [true, true]);
});

Deno.test("eachBuffer() goes on until a transfer is short", () => {
  /** Lengths of the buffers, what each transfer answers, the result, and which buffers were asked. */
  const rows: readonly [
    lengths: readonly number[],
    answers: readonly number[],
    expected: number,
    asked: readonly number[],
    why: string,
  ][] = [
    [[], [], 0, [], "no buffers"],
    [[0, 0], [], 0, [], "none with room"],
    [[4], [4], 4, [4], "one, full"],
    [[4, 4], [4, 4], 8, [4, 4], "all full"],
    [[4, 0, 2], [4, 2], 6, [4, 2], "an empty one is passed over"],
    [[4, 4], [3], 3, [4], "short in the first"],
    [[4, 4, 4], [4, 0], 4, [4, 4], "nothing in the second"],
    [[4, 4], [END], END, [4], "ended"],
    [[4, 4], [WOULD_BLOCK], WOULD_BLOCK, [4], "would block"],
    [[4, 4], [4, END], 4, [4, 4], "ended behind some bytes: they count"],
    [[4, 4], [4, WOULD_BLOCK], 4, [4, 4], "would block behind some bytes"],
    [[0, 4], [END], END, [4], "ended, behind an empty one"],
  ];
  for (const [lengths, answers, expected, asked, why] of rows) {
    const seen: number[] = [];
    const result = eachBuffer(
      lengths.map((length) => new Uint8Array(length)),
      (buffer) => answers[seen.push(buffer.length) - 1]!,
    );
    assertEquals([result, seen], [expected, asked], why);
  }
});

Deno.test("eachBuffer() and eachUntilFailure() ask for no buffer that they do not use", () => {
  for (const each of [eachBuffer, eachUntilFailure]) {
    let made = 0;
    const endless = function* () {
      for (;; made++) yield new Uint8Array(4);
    };
    assertEquals([each(endless(), () => made < 2 ? 4 : 1), made], [9, 2]);
  }
});
