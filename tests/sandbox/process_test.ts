/**
 * The process around a guest: signals, limits, modes, surroundings.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { quoted } from "../cli/spawn.ts";
import { attack } from "./attack.ts";
import { errnosIn, inShell, shell, startCommand } from "./command.ts";
import { namespace } from "./namespace.ts";
import { Place } from "./place.ts";
import { bytesOf, numberIn, word } from "./script.ts";

const FBIG = 22;
const posix = Deno.build.os === "windows" ? "Windows has no such signals" : undefined;

/** A subscription to the monotonic clock, on the board, and the call that waits for it. */
function sleep(milliseconds: number): string[] {
  const timeout = new Uint8Array(BigUint64Array.of(BigInt(milliseconds) * 1_000_000n).buffer);
  const hex = Array.from(timeout, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const record = `${"00".repeat(16)}01${"00".repeat(7)}${hex}${"00".repeat(16)}`;
  return [`poke @0 ${record}`, "poll_oneoff @0 >32 1 >4"];
}

const READY = "fd_write 1 [72656164790a] >4";

/** A started guest, whose output comes line by line. */
class Started implements AsyncDisposable {
  readonly child: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #text = "";

  constructor(options: readonly string[], lines: readonly string[], cwd?: string) {
    this.child = startCommand(options, lines, cwd === undefined ? {} : { cwd });
    this.#reader = this.child.stdout.getReader();
  }

  /** Reads until so many lines have come, or all; what has come then. */
  async lines(count: number): Promise<string[]> {
    while (this.#text.split("\n").length <= count) {
      const { value, done } = await this.#reader.read();
      if (done) break;
      this.#text += new TextDecoder().decode(value);
    }
    return this.#text.split("\n").slice(0, -1);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await Promise.all([
      this.child.status,
      this.child.stderr.cancel(),
      this.child.stdin.abort().catch(() => {}),
      this.#reader.cancel(),
    ]);
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

attack("X01", async (t) => {
  const states: Readonly<Record<string, readonly string[]>> = {
    "computes": [READY, "spin"],
    "sleeps": [READY, ...sleep(60_000)],
    "reads": [READY, "fd_read 0 <8> >4"],
    "calls": [READY, "repeat 1000000000 1", "sched_yield"],
  };
  for (const [does, lines] of Object.entries(states)) {
    for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
      await t.step(`${signal} while it ${does}`, async () => {
        let best = Infinity;
        // The machine may be busy with something else.
        for (let attempt = 0; attempt < 3 && best > 100; attempt++) {
          await using guest = new Started([], lines);
          await guest.lines(1);
          await pause(20);
          const before = performance.now();
          guest.child.kill(signal);
          const ended = await guest.child.status;
          best = Math.min(best, performance.now() - before);
          assertEquals(ended.code, code);
        }
        assert(best <= 100, `${best} ms`);
      });
    }
  }
}, { ignored: posix });

attack("X02", async () => {
  await using guest = new Started([], [READY, "spin"]);
  await guest.lines(1);
  guest.child.kill("SIGINT");
  try {
    guest.child.kill("SIGINT");
  } catch {
    // The first one has ended it.
  }
  const before = performance.now();
  assertEquals((await guest.child.status).code, 130);
  assert(performance.now() - before < 1000);
}, { ignored: posix });

attack("X10", async () => {
  using place = new Place({ in: { file: "" } });
  await using guest = new Started(["--dir", "in::/in"], [
    `path_open 3 0 ${word("file")} 0 -1 0 0 >4:f`,
    "clock_time_get 1 0 >8",
    ...sleep(1000),
    "clock_time_get 1 0 >8",
    "fd_read 0 <8> >4",
    "repeat 100 2",
    "fd_write $f [6162636465666768] >4",
    "fd_sync $f",
    "fd_read 0 <8> >4",
  ], place.up);
  await guest.lines(2);
  // Those that end nobody: two that are ignored, and a stop, which interrupts what waits.
  const signals = ["SIGWINCH", "SIGCHLD", "SIGSTOP", "SIGCONT"] as const;
  let next = 0;
  const storm = setInterval(() => {
    try {
      guest.child.kill(signals[next++ % signals.length]!);
    } catch {
      clearInterval(storm);
    }
  }, 2);
  try {
    const writer = guest.child.stdin.getWriter();
    await guest.lines(4);
    await pause(200);
    await writer.write(new TextEncoder().encode("first"));
    await guest.lines(6);
    await pause(200);
    await writer.write(new TextEncoder().encode("second"));
    writer.releaseLock();
    const lines = await guest.lines(7);
    assertEquals(errnosIn(lines.join("\n")), [
      ...["path_open 0", "clock_time_get 0", "poll_oneoff 0", "clock_time_get 0", "fd_read 0"],
      ...["repeat 0", "fd_read 0"],
    ]);
    const [before, after] = lines.filter((line) => line.startsWith("clock")).map((line) =>
      numberIn(bytesOf(line.split(" ")[2]!))
    );
    const slept = (after! - before!) / 1e6;
    assert(slept >= 1000 && slept < 3000, `${slept} ms`);
  } finally {
    clearInterval(storm);
    try {
      guest.child.kill("SIGCONT");
    } catch {
      // It has ended by itself.
    }
  }
  assertEquals(place.read("in/file"), "abcdefgh".repeat(100));
}, { ignored: posix });

