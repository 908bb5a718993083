import { assertEquals } from "@std/assert";
import { testWithLibc } from "../with_libc.ts";

const library = new URL("../../../../lib/host/kernel/process_end.ts", import.meta.url).href;

/** Runs a script in a process that is to be ended after 100 ms with status 7 and a line. */
async function run(
  script: string,
  under: readonly string[] = [],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const source = `
    const { ProcessEnd } = await import(${JSON.stringify(library)});
    let end;
    try {
      end = new ProcessEnd({ after: 100, status: 7, line: "the end\\n" });
    } catch (error) {
      console.log(error.code);
      await new Promise((resolve) => setTimeout(resolve, 300));
      Deno.exit(3);
    }
    const until = (time) => { while (performance.now() < time); };
    const start = performance.now();
    ${script}`;
  const url = `data:text/javascript,${encodeURIComponent(source)}`;
  const [program = "", ...args] = [...under, Deno.execPath(), "run", "-A", url];
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

async function hasPrlimit(): Promise<boolean> {
  try {
    return (await new Deno.Command("prlimit", { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
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

testWithLibc(
  "ProcessEnd() leaves nothing behind where the process can have no timer, or only one",
  async () => {
    if (!await hasPrlimit()) return;
    // The limit counts what all processes of the user have.
    const [, used] = /^SigQ:\s*(\d+)/m.exec(Deno.readTextFileSync("/proc/self/status"))!;
    const none = await run("", ["prlimit", "--sigpending=0"]);
    assertEquals(none, { code: 3, stdout: "would-block\n", stderr: "" });
    const one = await run(
      "end[Symbol.dispose](); Deno.exit(3);",
      ["prlimit", `--sigpending=${Number(used) + 1}`],
    );
    assertEquals([one.code, one.stderr], [3, ""]);
  },
);
