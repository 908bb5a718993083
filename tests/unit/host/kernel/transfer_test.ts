import { assertEquals } from "@std/assert";
import type { ErrorCode } from "../../../../lib/errors.ts";
import type { ByteCalls } from "../../../../lib/host/libc/byte_calls.ts";
import { END, WOULD_BLOCK } from "../../../../lib/io/streams.ts";
import { outcomeOf } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

const [EINTR, EIO, EAGAIN] = [4, 5, 11] as const;

/** Calls that answer in turn: a count, or what errno says. */
async function answering(...answers: readonly ({ errno: number } | number)[]): Promise<ByteCalls> {
  const { bind } = await import("../../../../lib/host/libc/library.ts");
  const { __errno_location } = bind({
    __errno_location: { parameters: [], result: "pointer" },
  });
  const cell = new Int32Array(Deno.UnsafePointerView.getArrayBuffer(__errno_location()!, 4));
  const left = [...answers];
  const next = (): number => {
    const answer = left.shift()!;
    if (typeof answer === "number") return answer;
    cell[0] = answer.errno;
    return -1;
  };
  return { read: next, write: next };
}

testWithLibc("read() and write() go on after a signal, and tell the rest apart", async () => {
  const { read, write } = await import("../../../../lib/host/kernel/transfer.ts");
  type Outcome = number | ErrorCode;
  const rows: readonly [answers: ({ errno: number } | number)[], read: Outcome, write: Outcome][] =
    [
      [[3], 3, 3],
      [[0], END, 0],
      [[{ errno: EINTR }, { errno: EINTR }, 3], 3, 3],
      [[{ errno: EAGAIN }], WOULD_BLOCK, WOULD_BLOCK],
      [[{ errno: EINTR }, { errno: EAGAIN }], WOULD_BLOCK, WOULD_BLOCK],
      [[{ errno: EIO }], "io", "io"],
    ];
  for (const [answers, whenRead, whenWritten] of rows) {
    const why = JSON.stringify(answers);
    const reading = await answering(...answers);
    assertEquals(outcomeOf(() => read(reading, 0, new Uint8Array(8))), whenRead, why);
    const writing = await answering(...answers);
    assertEquals(outcomeOf(() => write(writing, 1, new Uint8Array(8))), whenWritten, why);
  }
});
