/**
 * Standard streams as a shell hands them over: shared with other processes, closed, full.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { isInstalled, pathChecked, shell, sluice, start } from "./spawn.ts";
import { all, assertPresentable } from "./rows.ts";
import { workspace } from "./workspace.ts";

const ISDIR = 31;
const NOSPC = 51;
const PIPE = 64;

/** The lines that `lines.wasm` writes to both streams, as they have to stand in one file. */
function pairs(count: number): string {
  const line = (_: unknown, i: number) => `${i}`.padStart(4, "0");
  return Array.from({ length: count }, line).map((n) => `out ${n}\nerr ${n}\n`).join("");
}

/** A script whose commands print one line each, and what they have to print. */
interface Script {
  readonly name: string;
  readonly script: string;
  readonly expected: string;
}

function testScripts(name: string, scripts: readonly Script[]): void {
  Deno.test(name, async (t) => {
    using place = workspace();
    const ended = await all(
      scripts.map(({ script }) => () => shell(script, { cwd: place.path, stdin: "" })),
    );
    for (const [i, { name, expected }] of scripts.entries()) {
      await t.step(name, () => {
        const { stdout, stderr } = ended[i]!;
        assertEquals({ stdout, stderr }, { stdout: expected, stderr: "" });
      });
    }
  });
}

testScripts("a file that all streams share has every byte, in order", [
  {
    name: "> f 2>&1",
    script: `
      { echo before; sluice lines.wasm 200; echo after; } > shared 2>&1
      cat shared`,
    expected: `before\n${pairs(200)}after\n`,
  },
  {
    name: ">> f 2>&1, behind what was there",
    script: `
      echo old > appended
      { echo before; sluice lines.wasm 200; echo after; } >> appended 2>&1
      cat appended`,
    expected: `old\nbefore\n${pairs(200)}after\n`,
  },
  {
    name: "several guests, and what Sluice says of them",
    script: `
      {
        sluice lines.wasm 2
        echo between >&2
        sluice exit.wasm 3
        echo "status $?"
        sluice trap.wasm divide
        echo "status $?" >&2
        sluice missing.wasm
        sluice lines.wasm 1
      } > several 2>&1
      cat several`,
    expected: [
      `${pairs(2)}between\nbefore\nstatus 3\nerror: the guest trapped: divide by zero\n`,
      `status 134\nerror: missing.wasm is not there\n${pairs(1)}`,
    ].join(""),
  },
  {
    name: "another that writes meanwhile",
    script: `
      {
        { i=0; while [ $i -lt 500 ]; do echo other; i=$((i + 1)); done; } &
        sluice lines.wasm 500
        wait
      } > meanwhile 2>&1
      grep -c other meanwhile
      grep -v other meanwhile`,
    expected: `500\n${pairs(500)}`,
  },
  {
    name: "a file that another has open in the middle",
    script: `
      printf '0123456789' > middle
      { printf 'ab' >&3; sluice cat.wasm < file >&3; printf 'c' >&3; } 3<> middle
      cat middle`,
    expected: "aba filec9",
  },
]);

testScripts("standard input is shared, and nothing is read ahead", [
  {
    name: "the guest goes on where the shell stopped",
    script: `
      printf 'one\\ntwo\\nthree\\n' > numbers
      { read first; sluice cat.wasm; echo "first was $first"; } < numbers`,
    expected: "two\nthree\nfirst was one\n",
  },
  {
    name: "a guest that does not read leaves everything",
    script: `
      printf 'one\\ntwo\\n' | { sluice --stdout null exit.wasm 0; cat; }
      printf 'one\\ntwo\\n' > numbers2
      { sluice missing.wasm; sluice --help; sluice --explain; cat; } < numbers2 2>/dev/null |
        grep -E '^(one|two)$'`,
    expected: "one\ntwo\none\ntwo\n",
  },
  {
    name: "what it reads can be a file, a pipe, a device, or nothing",
    script: `
      sluice cat.wasm < file; echo " $?"
      printf 'from a pipe' | sluice cat.wasm; echo " $?"
      sluice cat.wasm < /dev/null; echo "$?"
      sluice cat.wasm < data; echo "$?"
      sluice cat.wasm <<'end'
here
end`,
    expected: `a file 0\nfrom a pipe 0\n0\n${100 + ISDIR}\nhere\n`,
  },
  {
    name: "a module that is read from it",
    script: `
      sluice - 7 < exit.wasm; echo "$?"
      cat exit.wasm | sluice - 8; echo "$?"
      sluice - < data 2> said; echo "$?"
      sed 's/^error: standard input .*/said/' said
      sluice - <&- 2>/dev/null; echo "$?"`,
    expected: "before\n7\nbefore\n8\n126\nsaid\n126\n",
  },
]);

