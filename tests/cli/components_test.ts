/**
 * Components of WASI 0.2 on the command line.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { TemporaryDirectory } from "../unit/doubles/temporary_directory.ts";
import {
  commandLine,
  type Ended,
  isInstalled,
  quoted,
  shell,
  sluice,
  type Surroundings,
} from "./spawn.ts";

const components = new URL("../guests/components/", import.meta.url);

/** The path of a command of tests/guests/components/wasi. */
function command(name: string): string {
  return fromFileUrl(new URL(`wasi/${name}.wasm`, components));
}

/** The path of a component of tests/guests/components. */
function component(name: string): string {
  return fromFileUrl(new URL(`${name}.wasm`, components));
}

async function ends(
  words: readonly string[],
  expected: Partial<Ended>,
  surroundings: Surroundings = {},
): Promise<void> {
  const ended = await sluice(words, surroundings);
  assertEquals({ ...ended, ...expected }, ended);
}

Deno.test("a component writes to standard output", async () => {
  await ends([command("hello")], { status: 0, stdout: "hello, world\n", stderr: "" });
  await ends(["--timeout", "20s", "--max-memory", "1MiB", command("hello")], {
    status: 0,
    stdout: "hello, world\n",
  });
});

Deno.test("a component moves standard input to standard output", async () => {
  for (const stdin of ["", "a", "some text\n".repeat(20_000)]) {
    await ends([command("cat")], { status: 0, stdout: stdin }, { stdin });
  }
});

Deno.test("a component waits for standard input where others are slow", async () => {
  const { status, stdout } = await shell(
    `(echo one; sleep 0.2; echo two) | sluice ${quoted(command("cat"))}`,
  );
  assertEquals([status, stdout], [0, "one\ntwo\n"]);
});

Deno.test("a component copies a file in a directory that it may write", async () => {
  using at = new TemporaryDirectory();
  const content = new Uint8Array(300_001).map((_, i) => i * i);
  Deno.writeFileSync(at.at("from"), content);
  await ends(["--dir", at.path, command("copy")], { status: 0 });
  assertEquals(Deno.readFileSync(at.at("to")), content);
});

Deno.test("a component copies nothing in a directory that it may only read", async () => {
  using at = new TemporaryDirectory();
  at.make({ from: "content" });
  await ends(["--dir", `${at.path}::/::ro`, command("copy")], { status: 134 });
  at.assertTree({ from: "content" });
});

Deno.test("a component lists the directories that are granted", async () => {
  using at = new TemporaryDirectory();
  at.make({ "one/": "", "one/a": "", "one/ü": "", "two/": "", "two/b/": "" });
  const grants = ["one", "two"].flatMap((name) => ["--dir", `${at.at(name)}::/${name}::ro`]);
  const { status, stdout } = await sluice([...grants, command("walk")]);
  assertEquals([status, stdout.trim().split("\n").toSorted()], [0, ["a", "b", "ü"]]);
  await ends([command("walk")], { status: 0, stdout: "" });
});

Deno.test("a component gets its arguments and variables, and ends with its own status", async () => {
  await ends(
    ["--argv0", "name", "--env", "A=b=c", "--env", "EMPTY=", command("arguments"), "x", "ü z", ""],
    { status: 6, stdout: "name\nx\nü z\n\nA=b=c\nEMPTY=\n" },
  );
});

Deno.test("a component that has no terminal is told so", async () => {
  await ends([command("terminal")], { status: 0 }, { stdin: "" });
});

Deno.test({
  name: "a component on a terminal is told so",
  ignore: !isInstalled("script"),
  async fn() {
    const line = commandLine([command("terminal")]).map(quoted).join(" ");
    const { status } = await shell(`: | script -qec ${quoted(line)} /dev/null`);
    assertEquals(status, 7);
  },
});

Deno.test("a component waits for whatever comes first", async () => {
  const poll = quoted(command("poll"));
  const rows: readonly [why: string, script: string, status: number][] = [
    ["a moment", `sleep 1 | sluice ${poll}`, 4],
    ["standard input", `echo | sluice ${poll} 1`, 1],
    ["the end of standard input", `sluice ${poll} 1 </dev/null`, 1],
    ["standard output", `sleep 1 | sluice ${poll} 1 2`, 8],
  ];
  for (const [why, script, status] of rows) assertEquals((await shell(script)).status, status, why);
});

Deno.test("--invoke calls what a component exports, and prints in WAVE what it answers", async () => {
  await ends(["--invoke", "poll-often()", command("contract")], { status: 0, stdout: "10000\n" });
  await ends(["--invoke", "drop-child()", command("contract")], { status: 0, stdout: "7\n" });
});

Deno.test("--invoke is refused where it cannot be", async () => {
  const rows: readonly [call: string, name: string, status: number, message: RegExp][] = [
    ["missing()", command("contract"), 126, /no function missing\n.*drop-child/],
    ["drop-child", command("contract"), 2, /drop-child\(\.\.\.\)/],
    ["drop-child(1)", command("contract"), 2, /more than 0 arguments/],
    ["wasi:cli/run#missing()", command("hello"), 126, /no function/],
  ];
  for (const [call, name, status, message] of rows) {
    const ended = await sluice(["--invoke", call, name]);
    assertEquals(ended.status, status, call);
    assertMatch(ended.stderr, message, call);
  }
  await ends(["--invoke", "run#run()", command("hello")], {
    status: 0,
    stdout: "hello, world\nok\n",
  });
});

Deno.test("a component that is no command says so", async () => {
  const { status, stderr } = await sluice([command("contract")]);
  assertEquals(status, 126);
  assertStringIncludes(stderr, "wasi:cli/run");
  assertStringIncludes(stderr, "--invoke");
});

Deno.test("a component that imports what nothing provides says what", async () => {
  const { status, stderr } = await sluice([component("host_calls")]);
  assertEquals(status, 126);
  assertStringIncludes(stderr, "nothing provides the import test:host/streams");
});

Deno.test("a component is not given rights that only preview1 has", async () => {
  using at = new TemporaryDirectory();
  const { status, stderr } = await sluice([
    "--dir",
    `${at.path}::/::fd_read+path_open`,
    command("walk"),
  ]);
  assertEquals(status, 2);
  assertMatch(stderr, /^hint: --dir \S+::\/::ro$/m);
});

Deno.test("a component is not given what only preview1 can have, and is told so", async () => {
  const { status, stderr, stdout } = await sluice(["--stream=data=null", command("hello")]);
  assertEquals([status, stdout], [2, ""]);
  assertMatch(
    stderr,
    /^error: the stream data cannot be given to a component, which has no numbers/m,
  );
});

Deno.test("a component is held to the memory that it may have", async () => {
  const { status, stderr } = await sluice(["--max-memory", "64KiB", command("copy")]);
  assertEquals(status, 126);
  assertMatch(stderr, /begins with 128KiB of memory.*64KiB/);
});

Deno.test("a component is ended in time", async () => {
  const { status, stderr } = await shell(
    `sleep 2 | sluice --timeout 300ms ${quoted(command("cat"))}`,
  );
  assertEquals(status, 124);
  assertStringIncludes(stderr, "300ms");
});

Deno.test("a component that comes to a limit ends with 134, and says which", async () => {
  await ends(["--max-handles", "1000", "--invoke", "keep()", command("contract")], {
    status: 134,
    stdout: "",
    stderr: "error: the guest has more than 1000 resources\n",
  });
});
