/**
 * What else a granted directory can hold than files, directories and links.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { attack } from "./attack.ts";
import { command, errnosIn, inShell, shell } from "./command.ts";
import { namespace } from "./namespace.ts";
import { NOTCAPABLE, NOTSUP } from "./path_rows.ts";
import { Place } from "./place.ts";
import { expectErrnos, pathChecked, word } from "./script.ts";

const AGAIN = 6;
const NXIO = 60;

/** A script writes to `file` by descriptor 3, then by 4, and reads what is there. */
const writeByEach = (refused: number): [string, number][] => [
  [`path_open 3 0 ${word("file")} 0 0x40 0 0 >4`, refused],
  [`path_open 3 0 ${word("new")} 1 0x40 0 0 >4`, refused],
  [`path_unlink_file 3 ${word("file")}`, refused],
  [`path_open 4 0 ${word("file")} 0 0x40 0 0 >4:f`, 0],
  ["fd_write $f [78] >4", 0],
];

attack("P51", async () => {
  using place = new Place({ in: { file: "the file" } });
  await expectErrnos(place, writeByEach(NOTCAPABLE), {
    dirs: [["../up/in", "/IN", "ro"], ["in", "/in", "rw"]],
  });
  assertEquals(place.read("in/file"), "xhe file");
}, { about: "the same directory under two names" });

attack("P51", async () => {
  using place = new Place({ in: { file: "the file" } });
  await expectErrnos(place, writeByEach(NOTCAPABLE), {
    dirs: [["IN", "/IN", "ro"], ["in", "/in", "rw"]],
  });
  assertEquals(place.read("in/file"), "xhe file");
  await expectErrnos(place, [[`path_filestat_get 3 0 ${word("FILE")} >64`, 0]]);
}, { ignored: tellsCaseApart() ? "this file system tells case apart" : undefined });

function tellsCaseApart(): boolean {
  using place = new Place();
  return !place.has("IN");
}

const fifos = Deno.build.os === "windows" ? "Windows has none" : undefined;
attack("P52", async () => {
  using place = new Place({ in: { fifo: { fifo: true } } });
  const fifo = word("fifo");
  const lines: [string, number][] = pathChecked
    // Deno would wait for the other end.
    ? [
      ...["2", "0x40", "0x42", "0"].map((rights): [string, number] => [
        `path_open 3 0 ${fifo} 0 ${rights} 0 0 >4`,
        NOTSUP,
      ]),
      [`path_open 3 0 ${fifo} 8 0x40 0 0 >4`, NOTSUP],
      [`path_filestat_get 3 0 ${fifo} >64`, 0],
      [`path_unlink_file 3 ${fifo}`, 0],
    ]
    : [
      [`path_open 3 0 ${fifo} 0 0x40 0 0 >4`, NXIO],
      [`path_open 3 0 ${fifo} 8 0x40 0 0 >4`, NXIO],
      [`path_open 3 0 ${fifo} 1 0x40 0 0 >4`, NXIO],
      [`path_open 3 0 ${fifo} 0 0x200000 0 0 >4`, 0],
      [`path_open 3 0 ${fifo} 0 0x800000a 0 0 >4:r`, 0],
      ["fd_read $r <8> >4", 0],
      [`path_open 3 0 ${fifo} 0 0x40 0 0 >4:w`, 0],
      ["fd_write $w [6162] >4", 0],
      ["fd_read $r <8> >4", 0],
      ["fd_fdstat_set_flags $r 4", 0],
      ["fd_read $r <8> >4", AGAIN],
      ["fd_close $w", 0],
      ["fd_read $r <8> >4", 0],
      ["fd_seek $r 0 0 >8", 70],
      ["fd_pread $r <8> 0 >4", 70],
      [`path_filestat_get 3 0 ${fifo} >64`, 0],
      [`path_unlink_file 3 ${fifo}`, 0],
    ];
  const grant = ["--dir", `${place.path("in")}::/in`];
  const { status, stdout, stderr } = await command(grant, lines.map(([line]) => line));
  assertEquals([status, stderr], [0, ""]);
  assertEquals(errnosIn(stdout), lines.map(([line, errno]) => `${line.split(" ")[0]} ${errno}`));
  if (!pathChecked) {
    // An end while nobody has it open to write, what was written, an end again.
    assertMatch(stdout, /\nfd_read 0 3f{15} 00000000\n|\nfd_read 0 (3f){8} 00000000\n/);
    assertMatch(stdout, /\nfd_read 0 6162(3f){6} 02000000\n/);
  }
  assertEquals(place.list("in"), []);
}, { ignored: fifos });

