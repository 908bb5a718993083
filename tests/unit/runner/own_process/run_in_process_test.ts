import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { dir } from "../../../../lib/grants/directory.ts";
import { env, inheritEnv } from "../../../../lib/grants/environment.ts";
import type { RunOptions, RunResult } from "../../../../lib/runner/options.ts";
import { run } from "../../../../lib/runner/run.ts";
import {
  body,
  functionType,
  module,
  name,
  section,
  vector,
} from "../../../guests/modules/binary.ts";
import { slowToCompile } from "../../../guests/modules/slow_to_compile.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { refusalOfPromise, text, utf8 } from "../../outcome.ts";
import { children } from "./children.ts";

const guest = (path: string) => fromFileUrl(new URL(`../../../${path}`, import.meta.url));
const calls = Deno.readFileSync(guest("sandbox/guests/calls.wasm"));
const ignore = Deno.build.os !== "linux";

const [I32, I64, F64] = [0x7f, 0x7e, 0x7c];
const [EMPTY, END] = [0x40, 0x0b];

/** Runs a guest in a process of its own. */
function runApart(source: string | Uint8Array, options: RunOptions = {}): Promise<RunResult> {
  return run(source, { process: {}, ...options });
}

/** What a script wrote and how it ended. */
async function script(lines: readonly string[], options: RunOptions = {}) {
  const { status, ended, stdout } = await runApart(calls, {
    args: lines,
    stdout: "capture",
    ...options,
  });
  return [status, ended, text(stdout!)];
}

Deno.test({
  name: "run() in a process of its own ends as in this one",
  ignore,
  async fn() {
    const rows: readonly (readonly [string[], RunOptions?])[] = [
      [["proc_exit 0"]],
      [["proc_exit 7"]],
      // What the process itself ends with for a timeout.
      [["proc_exit 124"], { limits: { timeout: 60_000 } }],
      [["proc_exit 134"]],
      [["proc_exit -1"]],
      [["trap"]],
      [["recurse"]],
      [["fd_write 1 [61620a] >4", "fd_write 2 [63] >4"], { stdout: "capture", stderr: "capture" }],
      [["args_sizes_get >4 >4"], { argv0: "\u{1f980}", stdout: "capture" }],
      [["environ_sizes_get >4 >4"], { grants: [env({ A: "b" })], stdout: "capture" }],
      [["fd_read 0 <8,2> >4", "fd_read 0 <8> >4"], {
        stdin: utf8("0123456789"),
        stdout: "capture",
      }],
      [["fd_read 0 <8> >4"], { stdout: "capture" }],
      [["fd_write 2 [63] >4"], { stderr: "null", stdout: "capture", limits: { maxHandles: 3 } }],
    ];
    for (const [args, options] of rows) {
      const here = await run(calls, { args, ...options });
      assertEquals(await runApart(calls, { args, ...options }), here, args.join());
    }
  },
});

Deno.test({
  name: "run() in a process of its own takes a module by its path, too",
  ignore,
  async fn() {
    const { stdout } = await runApart(guest("guests/process/arguments.wasm"), {
      args: ["x"],
      grants: [inheritEnv("PWD")],
      stdout: "capture",
    });
    const variable = Deno.env.has("PWD") ? `env[PWD=${Deno.env.get("PWD")}]\n` : "";
    assertEquals(text(stdout!), `arg[arguments.wasm]\narg[x]\n${variable}`);
  },
});

Deno.test({
  name: "run() in a process of its own answers what an export returned",
  ignore,
  async fn() {
    // (func (export "f") (param i32 i64) (result i32 i64))
    const integers = module(
      section(1, vector([functionType([I32, I64], [I32, I64])])),
      section(3, vector([[0]])),
      section(7, vector([[...name("f"), 0, 0]])),
      section(10, vector([body([0x20, 0, 0x20, 1])])),
    );
    const float = module(
      section(1, vector([functionType([F64], [F64])])),
      section(3, vector([[0]])),
      section(7, vector([[...name("f"), 0, 0]])),
      section(10, vector([body([0x20, 0])])),
    );
    const rows: readonly (readonly [Uint8Array, string[], (number | bigint)[], string[]])[] = [
      [integers, ["-1", "-9223372036854775808"], [-1, -(2n ** 63n)], ["-1", `-${2n ** 63n}`]],
      [float, ["-0"], [-0], ["-0"]],
      [float, ["nan"], [NaN], ["NaN"]],
      [float, ["-inf"], [-Infinity], ["-Infinity"]],
    ];
    for (const [source, args, results, printed] of rows) {
      const result = await runApart(source, { invoke: "f", args });
      assertEquals(result, { status: 0, ended: "exit", results, printed });
    }
  },
});

