/**
 * `deno task test`: every test once with all permissions, beside it once more without FFI what depends on
 * the file back end, and one closing line over both, `N passed, N failed[, N skipped]`.
 *
 * Words on the command line go to `deno test` and leave a single pass. `SLUICE_TEST_BACKEND` names the
 * back end where only one is wanted; tests that spawn `main.ts` read it too.
 *
 * @module
 */

/** The tests that see which file back end is under them. */
const BACKEND_TESTS = [
  "tests/cli",
  "tests/guests",
  "tests/programs",
  "tests/sandbox",
  "tests/wasi_testsuite_test.ts",
];

/** One call of `deno test`. */
interface Pass {
  readonly backend: "kernel-confined" | "path-checked";
  readonly words: readonly string[];
}

/** What the passes found. */
interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const root = new URL("../", import.meta.url);
const sum: Count = { passed: 0, failed: 0, skipped: 0 };
let status = 0;
const started = passes(Deno.args, Deno.env.get("SLUICE_TEST_BACKEND")).map(start);
for (const { pass, output, ended } of started) {
  console.log(`\n== ${pass.backend}: deno test ${pass.words.join(" ")}`);
  const tail = await show(output);
  const code = await ended;
  status ||= code;
  const count = closingCount(tail);
  if (count === undefined) {
    // Nothing was run, for instance since a file does not compile: that must not look like a success.
    status ||= 1;
    sum.failed++;
    continue;
  }
  sum.passed += count.passed;
  sum.failed += count.failed;
  sum.skipped += count.skipped;
}
if (sum.passed + sum.failed === 0) status ||= 1;
const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : "";
console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`);
Deno.exit(status);

/** The passes that a command line and the environment ask for. */
function passes(words: readonly string[], backend: string | undefined): Pass[] {
  if (backend !== undefined && backend !== "kernel-confined" && backend !== "path-checked") {
    console.error("error: SLUICE_TEST_BACKEND is kernel-confined or path-checked");
    Deno.exit(2);
  }
  if (words.length > 0) {
    const only = backend ?? "kernel-confined";
    return [{ backend: only, words: [...permissions(only), ...words] }];
  }
  // Divided so that the three take about as long.
  const first = BACKEND_TESTS.filter((path) => path !== "tests/sandbox");
  const all: Pass[] = [
    { backend: "kernel-confined", words: [...permissions("kernel-confined"), ...first] },
    {
      backend: "kernel-confined",
      words: [...permissions("kernel-confined"), "--doc", `--ignore=${first.join()}`],
    },
    {
      backend: "path-checked",
      // Their types are checked by the other passes, which have the same files.
      words: [...permissions("path-checked"), "--no-check", ...BACKEND_TESTS],
    },
  ];
  return all.filter((pass) => backend === undefined || pass.backend === backend);
}

/** The permissions of a pass; the path-checked back end is what remains without FFI. */
function permissions(backend: Pass["backend"]): string[] {
  return backend === "path-checked" ? ["-A", "--deny-ffi"] : ["-A"];
}

/** A pass that runs. */
interface Started {
  readonly pass: Pass;
  readonly output: ReadableStream<Uint8Array>;
  readonly ended: Promise<number>;
}

/** Starts a pass. The passes run side by side, since most tests of either wait for processes. */
function start(pass: Pass): Started {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", ...pass.words],
    cwd: root,
    env: { SLUICE_TEST_BACKEND: pass.backend },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  return { pass, output: kept(child.stdout), ended: child.status.then(({ code }) => code) };
}

/** The same output, taken at once: a pass must not wait until the one before it has been shown. */
function kept(output: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  return output.pipeThrough(
    new TransformStream(
      undefined,
      undefined,
      new CountQueuingStrategy({ highWaterMark: Infinity }),
    ),
  );
}

/** Passes output on as it comes, and answers the end of it. */
async function show(output: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let tail = "";
  for await (const chunk of output) {
    await writeAll(chunk);
    tail = (tail + decoder.decode(chunk, { stream: true })).slice(-4096);
  }
  return tail;
}

async function writeAll(bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await Deno.stdout.write(rest));
}

/** The numbers in Deno's closing line, `ok | 3 passed | 0 failed | 1 ignored (2s)`; none without one. */
function closingCount(tail: string): Count | undefined {
  // deno-lint-ignore no-control-regex
  const plain = tail.replaceAll(/\x1b\[[0-9;]*m/g, "");
  const line = plain.match(/^(?:ok|FAILED) \| .*$/gm)?.at(-1);
  if (line === undefined) return undefined;
  const number = (word: string) => Number(line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  return { passed: number("passed"), failed: number("failed"), skipped: number("ignored") };
}