attack("P52", async () => {
  using place = new Place({ in: { fifo: { fifo: true } } });
  const { stdout } = await shell(
    `
      (sleep 0.3; printf late > in/fifo) &
      ${
      inShell(["--dir", "in::/in"], [
        `path_open 3 0 ${word("fifo")} 0 0x800000a 0 0 >4:r`,
        `path_open 3 0 ${word("fifo")} 0 0x40 0 0 >4:w`,
        "fd_read $r <8> >4",
      ])
    }
      wait
    `,
    { cwd: place.up },
  );
  assertMatch(stdout, /^fd_read 0 6c617465(3f){4} 04000000$/m);
}, {
  ignored: fifos ?? (pathChecked ? "Deno would wait for the other end" : undefined),
  about: "a read with a writer waits for what comes",
});

attack("P53", async () => {
  using place = new Place({ in: { "sub/": "" } });
  using _listener = Deno.listen({ transport: "unix", path: place.path("in/socket") });
  const devices = ["null c 1 3", "full c 1 7", "tty c 5 0", "loop b 7 250", "mem c 1 1"];
  // Whoever may not make devices tries the socket alone.
  const made = devices.filter((device) => {
    const [name, ...rest] = device.split(" ");
    const args = [place.path(`in/${name}`), ...rest];
    return new Deno.Command("mknod", { args, stderr: "null" }).outputSync().success;
  });
  const names = ["socket", ...made.map((device) => device.split(" ")[0]!)];
  const before = place.tree("in");
  await expectErrnos(
    place,
    names.flatMap((name): [string, number][] => {
      const path = word(name);
      return [
        ...["2", "0x40", "0x42", "0", "-1"].map((rights): [string, number] => [
          `path_open 3 1 ${path} 0 ${rights} 0 0 >4`,
          NOTCAPABLE,
        ]),
        [`path_open 3 0 ${path} 1 0x40 0 0 >4`, NOTCAPABLE],
        [`path_open 3 0 ${path} 8 0x40 0 0 >4`, NOTCAPABLE],
        [`path_open 3 0 ${path} 0 0x40 0 1 >4`, NOTCAPABLE],
        [`path_filestat_get 3 0 ${path} >64`, 0],
      ];
    }),
  );
  assertEquals(place.tree("in"), before);
}, { ignored: Deno.build.os === "windows" ? "Windows has none" : undefined });

attack("P56", async () => {
  using place = new Place({ in: { "mounted/": "" }, other: { file: "the other" } });
  const lines = [
    `path_open 3 0 ${word("mounted/file")} 0 2 0 0 >4:f`,
    "fd_read $f <9> >4",
    `path_open 3 0 ${word("mounted/../../other/file")} 0 2 0 0 >4`,
    `path_filestat_get 3 0 ${word("mounted/..")} >64`,
    `path_open 3 0 ${word("mounted/new")} 1 0x40 0 0 >4`,
  ];
  const { stdout } = await shell(
    `mount --bind other in/mounted && ${inShell(["--dir", "in::/in"], lines)}`,
    { cwd: place.up, under: namespace.under },
  );
  assertEquals(errnosIn(stdout), [
    "path_open 0",
    "fd_read 0",
    `path_open ${NOTCAPABLE}`,
    "path_filestat_get 0",
    "path_open 0",
  ]);
  assertMatch(stdout, new RegExp(`^fd_read 0 ${word("the other").slice(1)} `, "m"));
  assertEquals(place.list("other"), ["file", "new"]);
  place.assertIntact();
}, { ignored: namespace.ignored });