testScripts("a guest is told when its output cannot be written", [
  {
    name: "the reader is gone",
    script: `
      { sluice cat.wasm < /dev/zero; echo "$?" >&2; } 2>gone | head -c 1 > /dev/null
      { yes | sluice cat.wasm; echo "$?" >&2; } 2>>gone | head -n 1
      { sluice lines.wasm 9000 2>/dev/null; echo "$?" >&2; } 2>>gone | head -n 2
      cat gone`,
    expected: `y\nout 0000\nout 0001\n${`${PIPE}\n`.repeat(3)}`,
  },
  {
    name: "the device is full",
    script: `sluice lines.wasm 1 > /dev/full; echo "$?"`,
    expected: `${NOSPC}\n`,
  },
  // Deno itself opens no such device unless it has all permissions.
  ...pathChecked ? [] : [{
    name: "the device of --stdout is full",
    script: `sluice --stdout file:/dev/full lines.wasm 1; echo "$?"`,
    expected: `${NOSPC}\n`,
  }],
]);

Deno.test("closed streams are nothing to read, and no place for what is opened", async () => {
  using place = workspace();
  const { stdout, stderr } = await shell(
    `
      sluice cat.wasm <&-; echo "in $?"
      echo text | sluice cat.wasm >&-; echo "out $?"
      sluice lines.wasm 1 2>&-; echo "err $?"
      sluice lines.wasm 1 <&- >&- 2>&-; echo "all $?"
      sluice --stdout file:opened --stderr null lines.wasm 2 <&- >&- 2>&-; echo "opened $?"
      cat opened
      sluice --dir data::/d --stdout file:kept files.wasm read /d/hello <&- >&- 2>&-; echo "kept $?"
      cat kept; echo
      sluice missing.wasm <&- >&- 2>&-; echo "missing $?"
      sluice --help <&- >&- 2>&-; echo "help $?"
    `,
    { cwd: place.path },
  );
  // A guest may see a closed output as an error or as one that takes everything.
  assertMatch(
    stdout,
    /^in 0\nout \d+\nout 0000\nerr \d+\nall \d+\nopened 0\nout 0000\nout 0001\nkept 0\nhello\nmissing 127\nhelp \d+\n$/,
  );
  for (const [, status] of stdout.matchAll(/(?:out|err|all|help) (\d{1,3})$/gm)) {
    assert(Number(status) < 125, stdout);
  }
  assertEquals(stderr, "");
});

Deno.test("the status is right although a message cannot be written", async () => {
  using place = workspace();
  const { stdout, stderr } = await shell(
    `
      sluice missing.wasm 2>/dev/full; echo "$?"
      sluice file 2>/dev/full; echo "$?"
      sluice --bogus 2>/dev/full; echo "$?"
      sluice trap.wasm divide 2>/dev/full; echo "$?"
      { sluice missing.wasm; echo "$?"; } 2>&1 >gone | true; sleep 0.3; cat gone
    `,
    { cwd: place.path },
  );
  assertEquals([stdout, stderr], ["127\n126\n2\n134\n127\n", ""]);
});