Deno.test({
  name: "run() in a process of its own refuses what it refuses in this one",
  ignore,
  async fn() {
    const rows: readonly (readonly [string | Uint8Array, RunOptions])[] = [
      [new Uint8Array(3), {}],
      ["/nowhere/x.wasm", {}],
      ["", {}],
      [calls, { invoke: "missing" }],
      [calls, { grants: [dir("/nowhere")] }],
      [calls, { grants: [{ ...dir("."), guest: "" }] }],
      [calls, { limits: { maxMemory: 1 } }],
      [calls, { limits: { maxHandles: 2 } }],
      [calls, { limits: { timeout: 0 } }],
      [calls, { args: ["\0"] }],
    ];
    for (const [source, options] of rows) {
      const here = await refusalOfPromise(run(source, options));
      const apart = await refusalOfPromise(runApart(source, options));
      assertEquals(
        [apart.status, apart.message, apart.hint],
        [here.status, here.message, here.hint],
      );
    }
  },
});

Deno.test({
  name: "run() in a process of its own reads and writes files for its streams",
  ignore,
  async fn() {
    const path = Deno.makeTempDirSync();
    try {
      Deno.writeTextFileSync(`${path}/in`, "input");
      Deno.writeTextFileSync(`${path}/out`, "is emptied");
      Deno.writeTextFileSync(`${path}/error`, "kept,");
      await runApart(calls, {
        args: ["fd_read 0 <8> >4", "fd_write 2 [6164646564] >4"],
        stdin: { kind: "file", path: `${path}/in` },
        stdout: { kind: "file", path: `${path}/out` },
        stderr: { kind: "append", path: `${path}/error` },
      });
      const [out, error] = ["out", "error"].map((one) => Deno.readTextFileSync(`${path}/${one}`));
      assertStringIncludes(out!, `fd_read 0 ${utf8("input").toHex()}`);
      assertEquals(error, "kept,added");
    } finally {
      Deno.removeSync(path, { recursive: true });
    }
  },
});

Deno.test({
  name: "run() in a process of its own keeps no more of a captured stream than is allowed",
  ignore,
  async fn() {
    const piece = "61".repeat(50_000);
    for (const [stream, fd] of [["stdout", 1], ["stderr", 2]] as const) {
      const writes = (times: number) => [
        "out 9",
        `repeat ${times} 1`,
        `fd_write ${fd} [${piece}] >4`,
      ];
      const limits = { maxMemory: 1 << 20 };
      const enough = await runApart(calls, { args: writes(20), [stream]: "capture", limits });
      assertEquals([enough.ended, enough.status, enough[stream]?.length], ["exit", 0, 1_000_000]);
      for (const last of ["spin", "proc_exit 0"]) {
        const args = [...writes(21), last];
        const result = await runApart(calls, { args, [stream]: "capture", limits });
        assertEquals([result.ended, result.status, result[stream]?.length], [
          "limit",
          134,
          1 << 20,
        ]);
        assertStringIncludes(result.message!, "1048576 bytes");
      }
    }
  },
});

Deno.test({
  name: "run() in a process of its own passes warnings on",
  ignore,
  async fn() {
    const path = Deno.makeTempDirSync();
    try {
      const seen: string[] = [];
      const [status] = await script(["proc_exit 3"], {
        grants: [dir("/", { rights: "ro" }), dir(path)],
        onWarning: (message) => seen.push(message),
      });
      assertEquals(status, 3);
      assertMatch(seen.find((message) => message.startsWith("/ "))!, /is granted/);
      const failure = new Error("of the program's own");
      const failed = await runApart(calls, {
        args: ["spin"],
        grants: [dir("/", { rights: "ro" })],
        onWarning() {
          throw failure;
        },
      }).catch((error) => error);
      assert(failed === failure);
    } finally {
      Deno.removeSync(path, { recursive: true });
    }
  },
});

/** `(loop (br 0))` */
const SPIN = [0x03, EMPTY, 0x0c, 0, END];