attack("X11", async () => {
  for (const acknowledged of [1, 7, 20, 41]) {
    using place = new Place({ in: { log: "", current: "old" } });
    const record = "72656331"; // rec1
    await using guest = new Started(["--dir", "in::/in"], [
      `path_open 3 0 ${word("log")} 0 0x50 0 1 >4:l`,
      ...Array(200).fill([
        `fd_write $l [${record}] >4`,
        "fd_sync $l",
        `path_open 3 0 ${word("next")} 9 0x50 0 0 >4:n`,
        "fd_write $n [6e6577] >4",
        "fd_sync $n",
        "fd_close $n",
        `path_rename 3 ${word("next")} 3 ${word("current")}`,
      ]).flat(),
    ], place.up);
    await guest.lines(acknowledged);
    guest.child.kill("SIGKILL");
    await guest.child.status;
    const told = await guest.lines(Infinity);
    const synced = told.filter((line, i) =>
      line === "fd_sync 0" && told[i - 1]?.endsWith("04000000")
    );
    const log = place.read("in/log")!;
    assert(log.length >= 4 * synced.length, `${log.length} bytes of ${synced.length} records`);
    assertEquals(log, "rec1".repeat(log.length / 4));
    assert(["old", "new"].includes(place.read("in/current")!));
    assertEquals(place.list("in").filter((name) => !["log", "current", "next"].includes(name)), []);
  }
}, { ignored: posix });

attack("X14", async (t) => {
  await t.step("few descriptors", async () => {
    using place = new Place({ in: { file: "the file" } });
    for (const limit of [40, 64]) {
      const { stdout } = await shell(
        `ulimit -n ${limit}; ${
          inShell(["--dir", "in::/in"], [
            "repeat 100 1",
            `path_open 3 0 ${word("file")} 0 2 0 0 >4`,
            "sched_yield",
          ])
        }; echo "status $?"`,
        { cwd: place.up },
      );
      assertMatch(stdout, /^repeat \d+ 33\nsched_yield 0\nstatus 0\n$/);
    }
  });
  await t.step("small files", async () => {
    using place = new Place({ in: { file: "the file" } });
    const GIB = 2 ** 30;
    // In units of 512 bytes or of 1024, as the shell has it: 1 or 2 GiB.
    const { stdout, stderr } = await shell(
      `ulimit -f 2097152; ${
        inShell(["--dir", "in::/in"], [
          `path_open 3 0 ${word("file")} 0 -1 0 0 >4`,
          `fd_pwrite 4 [61] ${3 * GIB} >4`,
          `fd_filestat_set_size 4 ${3 * GIB}`,
          "fd_pwrite 4 [61] 8 >4",
        ])
      }; echo "status $?"`,
      { cwd: place.up },
    );
    assertEquals(errnosIn(stdout), [
      "path_open 0",
      `fd_pwrite ${FBIG}`,
      `fd_filestat_set_size ${FBIG}`,
      "fd_pwrite 0",
      "status 0",
    ]);
    assertEquals(stderr, "");
    assertEquals(place.read("in/file"), "the filea");
  });
}, { ignored: posix });

