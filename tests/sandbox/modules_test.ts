/**
 * Modules that are none, that want what there is not, and that end badly.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { run, type RunResult, SluiceError } from "../../mod.ts";
import {
  body,
  functionType,
  module,
  name as nameBytes,
  section,
  unsigned,
  vector,
} from "../guests/modules/binary.ts";
import { isInstalled, quoted } from "../cli/spawn.ts";
import { attack } from "./attack.ts";
import { callsPath, command, shell, sluice } from "./command.ts";
import { NOTSUP } from "./path_rows.ts";
import { Place } from "./place.ts";
import { callsModule, expectErrnos, runScript } from "./script.ts";

const WASI = "wasi_snapshot_preview1";
const [I32, I64, FUNCREF] = [0x7f, 0x7e, 0x70];
const [FUNCTION, TABLE, MEMORY, GLOBAL] = [0, 1, 2, 3];
const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** A module of another folder, or of this one. */
function guest(name: string): Uint8Array {
  return Deno.readFileSync(new URL(`${name}.wasm`, import.meta.url));
}

/** What a module imports, in the binary format. */
type Imported = readonly [module: string, name: string, description: readonly number[]];

/** The parts of a module that matter here. */
interface Shape {
  readonly imports?: readonly Imported[];
  /** Types beside that of fd_close, 0, and of a function without parameters, 1. */
  readonly types?: readonly number[][];
  /** Exports by name: what, and which. */
  readonly exports?: readonly (readonly [name: string, kind: number, index: number])[];
  /** A memory, exported unless this is false. */
  readonly memory?: boolean;
  readonly code?: readonly number[];
}

/** Assembles a module; with nothing given, one that runs and does nothing. */
function shaped(
  { imports = [], types = [], exports, memory = true, code = [] }: Shape,
): Uint8Array {
  const functions = imports.filter(([, , [kind]]) => kind === FUNCTION).length;
  const exported = exports ?? [["_start", FUNCTION, functions]];
  return module(
    section(1, vector([functionType([I32], [I32]), functionType([], []), ...types])),
    section(
      2,
      vector(imports.map(([module, name, description]) => [
        ...nameBytes(module),
        ...nameBytes(name),
        ...description,
      ])),
    ),
    section(3, vector([[1]])),
    section(4, vector([[FUNCREF, 0, 1]])),
    section(5, vector(memory ? [[0, 1]] : [])),
    section(6, vector([[I32, 0, 0x41, 0, 0x0b]])),
    section(
      7,
      vector([
        ...memory ? [[...nameBytes("memory"), MEMORY, 0]] : [],
        ...exported.map(([name, kind, index]) => [...nameBytes(name), kind, ...unsigned(index)]),
      ]),
    ),
    section(10, vector([body([...code])])),
  );
}

/** The refusal of a module, of status 126. */
async function refusal(bytes: Uint8Array): Promise<SluiceError> {
  const error = await assertRejects(() => run(bytes), SluiceError);
  assertEquals(error.status, 126, error.message);
  assert(error.message.length < 2000);
  return error;
}

const text = (content: string) => new TextEncoder().encode(content);

/** Bytes without a pattern, the same every time. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => (state = state * 48_271 % 0x7fffffff) & 0xff);
}

attack("W01", async (t) => {
  const files: Readonly<Record<string, Uint8Array>> = {
    "empty": new Uint8Array(),
    "a byte": Uint8Array.of(0),
    "noise": noise(4096),
    "text": text("#!/bin/sh\necho hello\n"),
    "an executable": text("\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"),
    "compressed": Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3),
    "another order of bytes": Uint8Array.of(0x6d, 0x73, 0x61, 0, 0, 0, 0, 1),
    "behind a byte order mark": Uint8Array.of(0xef, 0xbb, 0xbf, ...callsModule),
  };
  for (const [name, bytes] of Object.entries(files)) {
    await t.step(name, async () => {
      assertMatch((await refusal(bytes)).message, /not a WebAssembly module/);
    });
  }
  await t.step("by the command", async () => {
    using place = new Place({ in: { "\x1b[31mtext\n\u202e": "text" } });
    const { status, stdout, stderr } = await sluice(["\x1b[31mtext\n\u202e"], {
      cwd: place.path("in"),
    });
    assertEquals([status, stdout], [126, ""]);
    assertEquals(
      stderr,
      "error: \\u{1b}[31mtext\\u{a}\\u{202e} is not a WebAssembly module\n",
    );
  });
});

attack("W02", async () => {
  for (const bytes of [guest("guests/survivor"), guest("guests/tail_calls")]) {
    for (let length = 0; length < bytes.length; length++) {
      // Without its last sections it can be another module, that begins and ends as it should.
      if (!WebAssembly.validate(bytes.slice(0, length))) await refusal(bytes.slice(0, length));
    }
  }
  for (let length = 0; length < callsModule.length; length += 97) {
    await refusal(callsModule.slice(0, length));
  }
});

attack("W03", async () => {
  // A few; fuzz_modules_test.ts and `deno task fuzz` go on with it.
  const bytes = guest("guests/tail_calls");
  const endings = new Set<string>();
  for (let bit = 64; bit < 8 * bytes.length; bit += 7) {
    const mutant = bytes.slice();
    mutant[bit >> 3]! ^= 1 << (bit & 7);
    // Ten million calls are the code's own; a mutant may make more of them.
    if (WebAssembly.validate(mutant) && bit >> 3 >= codeOf(bytes)) continue;
    try {
      endings.add((await run(mutant)).ended);
    } catch (error) {
      assert(error instanceof SluiceError && error.status === 126, String(error));
      endings.add("refused");
    }
  }
  assert(endings.has("refused"));
});

/** Where the code section begins. */
function codeOf(bytes: Uint8Array): number {
  for (let at = 8; at < bytes.length;) {
    // All sections of the guests here are shorter than 128 bytes but the code, which is the last.
    if (bytes[at] === 10) return at;
    at += 2 + bytes[at + 1]!;
  }
  return bytes.length;
}

