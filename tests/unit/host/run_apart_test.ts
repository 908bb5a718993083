import { assertEquals, assertNotEquals } from "@std/assert";
import { runApart } from "../../../lib/host/run_apart.ts";
import { text, utf8 } from "../outcome.ts";

Deno.test("runApart() answers how a program ended and what it wrote", async () => {
  const program = `
    const input = new Uint8Array(await new Response(Deno.stdin.readable).arrayBuffer());
    Deno.stdout.writeSync(input);
    console.error("words");
    Deno.exit(3);
  `;
  const { status, output, error } = await runApart(program, utf8("some input"));
  assertEquals([status, text(output), error], [3, "some input", "words\n"]);
});

Deno.test("runApart() ends a program when it is given up", async () => {
  const abort = new AbortController();
  // It reads nothing, so that what it is given does not fit into the pipe.
  const over = runApart("setInterval(() => {}, 1000)", new Uint8Array(1 << 20), abort.signal);
  setTimeout(() => abort.abort(), 100);
  assertNotEquals((await over).status, 0);
});
