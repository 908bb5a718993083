import { assertEquals } from "@std/assert";
import { BlockingInput, BlockingOutput } from "../../../../lib/host/portable/blocking_stream.ts";
import { END, WOULD_BLOCK } from "../../../../lib/io/streams.ts";
import { outcomeOf, text, utf8 } from "../../outcome.ts";

/** Answers one after the other what it was given: bytes, the end, or a failure. */
function source(...answers: (string | null | Error)[]): {
  asked: number[];
  readSync(into: Uint8Array): number | null;
} {
  const asked: number[] = [];
  return {
    asked,
    readSync(into) {
      asked.push(into.length);
      if (into.length === 0) return 0;
      const answer = answers.shift();
      if (answer === undefined) throw new Error("would wait for ever");
      if (answer === null) return null;
      if (answer instanceof Error) throw answer;
      into.set(utf8(answer));
      return answer.length;
    },
  };
}

/** Takes at most so many bytes a call, or fails. */
function sink(...answers: (number | Error)[]): {
  taken: string[];
  writeSync(from: Uint8Array): number;
} {
  const taken: string[] = [];
  return {
    taken,
    writeSync(from) {
      const answer = answers.shift() ?? Infinity;
      if (answer instanceof Error) throw answer;
      const count = Math.min(from.length, answer);
      taken.push(text(from.subarray(0, count)));
      return count;
    },
  };
}

Deno.test("BlockingInput.read() gives the count, END or WOULD_BLOCK", () => {
  const input = new BlockingInput(source("ab", new Deno.errors.WouldBlock(), null));
  const into = utf8("????");
  assertEquals([input.read(into), text(into)], [2, "ab??"]);
  assertEquals(input.read(into), WOULD_BLOCK);
  assertEquals(input.read(into), END);
  assertEquals(input.read(utf8("")), 0);
  const failing = new BlockingInput(source(new Deno.errors.IsADirectory()));
  assertEquals(outcomeOf(() => failing.read(into)), "is-directory");
});

Deno.test("BlockingInput.readv() reads once, and spreads what came", () => {
  const rows: [answer: string, sizes: number[], expected: string[], asked: number[]][] = [
    ["abc", [3], ["abc"], [3]],
    ["abc", [3, 4], ["abc", "????"], [7]],
    ["abc", [2, 4], ["ab", "c???"], [6]],
    ["abcdef", [2, 0, 3, 1], ["ab", "", "cde", "f"], [6]],
    ["a", [2, 2], ["a?", "??"], [4]],
    ["abc", [0, 0, 9], ["", "", "abc??????"], [9]],
  ];
  for (const [answer, sizes, expected, asked] of rows) {
    const from = source(answer);
    const into = sizes.map((size) => utf8("?".repeat(size)));
    assertEquals(new BlockingInput(from).readv(into), answer.length);
    assertEquals([into.map(text), from.asked], [expected, asked]);
  }
});

Deno.test("BlockingInput.readv() asks for no more than it can hold at once", () => {
  const from = source("abc");
  const into = [new Uint8Array(1), new Uint8Array(1 << 20)];
  assertEquals([new BlockingInput(from).readv(into), from.asked], [3, [65_536]]);
});

Deno.test("BlockingInput.readv() gives END, WOULD_BLOCK, and 0 for no bytes asked for", () => {
  const input = new BlockingInput(source(null, new Deno.errors.WouldBlock()));
  const into = () => [utf8("??"), utf8("??")];
  assertEquals([input.readv(into()), input.readv(into())], [END, WOULD_BLOCK]);
  assertEquals([input.readv([]), input.readv([utf8("")])], [0, 0]);
});

Deno.test("BlockingOutput.write() gives the count or WOULD_BLOCK, and fails with our codes", () => {
  const to = sink(2, new Deno.errors.WouldBlock(), new Deno.errors.BrokenPipe());
  const output = new BlockingOutput(to);
  assertEquals([output.write(utf8("abc")), to.taken], [2, ["ab"]]);
  assertEquals(output.write(utf8("c")), WOULD_BLOCK);
  assertEquals(outcomeOf(() => output.write(utf8("c"))), "pipe");
});

Deno.test("BlockingOutput.writev() ends at the first short write or failure after some bytes", () => {
  const parts = [utf8("ab"), utf8(""), utf8("cd"), utf8("ef")];
  const rows: [answers: (number | Error)[], expected: unknown, taken: string[]][] = [
    [[], 6, ["ab", "cd", "ef"]],
    [[2, 1], 3, ["ab", "c"]],
    [[2, new Deno.errors.WouldBlock()], 2, ["ab"]],
    [[2, new Deno.errors.BrokenPipe()], 2, ["ab"]],
    [[new Deno.errors.BrokenPipe()], "pipe", []],
    [[new Deno.errors.WouldBlock()], WOULD_BLOCK, []],
  ];
  for (const [answers, expected, taken] of rows) {
    const to = sink(...answers);
    assertEquals(outcomeOf(() => new BlockingOutput(to).writev(parts)), expected);
    assertEquals(to.taken, taken);
  }
});
