/**
 * Standard streams and disks that are closed, full, slow or odd.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { isInstalled } from "../cli/spawn.ts";
import { attack } from "./attack.ts";
import { callsPath, command, errnosIn, inShell, shell, sluice, startCommand } from "./command.ts";
import { namespace } from "./namespace.ts";
import { ISDIR } from "./path_rows.ts";
import { Place } from "./place.ts";
import { word } from "./script.ts";

const NOSPC = 51;
const PIPE = 64;
const ROFS = 69;
const posix = Deno.build.os === "windows" ? "this is about a shell" : undefined;
const BLOCK = "61".repeat(4096);

attack("X03", async () => {
  using place = new Place();
  const lines = ["out 2", `until ${PIPE} 2000 fd_write 1 [${BLOCK}] >4`, "proc_exit 7"];
  const { stdout } = await shell(
    `
      { ${inShell([], lines)} 2>in/log; echo "status $?" > in/status; } | head -c 1
      cat in/log in/status
    `,
    { cwd: place.up },
  );
  // The guest is told, not killed; what it then does decides.
  assertMatch(stdout, new RegExp(`^afd_write ${PIPE} .*\nstatus 7\n$`));
}, { ignored: posix });

attack("X04", async () => {
  const full = await shell(
    `${inShell([], ["out 2", "fd_write 1 [61] >4", "proc_exit 3"])} > /dev/full; echo "status $?"`,
  );
  assertEquals([full.stdout, errnosIn(full.stderr)], ["status 3\n", [`fd_write ${NOSPC}`]]);
}, {
  ignored: Deno.build.os === "linux" ? undefined : "only Linux has /dev/full",
  about: "a device",
});
attack("X04", async () => {
  using place = new Place({ in: { "mounted/": "" } });
  const lines = [
    `path_open 3 0 ${word("mounted/file")} 1 -1 0 0 >4`,
    `until ${NOSPC} 100 fd_write 4 [${BLOCK}] >4`,
    `fd_pwrite 4 [${BLOCK}] 1000000 >4`,
    `path_create_directory 3 ${word("mounted/d")}`,
    "fd_filestat_set_size 4 0",
    "fd_pwrite 4 [61] 0 >4",
  ];
  const { stdout } = await shell(
    `mount -t tmpfs -o size=64k,nr_inodes=2 none in/mounted && ${
      inShell(["--dir", "in::/in"], lines)
    }; echo "status $?"`,
    { cwd: place.up, under: namespace.under },
  );
  assertEquals(errnosIn(stdout), [
    "path_open 0",
    `fd_write ${NOSPC}`,
    `fd_pwrite ${NOSPC}`,
    `path_create_directory ${NOSPC}`,
    "fd_filestat_set_size 0",
    "fd_pwrite 0",
    "status 0",
  ]);
}, { ignored: namespace.ignored, about: "a disk" });

attack("X05", async () => {
  using place = new Place({ in: { "mounted/": "" } });
  const file = word("mounted/file");
  const changing = [
    `path_open 3 0 ${word("mounted/new")} 1 0x40 0 0 >4`,
    `path_open 3 0 ${file} 0 0x40 0 0 >4`,
    `path_open 3 0 ${file} 8 0x40 0 0 >4`,
    `path_create_directory 3 ${word("mounted/d")}`,
    `path_unlink_file 3 ${file}`,
    `path_rename 3 ${file} 3 ${word("mounted/moved")}`,
    `path_link 3 0 ${file} 3 ${word("mounted/linked")}`,
    `path_symlink ${word("x")} 3 ${word("mounted/link")}`,
    `path_filestat_set_times 3 0 ${file} 1000000 1000000 5`,
  ];
  const { stdout } = await shell(
    `mount -t tmpfs none in/mounted && echo text > in/mounted/file &&
     mount -o remount,ro none in/mounted && ${
      inShell(["--dir", "in::/in"], [
        ...changing,
        `path_open 3 0 ${file} 0 2 0 0 >4:f`,
        "fd_read $f <8> >4",
      ])
    }`,
    { cwd: place.up, under: namespace.under },
  );
  assertEquals(errnosIn(stdout), [
    ...changing.map((line) => `${line.split(" ")[0]} ${ROFS}`),
    "path_open 0",
    "fd_read 0",
  ]);
}, { ignored: namespace.ignored });

attack("X06", async () => {
  using place = new Place({ in: { file: "the file" } });
  const lines = [
    `path_open 3 0 ${word("log")} 1 0x40 0 0 >4:l`,
    "out $l",
    `path_open 3 0 ${word("file")} 0 -1 0 0 >4:f`,
    "fd_read 0 <8> >4",
    "fd_write 1 [6f7574] >4",
    "fd_write 2 [657272] >4",
    "fd_read $f <8> >4",
    "proc_exit 3",
  ];
  const guest = inShell(["--dir", "in::/in"], lines);
  for (const closed of ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"]) {
    const { stdout } = await shell(`(${guest} ${closed}); echo "status $?"`, {
      cwd: place.up,
      stdin: "",
    });
    assertMatch(stdout, /status 3\n$/, closed);
    const [opened, , write, error, read] = errnosIn(place.read("in/log")!);
    assertEquals([opened, read], ["path_open 0", "fd_read 0"], closed);
    assertMatch(place.read("in/log")!, /^fd_read 0 .* 00000000$/m);
    // An error, or taken and thrown away; nothing that is open is written.
    for (const answer of [write, error]) assertMatch(answer!, /^fd_write \d+$/);
    assertEquals(place.read("in/file"), "the file", closed);
    assertEquals(place.list("in"), ["file", "log"]);
    Deno.removeSync(place.path("in/log"));
  }
}, { ignored: posix });

attack("X07", async () => {
  const read = ["fd_read 0 <8> >4"];
  const directory = await shell(`${inShell([], read)} < /`);
  assertEquals(errnosIn(directory.stdout), [`fd_read ${ISDIR}`]);
  const zero = await shell(
    `${inShell([], ["repeat 1000 1", "fd_read 0 <65536> >4", ...read])} < /dev/zero`,
  );
  assertEquals(errnosIn(zero.stdout), ["repeat 0", "fd_read 0"]);
}, { ignored: posix, about: "a directory, a device without end" });
attack("X07", async () => {
  // Half a GiB, 64 KiB at a time.
  const child = startCommand([], [
    "repeat 8192 1",
    "fd_read 0 <65536> >4",
    // What has ended has no memory that could be looked at.
    "spin",
  ]);
  const writer = child.stdin.getWriter();
  const reader = child.stdout.getReader();
  const chunk = new Uint8Array(1 << 20);
  const feed = async (count: number) => {
    for (let i = 0; i < count; i++) await writer.write(chunk);
  };
  await feed(32);
  const early = peak(child.pid);
  // Where a read was shorter than its buffer, the last of it is not taken.
  const fed = feed(480).catch(() => {});
  let told = "";
  while (!told.includes("\n")) told += new TextDecoder().decode((await reader.read()).value);
  const late = peak(child.pid);
  child.kill("SIGKILL");
  await Promise.all([fed, child.status, child.stderr.cancel(), reader.cancel()]);
  assertMatch(told, /^repeat 0 0\n/);
  assert(late - early < 64 << 10, `${early} KiB, then ${late} KiB`);
}, {
  ignored: Deno.build.os === "linux" ? undefined : "only /proc tells how much memory that took",
  about: "constant memory",
});

/** The most memory that a process has used, in KiB. */
function peak(pid: number): number {
  const { stdout } = new Deno.Command("cat", { args: [`/proc/${pid}/status`] }).outputSync();
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(new TextDecoder().decode(stdout))![1]);
}

