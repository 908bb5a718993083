/**
 * The table of descriptors: closing, renumbering, using it up.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { preview1, stream } from "../../mod.ts";
import { attack } from "./attack.ts";
import { command, errnosIn, inShell, shell, sluice, startCommand } from "./command.ts";
import { openFiles } from "./open_files.ts";
import { NOTCAPABLE, NOTDIR } from "./path_rows.ts";
import { Place } from "./place.ts";
import {
  answers,
  callsModule,
  expectErrnos,
  numberIn,
  pathChecked,
  runScript,
  textIn,
  word,
} from "./script.ts";

const BADF = 8;
const MFILE = 33;
const NOTSOCK = 57;

const TREE = { file: "the file", other: "other", "sub/inner": "inner" };
const file = word("file");
const open = (variable: string, name = "file", fd: number | string = 3) =>
  `path_open ${fd} 0 ${word(name)} 0 -1 0 0 >4:${variable}`;
const openDirectory = (variable: string, name: string) =>
  `path_open 3 0 ${word(name)} 2 -65 -1 0 >4:${variable}`;

const proc = Deno.build.os === "linux" ? undefined : "only Linux has /proc";

attack("F01", async () => {
  using place = new Place({ in: TREE });
  const got = await expectErrnos(place, [
    [open("f"), 0],
    [openDirectory("d", "sub"), 0],
    ["fd_close 3", 0],
    [open("g"), BADF],
    ["fd_prestat_get 3 >8", BADF],
    ["fd_prestat_dir_name 3 +3", BADF],
    ["fd_readdir 3 +100 0 >4", BADF],
    ["fd_read $f <8> >4", 0],
    [open("g", "inner", "$d"), 0],
    ["fd_read $g <8> >4", 0],
    [open("h", "../file", "$d"), NOTCAPABLE],
  ]);
  // The number is free again, and what gets it is no granted directory.
  assertEquals(numberIn(got[8]!.data[0]), 3);
  assertEquals(textIn(got[9]!.data[0]), "inner???");
});

attack("F02", async () => {
  using place = new Place({ in: { ...TREE, "log": "" } });
  await runScript(place, [
    `path_open 3 0 ${word("log")} 0 -1 0 0 >4:l`,
    "out $l",
    "fd_close 0",
    "fd_close 1",
    "fd_close 2",
    "fd_read 0 <4> >4",
    "fd_write 1 [78] >4",
    "fd_write 2 [78] >4",
    "fd_fdstat_get 1 >24",
    "fd_close 1",
  ]);
  const expected = [0, 0, 0, BADF, BADF, BADF, BADF, BADF];
  const got = errnosIn(place.read("in/log")!).map((line) => Number(line.split(" ")[1]));
  assertEquals(got, expected);
  const { status, stdout, stderr } = await command([], ["fd_close 2", "fd_close 1", "trap"]);
  assertEquals([status, stdout], [134, "fd_close 0\n"]);
  assertMatch(stderr, /^error: the guest trapped: unreachable\n$/);
  const second = await command([], ["fd_close 0", "fd_close 2", "proc_exit 300"]);
  assertEquals([second.status, second.stderr.startsWith("error: ")], [255, true]);
});

attack("F03", async () => {
  using place = new Place({ in: { ...TREE, log: "" } });
  const { status, stdout, stderr } = await command(["--dir", `${place.path("in")}::/in`], [
    ...[0, 1, 2].map((fd) => `fd_close ${fd}`),
    `path_open 3 0 ${word("log")} 0 -1 0 0 >4:l`,
    "out $l",
    open("a"),
    open("b", "other"),
    "fd_read 1 <8> >4",
    "fd_read 2 <8> >4",
    "fd_write 1 [58] >4",
    "fd_write 2 [59] >4",
    ...[0, 1, 2].map((fd) => `fd_close ${fd}`),
  ], { stdin: "from the host" });
  // The guest's 0, 1 and 2 are files now; nothing of it goes to those of the host.
  assertEquals([status, stdout, stderr], [0, "fd_close 0\n", ""]);
  assertEquals(place.read("in/file"), "the fileX");
  assertEquals(place.read("in/other"), "otherY");
  const log = place.read("in/log")!.trimEnd().split("\n");
  assertEquals(log.slice(0, 2), ["path_open 0 01000000", "path_open 0 02000000"]);
});

attack("F04", async () => {
  using place = new Place({ in: TREE });
  await expectErrnos(place, [
    [open("f"), 0],
    ["fd_close $f", 0],
    ["fd_close $f", BADF],
    ["fd_close 3", 0],
    ["fd_close 3", BADF],
    ["fd_close 2", 0],
    ["fd_close 2", BADF],
    ["fd_close 100", BADF],
  ]);
});

attack("F05", async () => {
  using place = new Place({ in: TREE });
  const got = await expectErrnos(place, [
    [open("f"), 0],
    ["fd_seek $f 4 0 >8", 0],
    ["fd_renumber $f $f", 0],
    ["fd_renumber 0 0", 0],
    ["fd_renumber 1 1", 0],
    ["fd_renumber 3 3", 0],
    ["fd_renumber 100 100", BADF],
    ["fd_read $f <8> >4", 0],
    ["fd_prestat_get 3 >8", 0],
    [open("g"), 0],
  ]);
  assertEquals(textIn(got[7]!.data[0], 4), "file");
});

attack("F06", async () => {
  using place = new Place({ in: TREE, second: { mine: "mine" } });
  const got = await expectErrnos(place, [
    [openDirectory("d", "sub"), 0],
    // A directory that was opened takes the place of one that was granted, which is gone.
    ["fd_renumber $d 3", 0],
    ["fd_prestat_get 3 >8", BADF],
    [open("f", "inner"), 0],
    [open("f", "file"), 44],
    ["fd_prestat_get $d >8", BADF],
    // A granted one moves with its name and its rights.
    ["fd_renumber 4 3", 0],
    ["fd_prestat_get 4 >8", BADF],
    ["fd_prestat_get 3 >8", 0],
    ["fd_prestat_dir_name 3 +7", 0],
    [`path_open 3 0 ${word("mine")} 0 2 0 0 >4:m`, 0],
    [`path_open 3 0 ${word("mine")} 0 0x40 0 0 >4`, NOTCAPABLE],
    [`path_open 3 0 ${word("../in/file")} 0 2 0 0 >4`, NOTCAPABLE],
    ["fd_renumber 0 3", 0],
    [`path_open 3 0 ${word("mine")} 0 2 0 0 >4`, NOTDIR],
  ], { dirs: [["in", "/in"], ["second", "/second", "ro"]] });
  assertEquals(textIn(got[9]!.data[0]), "/second");
});

attack("F07", async () => {
  using place = new Place({ in: TREE });
  const before = Deno.memoryUsage().rss;
  const absent = ["5", "127", "65536", "0x7fffffff", "0x80000000", "0xfffffffe", "0xffffffff"];
  await expectErrnos(place, [
    [open("f"), 0],
    ...absent.flatMap((fd): [string, number][] => [
      [`fd_renumber $f ${fd}`, BADF],
      [`fd_renumber ${fd} $f`, BADF],
      [`fd_renumber ${fd} ${fd}`, BADF],
    ]),
    ["fd_read $f <4> >4", 0],
  ]);
  assert(Deno.memoryUsage().rss - before < 64 << 20);
});

attack("F08", async () => {
  using place = new Place({ in: TREE });
  const got = await runScript(place, [
    "repeat 1000000 1",
    "fd_renumber 3 3",
    open("a"),
    "repeat 20000 2",
    open("b"),
    "fd_renumber $b $a",
    "fd_read $a <8> >4",
  ]);
  assertEquals(got.answers.map(({ errno }) => errno), [0, 0, 0, 0]);
  assertEquals(textIn(got.answers[3]!.data[0]), "the file");
  assertEquals(openFiles(place), []);
});

attack("F09", async () => {
  using place = new Place({ in: TREE });
  const poll = (fd: string) => [
    `poke @0 ${"00".repeat(8)}01${"00".repeat(7)}${fd}${"00".repeat(31)}`,
    "poll_oneoff @0 >32 1 >4",
  ];
  const got = await answers(place, [
    open("f"),
    ...poll("04"),
    "fd_renumber 4 0",
    ...poll("04"),
    ...poll("00"),
    "fd_close 0",
    ...poll("00"),
  ]);
  const polls = got.filter(({ name }) => name === "poll_oneoff");
  assertEquals(polls.map(({ errno, data }) => [errno, data[0]![8]]), [
    [0, 0],
    [0, BADF],
    [0, 0],
    [0, BADF],
  ]);
});

attack("F09", async () => {
  using listening = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listening.addr;
  // A poll of descriptor 3, then a read; each is suspended while the test does something to it.
  const lines = [
    `poke @0 ${"00".repeat(8)}01${"00".repeat(7)}03${"00".repeat(31)}`,
    "poll_oneoff @0 >32 1 >4",
    "fd_read 3 <8> >4",
    "fd_read 4 <8> >4",
  ];
  const peerOf = (name: string) => stream(name, { kind: "tcp", host: "127.0.0.1", port });
  using wasi = await preview1({
    args: ["calls", ...lines],
    grants: [peerOf("a"), peerOf("b")],
    stdout: "capture",
  });
  using _a = await listening.accept();
  using b = await listening.accept();
  const { instance } = await WebAssembly.instantiate(
    callsModule as Uint8Array<ArrayBuffer>,
    wasi.imports,
  );
  const { fd_renumber, fd_close } = wasi.imports.wasi_snapshot_preview1 as Record<
    string,
    (...args: number[]) => number
  >;
  const running = wasi.start(instance);
  const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
  await turn();
  // The connection that is polled goes; the other one has its number from now on, and 4 is none.
  assertEquals(fd_renumber!(4, 3), 0);
  await turn();
  assertEquals(fd_close!(3), 0);
  await b.read(new Uint8Array(1));
  const { status, stdout } = await running;
  assertEquals(status, 0);
  const answered = errnosIn(new TextDecoder().decode(stdout));
  assertEquals(answered, ["poll_oneoff 0", `fd_read ${BADF}`, `fd_read ${BADF}`]);
}, { about: "by a host that shares the thread" });

attack("F10", async () => {
  using place = new Place({ in: { log: "" } });
  const { stdout } = await runScript(place, [
    `path_open 3 0 ${word("log")} 0 0x40 0 0 >4:l`,
    "fd_renumber $l 1",
    "fd_write 1 [696e746f207468652066696c650a] >4",
    "proc_exit 0",
  ]);
  assertEquals(stdout, "path_open 0 04000000\n");
  assertEquals(place.read("in/log"), "fd_renumber 0\ninto the file\nfd_write 0 0e000000\n");
  assertEquals(openFiles(place), []);
});

attack("F11", async () => {
  using place = new Place({ in: TREE });
  const got = await runScript(place, [
    "repeat 100000 1",
    open("f"),
    "fd_read $f <8> >4",
    "fd_close $f",
    open("g"),
    open("h"),
  ]);
  // 1024 at once, of which the streams and the directory are four.
  assertEquals(got.answers.map(({ errno }) => errno), [100_000 - 1020, 0, 0, 0, MFILE]);
  assertMatch(got.stdout, new RegExp(`^repeat ${100_000 - 1020} ${MFILE}\n`));
  assertEquals(openFiles(place), []);
}, { about: "1024 at once" });

attack("F12", async () => {
  using place = new Place({ in: TREE });
  const lines = [
    "repeat 300 1",
    `path_open 3 0 ${file} 0 2 0 0 >4:f`,
    `path_filestat_get 3 0 ${word("sub/inner")} >64`,
    `path_create_directory 3 ${word("sub/new")}`,
    "fd_close $f",
    `path_open 3 0 ${file} 0 2 0 0 >4`,
    "random_get +8",
  ];
  const { stdout, stderr } = await shell(
    `ulimit -n 100; ${inShell(["--dir", "in::/in"], lines)}; echo "status $?"`,
    { cwd: place.up },
  );
  const [repeated, , , closed, reopened, random] = stdout.trimEnd().split("\n");
  assertMatch(repeated!, new RegExp(`^repeat \\d+ ${MFILE}$`), stdout + stderr);
  assertEquals(closed, "fd_close 0");
  assertMatch(reopened!, /^path_open (0|33)/);
  assertMatch(random!, /^random_get 0 /);
  assertMatch(stdout, /^status 0$/m);
  assertEquals(stderr, "");
}, { ignored: Deno.build.os === "windows" ? "Windows has no such limit" : undefined });

attack("F13", async () => {
  using place = new Place({ in: TREE });
  const cycles = (count: number) => [
    `repeat ${count} 4`,
    open("f"),
    "fd_close $f",
    openDirectory("d", "sub"),
    "fd_close $d",
  ];
  await runScript(place, cycles(2000));
  const before = Deno.memoryUsage().rss;
  const { answers: [repeated] } = await runScript(place, cycles(20_000));
  assertEquals(repeated!.errno, 0);
  assertEquals(openFiles(place), []);
  assert(Deno.memoryUsage().rss - before < 64 << 20);
});

attack("F14", async () => {
  using place = new Place({ in: TREE });
  const numbers = ["-1", "-2", "0x80000000", "0x7fffffff", "0xffffffff", "0x80000003", "0x100"];
  const calls = (fd: string) =>
    [
      ...["fd_close", "fd_sync", "fd_datasync"].map((name) => `${name} ${fd}`),
      ...["fd_fdstat_get X >24", "fd_filestat_get X >64", "fd_read X <4> >4", "fd_write X [61] >4"],
      ...["fd_pread X <4> 0 >4", "fd_pwrite X [61] 0 >4", "fd_seek X 0 0 >8", "fd_tell X >8"],
      ...["fd_readdir X +100 0 >4", "fd_prestat_get X >8", "fd_prestat_dir_name X +3"],
      ...["fd_advise X 0 1 0", "fd_allocate X 0 1", "fd_fdstat_set_flags X 0"],
      ...[
        "fd_fdstat_set_rights X 0 0",
        "fd_filestat_set_size X 0",
        "fd_filestat_set_times X 0 0 5",
      ],
      ...["fd_renumber X 3", "fd_renumber 3 X", "sock_accept X 0 >4", "sock_shutdown X 0"],
      ...["sock_recv X <4> 0 >4 >4", "sock_send X [61] 0 >4"],
      `path_open X 0 ${file} 0 2 0 0 >4`,
      `path_unlink_file X ${file}`,
    ].map((line) => line.replace("X", fd));
  await expectErrnos(
    place,
    numbers.flatMap((fd) => calls(fd).map((line): [string, number] => [line, BADF])),
  );
});

attack("F15", async () => {
  using place = new Place({ in: TREE });
  // The host has many numbers in use, of which the guest's own first one must tell nothing.
  const held = Array.from({ length: 40 }, () => Deno.openSync(place.path("in/file")));
  const got = await answers(place, [
    open("a"),
    open("b"),
    "fd_fdstat_get $a >24",
    "fd_filestat_get $a >64",
    "fd_prestat_get 3 >8",
  ]);
  for (const file of held) file.close();
  assertEquals(got.slice(0, 2).map(({ data }) => numberIn(data[0])), [4, 5]);
});

attack("F16", async () => {
  using place = new Place({ in: TREE });
  const lines = ["repeat 500 1", open("f"), "repeat 500 1", openDirectory("d", "sub")];
  for (const end of ["sched_yield", "proc_exit 3", "trap", "fd_write 1 end 1 >4", "recurse"]) {
    await runScript(place, [...lines, end]);
    assertEquals([end, openFiles(place)], [end, []]);
  }
}, { ignored: proc });

attack("F17", async () => {
  using place = new Place({ in: { ...TREE, log: "" } });
  const child = startCommand(["--dir", "in::/in", "--stderr", "append:in/log"], [
    open("a"),
    openDirectory("d", "sub"),
    `path_open 3 0 ${word("new")} 1 0x40 0 0 >4`,
    "fd_read 0 <1> >4",
  ], { cwd: place.up });
  const reader = child.stdout.getReader();
  let told = "";
  while (told.match(/path_open/g)?.length !== 3) {
    told += new TextDecoder().decode((await reader.read()).value);
  }
  const { stdout } = new Deno.Command("sh", {
    args: [
      "-c",
      `cd /proc/${child.pid}; for f in fd/*; do
         echo "$(readlink $f) $(sed -n 's/^flags:[^0-9]*//p' fdinfo/\${f#fd/})"; done`,
    ],
    stderr: "null",
  }).outputSync();
  await child.stdin.close();
  await Promise.all([reader.cancel(), child.stderr.cancel(), child.status]);
  const ours = new TextDecoder().decode(stdout).split("\n").filter((line) =>
    line.startsWith(place.up)
  );
  // A directory handle of the path-checked back end is a path, and nothing open.
  assert(ours.length >= (pathChecked ? 3 : 5), ours.join("\n"));
  const O_CLOEXEC = 0o2000000;
  for (const line of ours) assert((parseInt(line.split(" ")[1]!, 8) & O_CLOEXEC) !== 0, line);
}, { ignored: proc });