attack("W04", async () => {
  const none = [["main", FUNCTION, 0]] as const;
  assertMatch((await refusal(shaped({ exports: none }))).message, /neither _start nor _initialize/);
  const both = [["_start", FUNCTION, 0], ["_initialize", FUNCTION, 0]] as const;
  assertMatch((await refusal(shaped({ exports: both }))).message, /both/);
  for (const kind of [TABLE, MEMORY, GLOBAL]) {
    assertMatch((await refusal(shaped({ exports: [["_start", kind, 0]] }))).message, /_start/);
    await refusal(shaped({ exports: [["_initialize", kind, 0]] }));
  }
  for (const name of ["start_takes_parameter", "start_is_a_memory", "no_start"]) {
    assertMatch((await refusal(guest(`../guests/modules/${name}`))).message, /_start/);
  }
});

attack("W05", async () => {
  const fd_close: Imported = [WASI, "fd_close", [FUNCTION, 0]];
  assertMatch((await refusal(shaped({ imports: [fd_close], memory: false }))).message, /no memory/);
  assertEquals((await run(shaped({ memory: false }))).status, 0);
});

attack("W06", async (t) => {
  const many = (count: number): Imported[] =>
    Array.from({ length: count }, (_, i) => ["env", `f${i}`, [FUNCTION, 0]]);
  await t.step("a function that there is not", async () => {
    const imports: Imported[] = [[WASI, "fd_close", [FUNCTION, 0]], [WASI, "fd_fly", [
      FUNCTION,
      0,
    ]]];
    assertMatch((await refusal(shaped({ imports }))).message, /wasi_snapshot_preview1\.fd_fly$/);
  });
  await t.step("a table, a memory, a global", async () => {
    for (const description of [[TABLE, FUNCREF, 0, 1], [MEMORY, 0, 1], [GLOBAL, I32, 0]]) {
      for (const name of ["fd_close", "memory"]) {
        const imports: Imported[] = [[WASI, name, description]];
        await refusal(shaped({ imports, memory: description[0] !== MEMORY }));
      }
    }
  });
  await t.step("100 000", async () => {
    const { message } = await refusal(shaped({ imports: many(99_000) }));
    assertMatch(message, /env\.f0, .*env\.f9 and 98990 more$/);
  });
  await t.step("names with escapes, by the command", async () => {
    using place = new Place({ in: {} });
    const imports: Imported[] = [["a\x1b[31m\nerror: b", "\u202e\x07\0\x9b", [FUNCTION, 0]]];
    Deno.writeFileSync(place.path("in/m.wasm"), shaped({ imports }));
    const { status, stderr } = await sluice(["m.wasm"], { cwd: place.path("in") });
    assertEquals(status, 126);
    assertMatch(stderr, /a\\u\{1b\}\[31m\\u\{a\}error: b\.\\u\{202e\}\\u\{7\}\\u\{0\}\\u\{9b\}/);
    // deno-lint-ignore no-control-regex
    assertEquals(stderr.match(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]|\n(?!hint: |$)/), null);
  });
  await t.step("names of the language's own", async () => {
    for (
      const [module, name] of [["__proto__", "x"], ["constructor", "name"], [WASI, "toString"]]
    ) {
      await refusal(shaped({ imports: [[module!, name!, [FUNCTION, 0]]] }));
    }
  });
});

