import { assertEquals, assertThrows } from "@std/assert";
import { TerminalInput, TerminalOutput } from "../../../../lib/abi/preview2/cli/terminal.ts";
import { isKnown, LAST_PATCH, provideOf } from "../../../../lib/abi/preview2/world.ts";
import { type ProcExit, Trap } from "../../../../lib/errors.ts";
import { CollectedOutput } from "../../../../lib/io/collected_output.ts";
import { FakeClock } from "../../doubles/fake_guest.ts";
import { callsOf, contextOf } from "../../doubles/preview2.ts";
import { text, utf8 } from "../../outcome.ts";

Deno.test("provideOf() knows the interfaces in their versions, and in no others", () => {
  const rows: readonly [name: string, isProvided: boolean][] = [
    ["wasi:io/streams@0.2.0", true],
    ["wasi:io/streams@0.2.9", true],
    [`wasi:io/streams@0.2.${LAST_PATCH}`, true],
    [`wasi:io/streams@0.2.${LAST_PATCH + 1}`, false],
    ["wasi:io/streams@0.2.99", false],
    ["wasi:io/streams@0.2.00", false],
    ["wasi:io/streams@0.2.1e1", false],
    ["wasi:io/streams@0.2.0-rc-2023-12-05", false],
    ["wasi:io/streams@0.3.0", false],
    ["wasi:io/streams@0.2", false],
    ["wasi:io/streams", false],
    ["wasi:io/constructor@0.2.0", false],
    ["wasi:clocks/timezone@0.2.0", false],
    ["my:io/streams@0.2.0", false],
  ];
  for (const [name, isProvided] of rows) assertEquals(!!provideOf(name), isProvided, name);
  assertEquals(isKnown("wasi:io/streams@9.9.9"), true);
  assertEquals(isKnown("wasi:io/toString@0.2.0"), false);
});