Deno.test({
  name: "run() in a process of its own ends a guest at its timeout",
  ignore,
  async fn() {
    const spin = module(
      section(1, vector([functionType([], [])])),
      section(3, vector([[0], [0]])),
      section(5, vector([[0, 1]])),
      section(7, vector([[...name("memory"), 2, 0], [...name("_start"), 0, 0]])),
      section(8, [1]),
      section(10, vector([body([]), body(SPIN)])),
    );
    const guests: readonly (readonly [string, Uint8Array, string[]])[] = [
      ["a spin", calls, ["fd_write 1 [61] >4", "spin"]],
      ["a start section", spin, []],
      ["a compile", slowToCompile(10_000), []],
    ];
    for (const [what, source, args] of guests) {
      const result = await runApart(source, { args, stdout: "capture", limits: { timeout: 150 } });
      const { stdout, ...outcome } = result;
      assertEquals(outcome, {
        status: 124,
        ended: "timeout",
        message: "the guest ran longer than 150ms",
      }, what);
      assertEquals(text(stdout!).slice(0, 1), what === "a spin" ? "a" : "", what);
    }
    assertEquals(children(), []);
  },
});

Deno.test({
  name: "run() in a process of its own is ended at once when it is aborted",
  ignore,
  async fn() {
    const message = "the run was aborted: enough";
    const outcome: RunResult = { status: 143, ended: "aborted", message };
    const controller = new AbortController();
    const signals = [
      { signal: controller.signal, onWarning: () => controller.abort("enough") },
      { signal: AbortSignal.abort("enough") },
    ] as const;
    for (const options of signals) {
      assertEquals(await runApart(calls, { ...WARNED, args: ["spin"], ...options }), outcome);
    }
    const ended = await runApart(calls, {
      args: ["proc_exit 3"],
      signal: new AbortController().signal,
    });
    assertEquals([ended.status, children()], [3, []]);
  },
});

/** What a guest is warned of, as a sign that its run has begun. */
const WARNED = { grants: [dir("/", { rights: "ro" })] };

/** Sends a signal to the process that there is. */
function signal(name: Deno.Signal): void {
  for (const child of children()) Deno.kill(child, name);
}

Deno.test({
  name: "run() ends a process at its timeout that cannot end itself",
  ignore,
  async fn() {
    const { ended } = await runApart(calls, {
      ...WARNED,
      args: ["spin"],
      limits: { timeout: 1500 },
      onWarning: () => signal("SIGSTOP"),
    });
    assertEquals([ended, children()], ["timeout", []]);
  },
});

Deno.test({
  name: "run() fails with status 125 when its process is ended by another",
  ignore,
  async fn() {
    const options = { ...WARNED, args: ["spin"], onWarning: () => signal("SIGKILL") };
    const { status, message } = await refusalOfPromise(runApart(calls, options));
    assertEquals([status, message], [
      125,
      "the guest's process ended before the guest did, by SIGKILL",
    ]);
    assertEquals(children(), []);
  },
});

/**
 * A list that grows by one object a round, for so many rounds, each of 24 bytes at least; `_start` keeps
 * all of them or only the last.
 */
function objects(rounds: number, kept: "all" | "last"): Uint8Array {
  const [STRUCT, NULLABLE, MUTABLE] = [0x5f, 0x63, 1];
  const list = [NULLABLE, 1];
  return module(
    section(
      1,
      vector([functionType([], []), [STRUCT, 2, ...list, MUTABLE, I64, MUTABLE]]),
    ),
    section(3, vector([[0]])),
    section(5, vector([[0, 1]])),
    section(6, vector([[...list, MUTABLE, 0xd0, 1, END], [I32, MUTABLE, 0x41, 0, END]])),
    section(7, vector([[...name("memory"), 2, 0], [...name("_start"), 0, 0]])),
    section(
      10,
      vector([body([
        ...[0x03, EMPTY],
        // global 0 = struct.new(global 0 or null, 7)
        ...kept === "all" ? [0x23, 0] : [0xd0, 1],
        ...[0x42, 7, 0xfb, 0, 1, 0x24, 0],
        // global 1 += 1, and again while it is less
        ...[0x23, 1, 0x41, 1, 0x6a, 0x24, 1, 0x23, 1, 0x41, ...signed(rounds), 0x48, 0x0d, 0],
        END,
      ])]),
    ),
  );
}