Deno.test("Sluice does not call it a bug when its own output cannot be written", async () => {
  using place = workspace();
  const { stdout, stderr } = await shell(
    `
      sluice --version > /dev/full; echo "$?"
      sluice --help > /dev/full; echo "$?"
      sluice --explain > /dev/full; echo "$?"
      sluice --invoke i32 values.wasm 1 > /dev/full; echo "$?"
    `,
    { cwd: place.path },
  );
  // Success it is not, either.
  assertMatch(stdout, /^([1-9]\d*\n){4}$/);
  assertEquals(stderr.match(/\bbug\b/), null, stderr);
  assertPresentable(stderr, [], place);
});

const proc = Deno.build.os === "linux";
Deno.test({
  name: `256 MiB pass through in constant memory${
    proc ? "" : " (ignored: only /proc tells how much)"
  }`,
  ignore: !proc,
  async fn() {
    using place = workspace();
    const child = start(["cat.wasm"], { cwd: place.path });
    const chunk = new Uint8Array(1 << 20);
    crypto.getRandomValues(chunk.subarray(0, 1 << 16));
    const writer = child.stdin.getWriter();
    const reader = child.stdout.getReader();
    let received = 0;
    const until = async (total: number): Promise<void> => {
      while (received < total) received += (await reader.read()).value?.length ?? NaN;
      assertEquals(received, total);
    };
    const pass = async (chunks: number): Promise<void> => {
      const wanted = received + chunks * chunk.length;
      const write = async () => {
        for (let i = 0; i < chunks; i++) await writer.write(chunk);
      };
      await Promise.all([write(), until(wanted)]);
    };
    // Deno itself reads /proc only when it has all permissions.
    const peak = async (): Promise<number> => {
      const { stdout } = await new Deno.Command("cat", { args: [`/proc/${child.pid}/status`] })
        .output();
      return Number(/^VmHWM:\s*(\d+) kB/m.exec(new TextDecoder().decode(stdout))![1]) / 1024;
    };
    await pass(16);
    const early = await peak();
    await pass(240);
    const late = await peak();
    await writer.close();
    assertEquals((await reader.read()).done, true);
    await child.stderr.cancel();
    assertEquals((await child.status).code, 0);
    assert(late - early < 32, `${early} MiB after 16 MiB, ${late} MiB after 256 MiB`);
  },
});

const perl = isInstalled("perl");
Deno.test({
  name: `a pipe that another has made non-blocking loses nothing${
    perl ? "" : " (ignored: perl, which makes it so, is not installed)"
  }`,
  ignore: !perl,
  async fn() {
    using place = workspace();
    const { stdout, stderr } = await shell(
      `
        nonblocking='use Fcntl; fcntl($ARGV[0] ? STDOUT : STDIN, F_SETFL, O_NONBLOCK | $ARGV[0])'
        {
          perl -e "$nonblocking" 1
          head -c 3000000 /dev/zero | sluice cat.wasm
          echo "$?" >&2
        } 2>status | { sleep 0.3; wc -c; }
        { sleep 0.3; printf late; } | { perl -e "$nonblocking" 0; sluice cat.wasm; echo " $?"; }
        cat status
      `,
      { cwd: place.path },
    );
    assertEquals([stdout.replaceAll(/^ +/gm, ""), stderr], ["3000000\nlate 0\n0\n", ""]);
  },
});

Deno.test("the guest's output arrives as it is written, not at the end", async () => {
  using place = workspace();
  const child = start(["spin.wasm"], { cwd: place.path });
  const { value } = await child.stdout.getReader().read();
  child.kill("SIGKILL");
  assertEquals(new TextDecoder().decode(value), "ready\n");
  await Promise.all([child.stderr.cancel(), child.stdin.close()]);
  await child.status;
});

Deno.test("bytes of all values pass unchanged", async () => {
  using place = workspace();
  const bytes = Uint8Array.from({ length: 65_536 }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
  place.write("bytes", bytes);
  const { status } = await sluice(["--stdout", "file:copy", "cat.wasm"], {
    cwd: place.path,
    stdin: bytes,
  });
  assertEquals(status, 0);
  assertEquals(Deno.readFileSync(`${place.path}/copy`), bytes);
  const { stdout } = await shell("sluice cat.wasm < bytes | cmp - bytes && echo same", {
    cwd: place.path,
  });
  assertEquals(stdout, "same\n");
});