attack("F18", async () => {
  using place = new Place({ in: { ...TREE, fifo: { fifo: true } } });
  const [UNKNOWN, CHARACTER, DIRECTORY, FILE] = [0, 2, 3, 4];
  const type = (stdout: string) =>
    [...stdout.matchAll(/^fd_fdstat_get 0 (..)/gm)].map(([, byte]) => parseInt(byte!, 16));
  const lines = [
    open("f"),
    openDirectory("d", "sub"),
    ...["0", "3", "$f", "$d"].map((fd) => `fd_fdstat_get ${fd} >24`),
    ...pathChecked ? [] : [
      `path_open 3 0 ${word("fifo")} 0 2 0 0 >4:p`,
      "fd_fdstat_get $p >24",
    ],
  ];
  const rest = [DIRECTORY, FILE, DIRECTORY, ...pathChecked ? [] : [UNKNOWN]];
  const guest = inShell(["--dir", "in::/in"], lines);
  const surroundings = { cwd: place.up };
  const pipe = await shell(`true | ${guest}`, surroundings);
  assertEquals(type(pipe.stdout), [UNKNOWN, ...rest]);
  // Of a standard stream Deno tells whether it is a terminal, and no more.
  const device = await shell(`${guest} < /dev/null`, surroundings);
  assertEquals(type(device.stdout), [pathChecked ? UNKNOWN : CHARACTER, ...rest]);
  const inherited = await shell(`${guest} < in/file`, surroundings);
  assertEquals(type(inherited.stdout), [pathChecked ? UNKNOWN : FILE, ...rest]);
  const named = await sluice(
    ["--stdin", "file:in/file", ...inWords(lines)],
    surroundings,
  );
  assertEquals(type(named.stdout), [FILE, ...rest]);
});

function inWords(lines: readonly string[]): string[] {
  return ["--dir", "in::/in", new URL("guests/calls.wasm", import.meta.url).pathname, ...lines];
}

attack("N10", async () => {
  using place = new Place({ in: TREE });
  const calls = (fd: string) => [
    `sock_accept ${fd} 0 >4`,
    `sock_recv ${fd} <8> 0 >4 >4`,
    `sock_send ${fd} [61] 0 >4`,
    `sock_shutdown ${fd} 3`,
  ];
  await expectErrnos(place, [
    [open("f"), 0],
    ...["$f", "0", "1", "2", "3"].flatMap(calls).map((line): [string, number] => [line, NOTSOCK]),
    ...calls("100").map((line): [string, number] => [line, BADF]),
  ]);
});