attack("X08", async () => {
  using place = new Place();
  const lines = ["out 2", "repeat 100 1", `fd_write 1 [${BLOCK}] >4`, "fd_write 1 [62] >4"];
  const { stdout } = await shell(
    `
      {
        perl -e 'use Fcntl; fcntl(STDOUT, F_SETFL, O_NONBLOCK | O_WRONLY)'
        ${inShell([], lines)} 2>in/log
      } | { sleep 0.5; wc -c; }
      cat in/log
    `,
    { cwd: place.up },
  );
  const [count, repeated, last] = stdout.trim().split("\n");
  assertEquals([Number(count), repeated], [100 * 4096 + 1, "repeat 0 0"]);
  assertMatch(last!, /^fd_write 0 01000000$/);
}, {
  ignored: isInstalled("perl") ? undefined : "perl, which makes a pipe non-blocking, is missing",
});

/** An iovec over so many bytes of memory, whatever they are. */
function iovec(length: number): string {
  const bytes = new Uint8Array(Uint32Array.of(0x1000, length).buffer);
  return word(bytes).slice(1);
}

attack("X09", async () => {
  using place = new Place();
  // More than a pipe holds, in one call, and in several pieces of one call.
  const lines = [
    "out 2",
    "grow 64",
    `poke @0 ${iovec(200_000)}${iovec(4096).repeat(50)}`,
    "fd_write 1 @0 1 >4",
    "fd_write 1 @8 50 >4",
  ];
  const { stdout } = await shell(
    `{ ${inShell([], lines)} 2>in/log; } | { sleep 0.3; wc -c; }; cat in/log`,
    { cwd: place.up },
  );
  const count = Number(stdout.split("\n")[0]);
  const written = [...stdout.matchAll(/^fd_write 0 (..)(..)(..)(..)$/gm)].map((
    [, a, b, c, d],
  ) => parseInt(`${d}${c}${b}${a}`, 16));
  assertEquals(written.length, 2);
  assertEquals(count, written[0]! + written[1]!);
  assertEquals(written, [200_000, 50 * 4096]);
}, { ignored: posix });

attack("X13", async () => {
  const evil = "\x1b[31m\x07\n\u202e\x9b";
  using place = new Place({ in: { [`${evil}.wasm`]: "no module" } });
  const cwd = place.path("in");
  const rows: readonly (readonly string[])[] = [
    [`${evil}.wasm`],
    [`missing${evil}`],
    ["--dir", evil, callsPath],
    ["--dir", `.::${evil}/../x`, callsPath],
    ["--stdin", `file:${evil}`, callsPath],
    [`--${evil}`, callsPath],
    ["--invoke", evil, callsPath],
    ["--env", `=${evil}`, callsPath],
  ];
  for (const words of rows) {
    const { status, stdout, stderr } = await sluice(words, { cwd });
    assert([2, 126, 127].includes(status), `${words}: ${status}`);
    assertEquals(stdout, "");
    assertMatch(stderr, /^error: .*\\u\{1b\}\[31m\\u\{7\}\\u\{a\}\\u\{202e\}/);
    // deno-lint-ignore no-control-regex
    assertEquals(stderr.match(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]|\n(?!hint: |$)/), null, stderr);
  }
  // What the guest writes is its own.
  const bytes = new TextEncoder().encode(evil);
  const { stdout, stderr } = await command([], [
    `fd_write 1 [${word(bytes).slice(1)}] >4`,
    `fd_write 2 [${word(bytes).slice(1)}] >4`,
    "trap",
  ]);
  assert(stdout.startsWith(evil));
  assertEquals(stderr, `${evil}error: the guest trapped: unreachable\n`);
});
