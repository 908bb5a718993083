/**
 * The standard streams of a process that has nothing but the portable host.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { text, utf8 } from "../../outcome.ts";

const LIB = new URL("../../../../lib/", import.meta.url).href;

const PRELUDE = `
  import { WasiError } from "${LIB}errors.ts";
  import { portableHost } from "${LIB}host/portable/portable_host.ts";
  const [stdin, stdout, stderr] = [0, 1, 2].map((number) => portableHost().standardStream(number));
  const text = (bytes) => new TextDecoder().decode(bytes);
  const utf8 = (text) => new TextEncoder().encode(text);
  /** Until something can be read. */
  const arrival = () => new Promise((resolve) => stdin.input.subscribe().watch(resolve));
  const outcome = (call) => {
    try { return call(); } catch (error) { if (error instanceof WasiError) return error.code; throw error; }
  };
  const report = (value) =>
    console.error(JSON.stringify(value, (_, v) => typeof v === "bigint" ? String(v) : v));
`;

/** A process that runs `script`, and reports by standard error. */
function spawn(script: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", PRELUDE + script],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** What the process writes and reports when `input` is all that it reads. */
async function run(script: string, input = ""): Promise<{ output: string; report: unknown }> {
  const child = spawn(script);
  const writer = child.stdin.getWriter();
  await writer.write(utf8(input));
  await writer.close();
  const { stdout, stderr } = await child.output();
  return { output: text(stdout), report: JSON.parse(text(stderr)) };
}

Deno.test("StandardStream takes a pipe for nothing that it is not", async () => {
  const { report } = await run(`report([stdin, stdout, stderr].map((stream) => [
    stream.kind, stream.type, ...[stream.cursor, stream.array, stream.input, stream.output].map((part) => part !== undefined),
    stream.stat(), outcome(() => stream.sync()), outcome(() => stream.syncData()),
    outcome(() => stream.setTimes(0n, 0n)), stream[Symbol.dispose](),
  ]))`);
  const expected = (inode: number, input: boolean) => [
    ...["stream", "unknown", false, false, input, !input],
    {
      device: 0,
      inode,
      type: "unknown",
      links: 1,
      size: 0,
      accessed: "0",
      modified: "0",
      changed: "0",
    },
    ...["invalid", "invalid", "not-permitted", null],
  ];
  assertEquals(report, [expected(1, true), expected(2, false), expected(3, false)]);
});

Deno.test("StandardStream reads standard input to its end, which it meets again", async () => {
  const { report } = await run(
    `const into = utf8("????");
     const parts = [utf8("?"), utf8(""), utf8("???")];
     await arrival();
     const said = [
       stdin.input.read(utf8("")), stdin.input.read(into), text(into),
       stdin.input.readv(parts), parts.map(text),
     ];
     await arrival();
     report([...said, stdin.input.read(into), stdin.input.readv(parts), stdin.input.subscribe().state()])`,
    "abcdefg",
  );
  assertEquals(report, [
    ...[0, 4, "abcd", 3, ["e", "", "fg?"], -1, -1],
    { ready: true, bytes: 0, hangup: true },
  ]);
});

Deno.test("StandardStream writes standard output and error", async () => {
  const { output, report } = await run(
    `const counts = [
       stdout.output.write(utf8("a line\\nand ")), stdout.output.write(utf8("")),
       stdout.output.writev([utf8("mo"), utf8(""), utf8("re\\n")]), stderr.output.write(utf8("[")),
     ];
     stderr.output.writev([utf8('"direct",'), utf8("")]);
     report(counts);
     stderr.output.write(utf8("]"));`,
  );
  assertEquals(output, "a line\nand more\n");
  assertEquals(report, ["direct", [11, 0, 5, 1]]);
});

Deno.test("StandardStream.output fails with pipe when nobody reads any more", async () => {
  const child = spawn(`
    await arrival();
    report([outcome(() => stdout.output.write(utf8("lost\\n"))), outcome(() => stdout.output.write(utf8("lost")))]);
  `);
  await child.stdout.cancel();
  await child.stdin.close();
  const report = await new Response(child.stderr).json();
  assertEquals(report, ["pipe", "pipe"]);
  await child.status;
});

Deno.test({
  name: "StandardStream works on a file and on what is closed",
  ignore: Deno.build.os === "windows",
  async fn() {
    const path = Deno.makeTempFileSync();
    Deno.writeTextFileSync(path, "from a file");
    const script = `const into = new Uint8Array(20);
      await arrival();
      const count = outcome(() => stdin.input.read(into));
      report([count, text(into.subarray(0, Math.max(count, 0))), stdin.type, stdout.output.write(utf8("out"))])`;
    const rows: [redirection: string, expected: unknown][] = [
      [`< ${path}`, [11, "from a file", "unknown", 3]],
      ["< /", ["is-directory", "", "unknown", 3]],
      ["< /dev/null", [-1, "", "unknown", 3]],
      ["<&-", [-1, "", "unknown", 3]],
      ["< /dev/null > /dev/full", "insufficient-space"],
    ];
    for (const [redirection, expected] of rows) {
      const { stderr } = await new Deno.Command("sh", {
        args: [
          "-c",
          `"$0" eval --quiet "$1" ${redirection}`,
          Deno.execPath(),
          PRELUDE + `
          try { ${script} } catch (error) { report(error.code) }`,
        ],
        env: { NO_COLOR: "1" },
      }).output();
      assertEquals(JSON.parse(text(stderr)), expected, redirection);
    }
    Deno.removeSync(path);
  },
});

Deno.test("StandardStream waits for standard input beside the event loop", async () => {
  const child = spawn(`
    const [one, other] = [stdin.input, portableHost().standardStream(0).input];
    const into = utf8("????");
    const said = [one.read(into), one.subscribe().state().ready];
    const woken = new Promise((resolve) => one.subscribe().watch(resolve));
    await new Promise((resolve) => setTimeout(resolve, 0));
    console.log("waiting");
    await woken;
    said.push(one.subscribe().state(), one.read(into.subarray(0, 2)), other.read(into.subarray(2)));
    said.push(text(into), one.read(into));
    await new Promise((resolve) => other.subscribe().watch(resolve));
    report([...said, other.read(into), one.read(into)]);
  `);
  const reader = child.stdout.getReader();
  assertEquals(text((await reader.read()).value!), "waiting\n");
  const writer = child.stdin.getWriter();
  await writer.write(utf8("abcd"));
  await writer.close();
  await reader.cancel();
  const report = await new Response(child.stderr).json();
  assertEquals(report, [
    ...[-2, false, { ready: true, bytes: 4, hangup: false }, 2, 2, "abcd"],
    ...[-2, -1, -1],
  ]);
  await child.status;
});