attack("W07", async () => {
  const types = [functionType([I64], [I32]), functionType([I32], []), functionType([], [I32])];
  for (const type of [2, 3, 4]) {
    const imports: Imported[] = [[WASI, "fd_close", [FUNCTION, type]]];
    assertMatch((await refusal(shaped({ imports, types }))).message, /fd_close has another type/);
  }
  assertMatch((await refusal(guest("../guests/modules/wrong_signature"))).message, /fd_write/);
  const exit: Imported[] = [[WASI, "proc_exit", [FUNCTION, 0]]];
  assertMatch((await refusal(shaped({ imports: exit }))).message, /proc_exit/);
});

attack("W08", async () => {
  const rows: readonly (readonly [module: string, hint: RegExp])[] = [
    ["wasix_32v1", /WASIX/],
    ["wasi", /threads/],
    ["env", /Emscripten/],
    ["wasi:cli/run@0.2.0", /component/],
    ["my_host", /preview1\(\)/],
  ];
  for (const [name, hint] of rows) {
    const imports: Imported[] = [[name, name === "wasi" ? "thread-spawn" : "f", [FUNCTION, 0]]];
    const error = await refusal(shaped({ imports }));
    assert(error.message.includes(`${name}.`));
    assertMatch(error.hint ?? "", hint);
  }
  // The predecessor is served, with its own layouts; so sock_accept, which it never had, is not.
  assertEquals(
    (await run(shaped({ imports: [["wasi_unstable", "fd_close", [FUNCTION, 0]]] }))).status,
    0,
  );
  await refusal(shaped({ imports: [["wasi_unstable", "sock_accept", [FUNCTION, 0]]] }));
});

async function trapped(result: Promise<RunResult>, message: RegExp): Promise<void> {
  const { status, ended, message: got } = await result;
  assertEquals([status, ended], [134, "trap"]);
  assertMatch(got ?? "", message);
}

attack("W09", async () => {
  await trapped(run(guest("../guests/modules/start_section_traps")), /unreachable/);
  assertEquals((await run(guest("../guests/modules/start_section"))).status, 0);
});

attack("W10", async () => {
  const traps: readonly (readonly [code: number[], message: RegExp])[] = [
    [[0x00], /unreachable/],
    [[0x41, 1, 0x41, 0, 0x6d, 0x1a], /divide by zero/],
    [[0x41, 0x80, 0x80, 0x80, 0x80, 0x78, 0x41, 0x7f, 0x6d, 0x1a], /./],
    [[0x41, 0x7f, 0x28, 2, 0, 0x1a], /out of bounds/],
    [[0x41, 0x7f, 0x41, 0, 0x36, 2, 0], /out of bounds/],
    // A call by a table whose only entry is none, and beyond it.
    [[0x41, 0, 0x11, 1, 0], /./],
    [[0x41, 5, 0x11, 1, 0], /table index/],
  ];
  for (const [code, message] of traps) await trapped(run(shaped({ code })), message);
  for (const how of ["call type", "convert", "load", "store"]) {
    await trapped(run(guest("../guests/process/trap"), { args: [how] }), /./);
  }
});

attack("W11", async () => {
  using place = new Place();
  const { status, message } = await runScript(place, ["recurse"]);
  assertEquals([status, message], [134, "call stack exhausted"]);
  // Two arguments more: the recursion calls the host at every level.
  await trapped(run(guest("guests/survivor"), { args: ["", ""] }), /call stack exhausted/);
  const ended = await command([], ["recurse"]);
  assertEquals([ended.status, ended.signal, ended.stdout], [134, null, ""]);
  assertMatch(ended.stderr, /^error: the guest trapped: call stack exhausted\n$/);
});

attack("W16", async (t) => {
  const runs = async (code: number[]): Promise<void> => {
    try {
      const { status, ended } = await run(shaped({ code }));
      assertEquals([status, ended], [0, "exit"]);
    } catch (error) {
      assert(error instanceof SluiceError && error.status === 126, String(error));
    }
  };
  await t.step("100 000 blocks in each other", async () => {
    const depth = 100_000;
    await runs([...Array(depth).fill([0x02, 0x40]).flat(), ...Array(depth).fill(0x0b)]);
  });
  await t.step("a branch to one of a million", async () => {
    const targets = 1_000_000;
    const table: number[] = [0x02, 0x40, 0x41, 0, 0x0e, ...unsigned(targets)];
    for (let i = 0; i <= targets; i++) table.push(0);
    await runs([...table, 0x0b]);
  });
  await t.step("sections of names and of others' own", async () => {
    const bytes = shaped({});
    const odd = "\0\x1b[31m\n\u202e".repeat(10_000);
    const custom = (name: string) => section(0, [...nameBytes(name), ...noise(1000)]);
    const names = section(0, [
      ...nameBytes("name"),
      0,
      ...unsigned(nameBytes(odd).length),
      ...nameBytes(odd),
    ]);
    const parts = [[...bytes], names, custom(odd), custom(""), custom("name")];
    assertEquals((await run(Uint8Array.from(parts.flat()))).status, 0);
  });
});