/** A number in LEB128, with the sign that it has not. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 0x3f; value = Math.floor(value / 128)) bytes.push(value & 0x7f | 0x80);
  return [...bytes, value];
}

Deno.test({
  name: "run() in a process of its own bounds the objects of the garbage collector",
  ignore,
  async fn() {
    const limits = { maxMemory: 8 << 20 };
    const stderr = "capture";
    const refusal = await refusalOfPromise(run(objects(1, "all"), { limits }));
    assertEquals(refusal.status, 126);
    for (const [rounds, kept] of [[100_000, "all"], [10_000_000, "last"]] as const) {
      const result = await runApart(objects(rounds, kept), { limits, stderr });
      assertEquals(result, { status: 0, ended: "exit", stderr: new Uint8Array() });
    }
    const { message, ...result } = await runApart(objects(100_000_000, "all"), { limits, stderr });
    // The engine has a lot to say of it, which is not the guest's.
    assertEquals(result, { status: 134, ended: "limit", stderr: new Uint8Array() });
    assertEquals(message, "the guest has filled the heap, which may have 8MiB");
    // An exception that carries more than a few numbers.
    const exceptions = module(
      section(1, vector([functionType([], []), functionType(Array(17).fill(I64), [])])),
      section(3, vector([[0]])),
      section(13, vector([[0, 1]])),
      section(7, vector([[...name("_start"), 0, 0]])),
      section(10, vector([body([])])),
    );
    assertEquals((await refusalOfPromise(run(exceptions, { limits }))).status, 126);
    assertEquals(await runApart(exceptions, { limits }), { status: 0, ended: "exit" });
    assertEquals(children(), []);
  },
});

Deno.test({
  name: "run() refuses with status 2 a stream that no other process can have",
  async fn() {
    const rows: readonly RunOptions[] = [
      { stdin: new ReadableStream() },
      { stdout: new WritableStream() },
      { stderr: new WritableStream() },
    ];
    for (const options of rows) {
      const refusal = await refusalOfPromise(runApart(calls, options));
      assertEquals(refusal.status, 2);
      assertStringIncludes(refusal.message, "a stream that is an object");
    }
  },
});

Deno.test({
  name: "run() refuses with status 2 a wall that it does not know",
  async fn() {
    const isolation = "none" as "basic";
    const refusal = await refusalOfPromise(runApart(calls, { process: { isolation } }));
    assertEquals([refusal.status, refusal.message], [
      2,
      "the isolation none is neither strict nor basic",
    ]);
  },
});

Deno.test({
  name: "run() leaves no process and no descriptor behind",
  ignore,
  async fn() {
    const open = () => [...Deno.readDirSync("/proc/self/fd")].length;
    await script(["proc_exit 0"]);
    const before = open();
    const runs = Array.from({ length: 4 }, (_, i) => script([`proc_exit ${i}`], { process: {} }));
    assertEquals((await Promise.all(runs)).map(([status]) => status), [0, 1, 2, 3]);
    await refusalOfPromise(runApart("/nowhere/x.wasm"));
    assertEquals([children(), open()], [[], before]);
  },
});

Deno.test({
  name: "run() rejects where no process can be started, and the embedding program goes on",
  ignore,
  async fn() {
    using at = new TemporaryDirectory();
    at.make({
      "main.ts": `
        import { run } from ${JSON.stringify(new URL("../../../../mod.ts", import.meta.url).href)};
        const options = { process: {} };
        console.log((await run(new Uint8Array(8), options).catch(({ status }) => status)));
        const open = [];
        try {
          for (;;) open.push(Deno.openSync("/dev/null"));
        } catch {
          // There are no more descriptors.
        }
        const refused = await run(new Uint8Array(8), options).catch((error) => error);
        for (const file of open) file.close();
        console.log(refused.status, refused.message);
      `,
    });
    const config = fromFileUrl(new URL("../../../../deno.json", import.meta.url));
    const { code, stdout } = await new Deno.Command("sh", {
      args: [
        ...["-c", 'ulimit -n 64; exec "$@"', "sh", Deno.execPath()],
        ...["run", "-A", "--quiet", "--no-lock", "--config", config, at.at("main.ts")],
      ],
      stderr: "null",
    }).output();
    assertEquals([code, text(stdout)], [
      0,
      "126\n125 the guest's process did not start: Too many open files (os error 24)\n",
    ]);
  },
});

Deno.test({
  name: "run() denies the process what this one was denied: FFI",
  ignore,
  async fn() {
    using at = new TemporaryDirectory();
    at.make({
      "main.ts": `
        import { dir, run } from ${
        JSON.stringify(new URL("../../../../mod.ts", import.meta.url).href)
      };
        const module = Deno.readFileSync(${JSON.stringify(guest("sandbox/guests/calls.wasm"))});
        const warnings = [];
        const onWarning = (message) => warnings.push(message);
        const grants = [dir(${JSON.stringify(at.path)}, { guest: "/d" })];
        await run(module, { args: ["proc_exit 0"], grants, onWarning, process: {} });
        console.log(warnings.some((message) => message.includes("path-checked")));
      `,
    });
    const config = fromFileUrl(new URL("../../../../deno.json", import.meta.url));
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", "--deny-ffi", "--quiet", "--no-lock", "--config", config],
        at.at("main.ts"),
      ],
      stderr: "null",
    }).output();
    assertEquals(text(stdout), "true\n");
  },
});
