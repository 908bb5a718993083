/**
 * Another process that changes files and names while a guest uses them, where that takes no race:
 * guest and process tell each other when it is their turn.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { run, SluiceError } from "../../mod.ts";
import {
  body,
  functionType,
  module,
  name as nameBytes,
  section,
  vector,
} from "../guests/modules/binary.ts";
import { attack } from "./attack.ts";
import { callsPath, errnosIn, shell } from "./command.ts";
import { ALL_PATH_CALLS, PATH_CALLS } from "./path_calls.ts";
import { NOENT, NOTCAPABLE } from "./path_rows.ts";
import { Place } from "./place.ts";
import { answers, expectErrnos, numberIn, pathChecked, textIn, word } from "./script.ts";

/** Starts a script of sh(1) in a place. */
function other(place: Place, script: string): Deno.ChildProcess {
  return new Deno.Command("sh", { args: ["-c", script], cwd: place.up }).spawn();
}

const make = (name: string) => `path_open 3 0 ${word(name)} 1 0x40 0 0 >4`;
const awaits = (name: string) => `until 0 5000 path_filestat_get 3 0 ${word(name)} >64`;

attack("T09", async () => {
  using place = new Place({
    base: { "in/file": "the file", "in/spare": "", "in/blank/": "" },
    signs: {},
  });
  const child = other(
    place,
    `until [ -e signs/ready ]; do sleep 0.01; done
     mv base/in base/kept && ln -s ../out base/in && : > signs/go`,
  );
  const calls = ALL_PATH_CALLS.map((call) => PATH_CALLS[call]("4", word("secret"))[0]!);
  const got = await answers(place, [
    make("ready"),
    awaits("go"),
    `path_open 4 0 ${word("file")} 0 2 0 0 >4:f`,
    "fd_read $f <8> >4",
    ...calls,
    "fd_readdir 4 +400 0 >4",
  ], { dirs: [["signs", "/signs"], ["base/in", "/in"]] });
  assertEquals((await child.status).success, true);
  // The directory is still the one that was granted; where that is a path, it is lost.
  assertEquals(got[2]!.errno, pathChecked ? NOENT : 0);
  if (!pathChecked) assertEquals(textIn(got[3]!.data[0]), "the file");
  assertEquals(place.list("base"), ["in", "kept"]);
});

attack("T10", async () => {
  using place = new Place({ in: {} });
  Deno.copyFileSync(callsPath, place.path("in/m.wasm"));
  const lines = [make("ready"), awaits("go"), "random_get +4", "proc_exit 6"];
  const { stdout, stderr } = await shell(
    `
      (until [ -e in/ready ]; do sleep 0.01; done; echo evil > in/m.wasm; : > in/go) &
      sluice --dir in::/in in/m.wasm ${lines.map((line) => `'${line}'`).join(" ")}; echo "status $?"
      wait
    `,
    { cwd: place.up },
  );
  assertEquals(stderr, "");
  assertEquals(errnosIn(stdout), [
    "path_open 0",
    "path_filestat_get 0",
    "random_get 0",
    "status 6",
  ]);
});

attack("T12", async () => {
  const stable = Array.from({ length: 300 }, (_, i) => `stable${i}`);
  using place = new Place({ in: Object.fromEntries(stable.map((name) => [name, ""])), signs: {} });
  const child = other(
    place,
    `cd in; until [ -e ../signs/stop ]; do
       for i in 1 2 3 4 5 6 7 8 9; do : > a$i; : > b$i$i$i$i$i$i; done
       rm -f a* b*
     done`,
  );
  const got = await answers(place, [
    ...Array(60).fill("fd_readdir 4 +65536 0 >4"),
    make("stop"),
  ], { dirs: [["signs", "/signs"], ["in", "/in"]] });
  await child.status;
  for (const { data, errno } of got.slice(0, -1)) {
    assertEquals(errno, 0);
    const names = namesIn(data[0]!, numberIn(data[1]));
    assertEquals(names.filter((name) => name.startsWith("stable")).sort(), stable.toSorted());
    assertEquals(names.length, new Set(names).size);
  }
});

function namesIn(bytes: Uint8Array, used: number): string[] {
  assert(used < bytes.length, "the listing did not end");
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const names: string[] = [];
  for (let at = 0; at < used;) {
    const length = view.getUint32(at + 16, true);
    names.push(textIn(bytes.subarray(at + 24), length));
    at += 24 + length;
  }
  return names;
}

attack("T13", async () => {
  using place = new Place({ in: { file: "x".repeat(100_000) }, signs: {} });
  const child = other(
    place,
    `until [ -e signs/stop ]; do : > in/file; head -c 100000 /dev/zero > in/file; done`,
  );
  const got = await answers(place, [
    `path_open 4 0 ${word("file")} 0 -1 0 0 >4:f`,
    ...Array(30).fill([
      "fd_pread $f <50000> 40000 >4",
      "fd_pread $f <30000,30000> 40000 >4",
      "fd_pwrite $f [7878] 90000 >4",
      "fd_seek $f 0 0 >8",
      "fd_read $f <60000> >4",
      "fd_filestat_get $f >64",
    ]).flat(),
    make("stop"),
  ], { dirs: [["signs", "/signs"], ["in", "/in"]] });
  await child.status;
  assertEquals(got.filter(({ errno }) => errno !== 0), []);
  for (const { name, data } of got) {
    if (name === "fd_pread") assert(numberIn(data.at(-1)) <= 60_000);
  }
});

attack("T14", async () => {
  using place = new Place({ in: { "d/e/": "", spare: "spare", "blank/": "" }, signs: {} });
  const child = other(
    place,
    "until [ -e signs/ready ]; do sleep 0.01; done; rm -r in/d && : > signs/go",
  );
  const d = `path_open 4 0 ${word("d")} 2 -65 -1 0 >4:d`;
  const making = [
    ...["open create", "open exclusive", "mkdir", "symlink", "stat", "unlink", "readlink"] as const,
  ].map((call) => PATH_CALLS[call]("$d", word("x"))[0]!);
  await expectErrnos(place, [
    [d, 0],
    [make("ready"), 0],
    [awaits("go"), 0],
    ...making.map((line): [string, number] => [line, NOENT]),
    [`path_open $d 0 ${word("e")} 2 -65 -1 0 >4`, NOENT],
    [`path_rename 4 ${word("spare")} $d ${word("x")}`, NOENT],
    [`path_link 4 0 ${word("spare")} $d ${word("x")}`, NOENT],
    [`path_filestat_get $d 0 ${word("../spare")} >64`, pathChecked ? NOENT : NOTCAPABLE],
    ["fd_close $d", 0],
  ], { dirs: [["signs", "/signs"], ["in", "/in"]] });
  await child.status;
  assertEquals(place.list("in"), ["blank", "spare"]);
});

attack("T15", async () => {
  const [FUNCTION, MEMORY, SHARED] = [0, 2, 3];
  const bytes = module(
    section(1, vector([functionType([], [])])),
    section(3, vector([[0]])),
    section(5, vector([[SHARED, 1, 2]])),
    section(
      7,
      vector([
        [...nameBytes("memory"), MEMORY, 0],
        [...nameBytes("_start"), FUNCTION, 0],
      ]),
    ),
    section(10, vector([body([])])),
  );
  assert(WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>));
  const error = await assertRejects(() => run(bytes), SluiceError);
  assertEquals(error.status, 126);
  assert(/shared/.test(error.message));
});