attack("X15", async () => {
  for (
    const [umask, fileMode, directoryMode] of [
      ["000", 0o666, 0o777],
      ["022", 0o644, 0o755],
      ["077", 0o600, 0o700],
    ] as const
  ) {
    using place = new Place({ in: { "group/": "", "sticky/": "" } });
    Deno.chmodSync(place.path("in/group"), 0o2777);
    Deno.chmodSync(place.path("in/sticky"), 0o1777);
    const folders = ["", "group/", "sticky/"];
    const { stdout } = await shell(
      `umask ${umask}; ${
        inShell(["--dir", "in::/in"], [
          ...folders.flatMap((folder) => [
            `path_open 3 0 ${word(`${folder}file`)} 5 -1 -1 0 >4`,
            `path_create_directory 3 ${word(`${folder}made`)}`,
          ]),
        ])
      }`,
      { cwd: place.up },
    );
    assertEquals(errnosIn(stdout).length, 6);
    for (const folder of folders) {
      const mode = (name: string) =>
        Deno.statSync(place.path(`in/${folder}${name}`)).mode! & 0o7777;
      assertEquals(mode("file"), fileMode);
      // The kernel passes the group's bit of a directory on to those in it.
      assertEquals(mode("made") & ~0o2000, directoryMode);
    }
  }
}, { ignored: posix });

attack("X18", async () => {
  await using guest = new Started([], [
    READY,
    ...sleep(400),
    "fd_read 0 <8> >4",
    "fd_read 0 <8> >4",
  ]);
  await guest.lines(2);
  for (const signal of ["SIGSTOP", "SIGCONT", "SIGTSTP", "SIGCONT"] as const) {
    await pause(30);
    guest.child.kill(signal);
  }
  assertEquals(errnosIn((await guest.lines(3)).join("\n")).at(-1), "poll_oneoff 0");
  const writer = guest.child.stdin.getWriter();
  for (const text of ["one", "two"]) {
    guest.child.kill("SIGSTOP");
    await writer.write(new TextEncoder().encode(text));
    await pause(30);
    guest.child.kill("SIGCONT");
    await pause(30);
  }
  const lines = await guest.lines(5);
  writer.releaseLock();
  assertEquals(lines.slice(3).map((line) => line.split(" ").slice(0, 2).join(" ")), [
    "fd_read 0",
    "fd_read 0",
  ]);
}, { ignored: posix });

attack("X19", async (t) => {
  using place = new Place({ in: { file: "the file" } });
  const cwd = place.up;
  const lines = [`path_filestat_get 3 0 ${word("file")} >64`, "random_get +4", "proc_exit 5"];
  const ok = "path_filestat_get 0\nrandom_get 0\nstatus 5";
  const guest = `${inShell(["--dir", `${place.path("in")}::/in`], lines)}; echo "status $?"`;
  await t.step("no HOME, nowhere for temporary files", async () => {
    const cache = quoted(await denoDirectory());
    const { stdout, stderr } = await shell(
      `DENO_DIR=${cache}; TMPDIR=/nonexistent; export DENO_DIR TMPDIR
       (unset HOME; ${guest})
       (HOME=/nonexistent; export HOME; ${guest})
       (unset HOME PATH USER LOGNAME LANG XDG_CACHE_HOME; ${guest})`,
      { cwd },
    );
    assertEquals([errnosIn(stdout).join("\n"), stderr], [Array(3).fill(ok).join("\n"), ""]);
  });
  const gone = `mkdir in/gone && cd in/gone && rmdir ../gone && `;
  const script = quoted(fromFileUrl(new URL("../cli/spawn.ts", import.meta.url)));
  const denoRuns = (await shell(`${gone}${quoted(Deno.execPath())} run -A ${script} 2>&1`, { cwd }))
    .status === 0;
  await t.step({
    name: `a directory that is gone${denoRuns ? "" : " (ignored: Deno itself runs nothing there)"}`,
    ignore: !denoRuns,
    async fn() {
      const { stdout } = await shell(`${gone}${guest}`, { cwd });
      assertEquals(errnosIn(stdout).join("\n"), ok);
    },
  });
  await t.step({
    name: `a cache that cannot be written${
      namespace.ignored ? ` (ignored: ${namespace.ignored})` : ""
    }`,
    ignore: namespace.ignored !== undefined,
    async fn() {
      const cache = quoted(await denoDirectory());
      const { stdout, stderr } = await shell(
        `mount --bind ${cache} ${cache} && mount -o remount,ro,bind ${cache} && ${guest}`,
        { cwd, under: namespace.under },
      );
      assertEquals(errnosIn(stdout).join("\n"), ok, stderr);
    },
  });
}, { ignored: posix });

async function denoDirectory(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}
