import { assertEquals } from "@std/assert";
import { testWithLibc } from "../with_libc.ts";

const url = new URL("../../../../lib/host/kernel/process_end.ts", import.meta.url).href;

/** Runs a script in a process that is to be ended after 100 ms with status 7 and a line. */
async function run(script: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const source = `
    const { ProcessEnd } = await import(${JSON.stringify(url)});
    const end = new ProcessEnd({ after: 100, status: 7, line: "the end\\n" });
    const until = (time) => { while (performance.now() < time); };
    const start = performance.now();
    ${script}`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `data:text/javascript,${encodeURIComponent(source)}`],
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

testWithLibc(
  "ProcessEnd ends a process that computes, with its line, and nothing more is run",
  async () => {
    assertEquals(await run(`console.log("before"); until(Infinity);`), {
      code: 7,
      stdout: "before\n",
      stderr: "the end\n",
    });
    const script = `try { until(Infinity); } finally { console.log("after"); }`;
    assertEquals(await run(script), { code: 7, stdout: "", stderr: "the end\n" });
  },
);

testWithLibc("ProcessEnd[Symbol.dispose]() calls the end off", async () => {
  const script = `end[Symbol.dispose](); until(start + 400); console.log("alive");`;
  assertEquals(await run(script), { code: 0, stdout: "alive\n", stderr: "" });
  const exits = `end[Symbol.dispose](); Deno.exit(3);`;
  assertEquals(await run(exits), { code: 3, stdout: "", stderr: "" });
});

testWithLibc("ProcessEnd[Symbol.dispose]() does not return when it comes too late", async () => {
  // At the moment itself, again and again: both may be first, and nothing lies between them.
  const ends = await Promise.all(
    [99, 100, 101, 150].map((after) =>
      run(`until(start + ${after}); end[Symbol.dispose](); console.log("alive");`)
    ),
  );
  for (const { code, stdout, stderr } of ends) {
    assertEquals([stdout, stderr], code === 7 ? ["", "the end\n"] : ["alive\n", ""]);
  }
  assertEquals(ends.at(-1)!.code, 7);
});
