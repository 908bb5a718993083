import { assert, assertEquals } from "@std/assert";
import { StandardOutput } from "../../../../lib/host/portable/standard_output.ts";
import { WOULD_BLOCK } from "../../../../lib/io/streams.ts";
import { outcomeOf, text, utf8 } from "../../outcome.ts";

const CAPACITY = 1024;

/**
 * What lies behind `Deno.stdout.writeSync`: the LineWriter of Rust's library, emptied after each
 * write, over a non-blocking pipe that a reader empties now and then.
 */
class LineWriterOverPipe {
  /** What the reader has got. */
  received = "";
  calls = 0;
  readonly #room: number;
  readonly #patience: number;
  #pipe = "";
  #buffer = "";

  /**
   * @param room of the pipe
   * @param patience how many calls the reader lets pass before it empties the pipe
   */
  constructor(room: number, patience: number) {
    this.#room = room;
    this.#patience = patience;
  }

  writeSync(from: Uint8Array): number {
    if (++this.calls % this.#patience === 0) this.drain();
    const all = text(from);
    const count = this.#take(all);
    this.#flush();
    return count;
  }

  drain(): void {
    this.received += this.#pipe;
    this.#pipe = "";
  }

  /** LineWriterShim::write and BufWriter::write. */
  #take(all: string): number {
    const lines = all.lastIndexOf("\n") + 1;
    if (lines === 0) {
      if (this.#buffer.endsWith("\n")) this.#flush();
      return this.#keep(all);
    }
    this.#flush();
    const written = this.#write(all.slice(0, lines));
    const rest = written >= lines ? all.slice(written) : all.slice(written, lines);
    const kept = rest.slice(0, CAPACITY);
    this.#buffer += kept;
    return written + kept.length;
  }

  #keep(part: string): number {
    if (this.#buffer.length + part.length > CAPACITY) this.#flush();
    if (part.length >= CAPACITY) return this.#write(part);
    this.#buffer += part;
    return part.length;
  }

  #flush(): void {
    while (this.#buffer.length > 0) {
      this.#buffer = this.#buffer.slice(this.#write(this.#buffer));
    }
  }

  /** write(2) on a pipe. */
  #write(part: string): number {
    const free = this.#room - this.#pipe.length;
    if (free === 0 || (part.length <= 4096 && part.length > free)) {
      throw new Deno.errors.WouldBlock();
    }
    this.#pipe += part.slice(0, free);
    return Math.min(free, part.length);
  }
}

Deno.test("StandardOutput.write() neither loses nor repeats a byte when a pipe is full", () => {
  const rows: [room: number, patience: number, lengths: number[], newlineEvery: number][] = [
    [65_536, 3, [100_000, 100_000, 10, 10, 5000], 99_999],
    [65_536, 3, [100_000, 10, 200_000], 80],
    [8_192, 2, [1023, 1024, 1025, 4095, 4096, 4097, 9_000], 1_000_000],
    [8_192, 2, [1023, 1024, 1025, 4095, 4096, 4097, 9_000], 1023],
    [4_096, 7, [1, 1, 1, 700, 700, 700, 700, 700, 700], 1_000_000],
    // Short parts without a newline behind one that was kept while the pipe was full.
    [4_096, 20, Array(12).fill(700), 1_000_000],
    [4_096, 5, [16, 16, 3000, 16, 2000, 16, 5000, 1], 16],
  ];
  for (const [room, patience, lengths, newlineEvery] of rows) {
    const pipe = new LineWriterOverPipe(room, patience);
    const output = new StandardOutput(pipe);
    let sent = "";
    let at = 0;
    for (const length of lengths) {
      let part = "";
      for (; part.length < length; at++) {
        part += at % newlineEvery === newlineEvery - 1 ? "\n" : String.fromCharCode(97 + at % 23);
      }
      sent += part;
      for (let rest = utf8(part); rest.length > 0;) {
        const count = output.write(rest);
        if (count === WOULD_BLOCK) pipe.drain();
        else rest = rest.subarray(count);
      }
    }
    pipe.drain();
    assert(pipe.received === sent, `${room} ${lengths} ${newlineEvery}`);
  }
});

Deno.test("StandardOutput.write() makes one call where one is enough", () => {
  const rows: [content: string, calls: number][] = [
    ["", 1],
    ["a", 1],
    ["a line\n", 1],
    ["a line\nand another\n", 1],
    ["a line\nand the beginning", 2],
    ["a".repeat(100_000), 1],
    [`${"a".repeat(5000)}\n${"b".repeat(5000)}`, 3],
  ];
  for (const [content, calls] of rows) {
    const pipe = new LineWriterOverPipe(1 << 20, Infinity);
    assertEquals(new StandardOutput(pipe).write(utf8(content)), content.length);
    assertEquals(pipe.calls, calls, content.slice(0, 30));
  }
});

Deno.test("StandardOutput.write() fails as the sink does, after some bytes only the next time", () => {
  let left = 1;
  const output = new StandardOutput({
    writeSync(from) {
      if (left-- > 0) return from.length;
      throw new Deno.errors.BrokenPipe();
    },
  });
  assertEquals(output.write(utf8("a line\nrest")), 7);
  assertEquals(outcomeOf(() => output.write(utf8("rest"))), "pipe");
  assertEquals(outcomeOf(() => output.writev([utf8("r"), utf8("est")])), "pipe");
});