Deno.test("each function has its type beside it, without a name left in it but those of resources", () => {
  const words = new Set(
    ("func borrow own list option result tuple record variant enum flags string bool u8 u32 u64 _ " +
      "error pollable input-stream output-stream descriptor directory-entry-stream terminal-input " +
      "terminal-output").split(" "),
  );
  const names = [
    ...["io/error", "io/poll", "io/streams", "filesystem/preopens", "filesystem/types"],
    ...["cli/environment", "cli/exit", "cli/stdin", "cli/stdout", "cli/stderr"],
    ...["cli/terminal-stdin", "cli/terminal-stdout", "cli/terminal-stderr"],
    ...["clocks/monotonic-clock", "clocks/wall-clock"],
    ...["random/random", "random/insecure", "random/insecure-seed"],
  ];
  for (const name of names) {
    const { functions, signatures, resources } = provideOf(`wasi:${name}@0.2.0`)!(contextOf());
    assertEquals(Object.keys(functions), Object.keys(signatures));
    for (const [called, signature] of Object.entries(signatures)) {
      // What stands in braces has names of its own.
      const outside = signature.replaceAll(
        /\b(record|variant|enum|flags) \{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g,
        "$1",
      );
      for (const word of outside.match(/[a-z_][a-z0-9-]*/g)!) {
        assertEquals(words.has(word), true, `${called}: ${word}`);
      }
      for (const [, resource] of signature.matchAll(/(?:own|borrow)<([a-z-]+)>/g)) {
        assertEquals(Object.hasOwn(resources, resource!), true, `${name} ${called}: ${resource}`);
      }
    }
  }
});

Deno.test("wasi:cli/environment tells arguments and variables", () => {
  const call = callsOf(
    "cli/environment",
    contextOf({ args: ["a", ""], environment: [["A", "b=c"]] }),
  );
  assertEquals(call("get-arguments"), ["a", ""]);
  assertEquals(call("get-environment"), [["A", "b=c"]]);
  assertEquals(call("initial-cwd"), undefined);
});

Deno.test("wasi:cli/exit ends the guest", () => {
  const call = callsOf("cli/exit", contextOf());
  const rows: readonly [name: string, argument: unknown, status: number][] = [
    ["exit", { tag: "ok", value: undefined }, 0],
    ["exit", { tag: "err", value: undefined }, 1],
    ["exit-with-code", 0, 0],
    ["exit-with-code", 255, 255],
  ];
  for (const [name, argument, status] of rows) {
    try {
      call(name, argument);
      throw new Error("it goes on");
    } catch (error) {
      assertEquals((error as ProcExit).status, status);
    }
  }
});

Deno.test("wasi:cli/stdout and stderr are different streams, each the same every time", () => {
  const [out, err] = [new CollectedOutput(), new CollectedOutput()];
  const context = contextOf({
    stdout: { stream: out, isTerminal: false },
    stderr: { stream: err, isTerminal: false },
  });
  const write = callsOf("io/streams", context);
  for (const name of ["stdout", "stderr", "stdout"]) {
    const stream = callsOf(`cli/${name}`, context)(`get-${name}`);
    write("[method]output-stream.blocking-write-and-flush", stream, utf8(`${name} `));
  }
  assertEquals([text(out.bytes()), text(err.bytes())], ["stdout stdout ", "stderr "]);
});

Deno.test("a standard stream that is not there is as /dev/null", () => {
  const context = contextOf();
  const call = callsOf("io/streams", context);
  const input = callsOf("cli/stdin", context)("get-stdin");
  assertEquals(call("[method]input-stream.blocking-read", input, 1n), {
    tag: "err",
    value: { tag: "closed", value: undefined },
  });
  const output = callsOf("cli/stdout", context)("get-stdout");
  assertEquals(call("[method]output-stream.blocking-write-and-flush", output, utf8("x")), {
    tag: "ok",
    value: undefined,
  });
});

Deno.test("wasi:cli/terminal-* tell which streams are terminals", () => {
  const terminal = { stream: undefined, isTerminal: true };
  const context = contextOf({ stdin: terminal, stderr: terminal });
  const ask = (name: string) => callsOf(`cli/terminal-${name}`, context)(`get-terminal-${name}`);
  assertEquals(ask("stdin") instanceof TerminalInput, true);
  assertEquals(ask("stdout"), undefined);
  assertEquals(ask("stderr") instanceof TerminalOutput, true);
});

Deno.test("wasi:clocks tell the time", () => {
  const clocks = {
    realtime: new FakeClock(1_500_000_001_000_000_002n, 3n),
    monotonic: new FakeClock(5n, 7n),
  };
  const context = contextOf({ clocks: () => clocks });
  const wall = callsOf("clocks/wall-clock", context);
  const monotonic = callsOf("clocks/monotonic-clock", context);
  assertEquals(wall("now"), { seconds: 1_500_000_001n, nanoseconds: 2 });
  assertEquals(wall("resolution"), { seconds: 0n, nanoseconds: 3 });
  assertEquals([monotonic("now"), monotonic("resolution")], [5n, 7n]);
  clocks.realtime.time = -1n;
  assertEquals(wall("now"), { seconds: 0n, nanoseconds: 0 });
});

Deno.test("wasi:random answers as many bytes as are wanted, up to what it traps beyond", () => {
  const random = callsOf("random/random", contextOf());
  const insecure = callsOf("random/insecure", contextOf());
  for (const length of [0n, 1n, 65_536n, 65_537n, 1n << 24n]) {
    for (
      const bytes of [
        random("get-random-bytes", length),
        insecure("get-insecure-random-bytes", length),
      ]
    ) {
      assertEquals((bytes as Uint8Array).length, Number(length));
      assertEquals((bytes as Uint8Array).every((byte) => byte === 7), true);
    }
  }
  for (const length of [(1n << 24n) + 1n, 2n ** 64n - 1n]) {
    assertThrows(() => random("get-random-bytes", length), Trap);
    assertThrows(() => insecure("get-insecure-random-bytes", length), Trap);
  }
  const word = 0x0707070707070707n;
  assertEquals(random("get-random-u64"), word);
  assertEquals(insecure("get-insecure-random-u64"), word);
  assertEquals(callsOf("random/insecure-seed", contextOf())("insecure-seed"), [word, word]);
});
