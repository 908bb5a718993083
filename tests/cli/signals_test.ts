/**
 * Signals: what ends a guest does so at once, whatever it is doing.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { commandLine, quoted, shell, start } from "./spawn.ts";
import { type Workspace, workspace } from "./workspace.ts";

/** As long as a guest may go on after a signal, in milliseconds. */
const LIMIT = 100;

/** The best of so many counts, since the machine may be busy with something else. */
const ATTEMPTS = 3;

/** What a guest does when it is hit. */
const STATES: readonly (readonly [does: string, words: readonly string[]])[] = [
  ["computes", ["spin.wasm"]],
  ["sleeps", ["sleep.wasm"]],
  ["waits for input", ["cat.wasm"]],
];

/** Starts a guest, ends it by `signal`, and answers how it ended and how long that took. */
async function hit(
  words: readonly string[],
  signal: Deno.Signal,
  place: Workspace,
): Promise<Deno.CommandStatus & { milliseconds: number; stderr: string }> {
  const child = start(words, { cwd: place.path });
  const reader = child.stdout.getReader();
  const writer = child.stdin.getWriter();
  // A guest that copies shows by the first byte that it has begun.
  if (words.includes("cat.wasm")) await writer.write(new TextEncoder().encode("x"));
  await reader.read();
  // To the end of what it does after its first output.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const before = performance.now();
  child.kill(signal);
  const status = await child.status;
  const milliseconds = performance.now() - before;
  const [stderr] = await Promise.all([
    new Response(child.stderr).text(),
    reader.read(),
    writer.abort().catch(() => {}),
  ]);
  return { ...status, milliseconds, stderr };
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  for (const [does, words] of STATES) {
    Deno.test(`${signal} ends a guest that ${does} with ${code} within ${LIMIT} ms`, async () => {
      using place = workspace();
      let best = Infinity;
      for (let attempt = 0; attempt < ATTEMPTS && best > LIMIT; attempt++) {
        const { milliseconds, ...ended } = await hit(words, signal, place);
        assertEquals(ended, { success: false, code, signal, stderr: "" });
        best = Math.min(best, milliseconds);
      }
      assert(best <= LIMIT, `${best} ms`);
    });
  }
}

Deno.test("a shell sees 130 after SIGINT and 143 after SIGTERM", async () => {
  using place = workspace();
  // The inner shell says its number and becomes the command, so that it can be hit from outside.
  const command = commandLine(["spin.wasm"]).map(quoted).join(" ");
  const { stdout } = await shell(
    `
      for signal in INT TERM; do
        mkfifo ready.$signal
        (read number < ready.$signal; sleep 0.3; kill -$signal $number) &
        sh -c 'echo $$ > ready.'$signal'; exec "$@"' sh ${command} > written.$signal
        echo "$signal $?"
        cat written.$signal
      done
    `,
    { cwd: place.path },
  );
  assertEquals(stdout, "INT 130\nready\nTERM 143\nready\n");
});

Deno.test("SIGINT ends the command while it opens a stream or reads the module", async () => {
  using place = workspace();
  const { success } = await new Deno.Command("mkfifo", { args: [`${place.path}/fifo`] }).output();
  assertEquals(success, true);
  for (const words of [["--stdin", "file:fifo", "cat.wasm"], ["fifo"], ["-"]]) {
    const child = start(words, { cwd: place.path });
    await new Promise((resolve) => setTimeout(resolve, 250));
    child.kill("SIGINT");
    const { code, signal } = await child.status;
    assertEquals([code, signal], [130, "SIGINT"], words.join(" "));
    await Promise.all([
      child.stdin.abort().catch(() => {}),
      child.stdout.cancel(),
      child.stderr.cancel(),
    ]);
  }
});

Deno.test("a stop and other signals pass unnoticed by a guest that waits", async () => {
  using place = workspace();
  const child = start(["cat.wasm"], { cwd: place.path });
  const writer = child.stdin.getWriter();
  const encoder = new TextEncoder();
  const reader = child.stdout.getReader();
  const pass = async (text: string): Promise<void> => {
    await writer.write(encoder.encode(text));
    let got = "";
    while (got.length < text.length) got += new TextDecoder().decode((await reader.read()).value);
    assertEquals(got, text);
  };
  await pass("before");
  for (
    const signal of ["SIGWINCH", "SIGCHLD", "SIGSTOP", "SIGCONT", "SIGTSTP", "SIGCONT"] as const
  ) {
    child.kill(signal);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await pass("after");
  await writer.close();
  assertEquals((await reader.read()).done, true);
  assertEquals(await new Response(child.stderr).text(), "");
  assertEquals((await child.status).code, 0);
});