attack("W17", async (t) => {
  using place = new Place({ in: { fifo: { fifo: true }, "directory/": "" } });
  const cwd = place.path("in");
  const refused = async (words: readonly string[], message: RegExp): Promise<void> => {
    const before = performance.now();
    const { status, stdout, stderr } = await sluice(words, { cwd });
    assert([126, 127].includes(status), `${status} ${stderr}`);
    assertEquals(stdout, "");
    assertMatch(stderr, message);
    assert(performance.now() - before < 10_000);
  };
  await t.step("a directory", () => refused(["directory"], /^error: directory is a directory\n$/));
  await t.step("3 GiB of nothing", () => {
    using file = Deno.openSync(place.path("in/sparse"), { write: true, create: true });
    file.truncateSync(3 * 2 ** 30);
    return refused(["sparse"], /^error: sparse /);
  });
  await t.step("3 GiB behind a module's first bytes", () => {
    using file = Deno.openSync(place.path("in/large"), { write: true, create: true });
    file.writeSync(Uint8Array.from(HEADER));
    file.truncateSync(3 * 2 ** 30);
    return refused(["large"], /^error: large is larger than/);
  });
  await t.step("a device without end", () => refused(["/dev/zero"], /^error: \/dev\/zero /));
  await t.step("a device without content", () => refused(["/dev/null"], /^error: \/dev\/null /));
  await t.step("a FIFO, that another writes", async () => {
    const { stdout } = await shell(
      `cat ${quoted(callsPath)} > fifo & sluice fifo 'proc_exit 7'; echo "$?"`,
      { cwd },
    );
    assertEquals(stdout, "7\n");
  });
  await t.step("a pipe without end", async () => {
    const { stdout, stderr } = await shell(`cat /dev/zero | sluice -; echo "$?"`);
    assertMatch(stdout, /^126\n$/, stderr);
  });
}, { ignored: isInstalled("mkfifo") ? undefined : "mkfifo is missing" });

attack("W20", async () => {
  assertEquals((await run(guest("guests/tail_calls"))).status, 5);
  await trapped(run(guest("../guests/modules/guest_throw")), /uncaught exception/);
});

attack("W21", async () => {
  for (const status of [0, 1, 126, 255]) {
    const ended = await command([], [`proc_exit ${status}`]);
    assertEquals([ended.status, ended.stderr], [status, ""]);
  }
  for (const status of [256, 2 ** 31, 2 ** 32 - 1]) {
    const ended = await command([], [`proc_exit ${status}`]);
    assertEquals(ended.status, 255);
    assertMatch(ended.stderr, new RegExp(`^error: [^\n]*\\b${status}\\b[^\n]*\n$`));
    assertEquals((await run(callsModule, { args: [`proc_exit ${status}`] })).status, status);
  }
});

attack("W22", async () => {
  const survivor = (args: string[]) => run(guest("guests/survivor"), { args, stdout: "capture" });
  const rows: readonly (readonly [args: string[], status: number])[] = [
    [[], 3],
    [["x"], 134],
    [["x", "y"], 134],
  ];
  for (const [args, status] of rows) {
    const { status: got, stdout } = await survivor(args);
    assertEquals([got, new TextDecoder().decode(stdout)], [status, ""]);
  }
  for (const name of ["swallow_exit", "swallow_exit_try_table"]) {
    const { status, stdout } = await run(guest(`../guests/modules/${name}`), { stdout: "capture" });
    assertEquals([status, stdout!.length], [3, 0]);
  }
});

attack("W23", async () => {
  using place = new Place();
  await expectErrnos(
    place,
    [0, 1, 2, 6, 9, 11, 15, 30, 31, 255].map((signal) => [`proc_raise ${signal}`, NOTSUP]),
  );
});

attack("W25", async () => {
  await trapped(run(guest("../guests/modules/guest_throw")), /uncaught exception/);
  const path = new URL("../guests/modules/guest_throw.wasm", import.meta.url).pathname;
  const { status, stderr } = await sluice([path]);
  assertEquals([status, stderr], [134, "error: the guest trapped: uncaught exception\n"]);
});
