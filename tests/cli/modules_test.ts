/**
 * What MODULE can be that is no module, or none that can be run.
 *
 * @module
 */
import { pathChecked } from "./spawn.ts";
import { assertEquals } from "@std/assert";
import {
  body,
  functionType,
  module,
  name as nameBytes,
  section,
  vector,
} from "../guests/modules/binary.ts";
import { type Row, testRows } from "./rows.ts";

const I32 = 0x7f;
const I64 = 0x7e;
const FUNCTION = 0;
const MEMORY = 2;
const WASI = "wasi_snapshot_preview1";

/** The parts of a module that matter here. */
interface Shape {
  /** Imported functions, of the type that `fd_close` has unless another is given. */
  readonly imports?: readonly (readonly [module: string, name: string, type?: number[]])[];
  /** The memory's type: flags, minimum, maximum; none when undefined. */
  readonly memory?: number[] | undefined;
  /** Exports of a function that does nothing, by name. */
  readonly functions?: readonly string[];
  /** The function's body. */
  readonly code?: number[];
}

/** Assembles a module; without anything given, one that runs and does nothing. */
function shaped(shape: Shape = {}): Uint8Array {
  const { imports = [], functions = ["_start"], code = [] } = shape;
  const memory = "memory" in shape ? shape.memory : [0, 1];
  const types = imports.map(([, , type = functionType([I32], [I32])]) => type);
  return module(
    section(1, vector([...types, functionType([], [])])),
    section(
      2,
      vector(imports.map(([from, what], type) => [
        ...nameBytes(from),
        ...nameBytes(what),
        FUNCTION,
        type,
      ])),
    ),
    section(3, vector([[imports.length]])),
    section(5, vector(memory === undefined ? [] : [memory])),
    section(
      7,
      vector([
        ...memory === undefined ? [] : [[...nameBytes("memory"), MEMORY, 0]],
        ...functions.map((one) => [...nameBytes(one), FUNCTION, imports.length]),
      ]),
    ),
    section(10, vector([body(code)])),
  );
}

/** A file that is MODULE, and the error that names it. */
function refuses(
  name: string,
  content: Uint8Array | string,
  error: RegExp,
  hint?: RegExp | null,
): { row: Row; name: string; content: Uint8Array | string } {
  return {
    row: { name, words: [name], status: 126, error, ...hint !== undefined && { hint } },
    name,
    content,
  };
}

/** A table of files. */
function testFiles(name: string, files: readonly ReturnType<typeof refuses>[]): void {
  testRows(name, files.map(({ row }) => row), {
    once: true,
    prepare: (place) => files.forEach(({ name, content }) => place.write(name, content)),
  });
}

/** Bytes without a pattern, the same every time. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => (state = state * 48_271 % 0x7fffffff) & 0xff);
}

const HEADER = [0x00, 0x61, 0x73, 0x6d];
const sound = shaped({ imports: [[WASI, "fd_close"]] });

testFiles("a file that is no module ends with 126", [
  ...([
    ["empty", ""],
    ["one byte", "\0"],
    ["three bytes", Uint8Array.of(...HEADER.slice(0, 3))],
    ["noise", noise(4096)],
    ["text", "#!/bin/sh\necho hello\n"],
    ["json", "{}"],
    ["executable", "\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"],
    ["compressed", Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)],
    ["byte order mark", Uint8Array.of(0xef, 0xbb, 0xbf, ...sound)],
    ["almost", Uint8Array.of(0x00, 0x41, 0x53, 0x4d, 1, 0, 0, 0)],
    ["name with \x1b[31m, \n and \u202e", "text"],
  ] as const).map(([name, content]) =>
    refuses(
      name,
      typeof content === "string" ? content : Uint8Array.from(content),
      name.startsWith("name") ? /\\u\{1b\}.*is not a WebAssembly module$/ : new RegExp(
        `^${name} is not a WebAssembly module$`,
      ),
    )
  ),
  refuses("component", Uint8Array.of(...HEADER, 0x0d, 0, 1, 0), /wasi:cli\/run/, /--invoke/),
  refuses("version 2", Uint8Array.of(...HEADER, 2, 0, 0, 0), /^version 2 .*version/),
  refuses("header", Uint8Array.of(...HEADER), /^header .*version|not a WebAssembly module/),
  refuses("nothing in it", Uint8Array.of(...HEADER, 1, 0, 0, 0), /_start/, null),
  refuses("noise in it", Uint8Array.of(...HEADER, 1, 0, 0, 0, ...noise(4096)), /noise in it/),
  refuses("zeros behind it", Uint8Array.of(...sound, ...new Uint8Array(64)), /zeros behind it/),
]);

testFiles("a module that breaks off ends with 126", [
  ...Array.from({ length: sound.length }, (_, length) => length)
    .filter((length) => length < 12 || length % 5 === 0)
    .map((length) =>
      refuses(`broken off after ${length}`, sound.slice(0, length), /broken off after|_start/)
    ),
]);

testFiles("a module that cannot be started ends with 126", [
  refuses("no memory", shaped({ imports: [[WASI, "fd_close"]], memory: undefined }), /no memory/),
  refuses(
    "no entry",
    shaped({ functions: ["main"] }),
    /neither _start nor _initialize/,
    /--invoke/,
  ),
  refuses(
    "two entries",
    shaped({ functions: ["_start", "_initialize"] }),
    /both _start and _initialize/,
  ),
  refuses("shared memory", shaped({ memory: [3, 1, 2] }), /shared/),
  refuses("64-bit memory", shaped({ memory: [4, 1] }), /64/),
  refuses("more memory than there can be", shaped({ memory: [0, 0xff, 0xff, 0x7f] }), /memory/),
  refuses("a body that is wrong", shaped({ code: [0x6a] }), /a body that is wrong is not a valid/),
  refuses(
    "a wrong body of \x1b[1m a name",
    shaped({ code: [0x6a], functions: ["x\x1b[31m\n\u202ey", "_start"] }),
    /\\u\{1b\}\[1m a name is not a valid/,
  ),
]);

testFiles("a module that imports what nothing provides ends with 126 and names it", [
  refuses(
    "a function that WASI does not have",
    shaped({ imports: [[WASI, "fd_close"], [WASI, "fd_teleport"]] }),
    /wasi_snapshot_preview1\W+fd_teleport/,
  ),
  refuses("another embedding", shaped({ imports: [["env", "log"]] }), /env\W+log/, /\w/),
  refuses("threads", shaped({ imports: [["wasi", "thread-spawn"]] }), /thread-spawn/, /threads/),
  refuses("WASIX", shaped({ imports: [["wasix_32v1", "fd_dup"]] }), /fd_dup/, /WASIX/),
  refuses(
    "names of the language's own",
    shaped({ imports: [["__proto__", "constructor"], ["toString", "x"]] }),
    /__proto__\W+constructor.*toString\W+x/,
  ),
  refuses(
    "control characters",
    shaped({ imports: [["a\x1b[31m\nerror: b", "c\u202e\u2066\x07\0\u2028\x9b"]] }),
    /a\\u\{1b\}\[31m\\u\{a\}error: b\W+c\\u\{202e\}\\u\{2066\}\\u\{7\}\\u\{0\}\\u\{2028\}\\u\{9b\}/,
  ),
  refuses("without names", shaped({ imports: [["", ""]] }), /import/),
  refuses(
    "a hundred",
    shaped({ imports: Array.from({ length: 100 }, (_, i) => ["env", `f${i}`] as const) }),
    /env\W+f0, .*env\W+f9\b(?!.*f10\b).*\b90 more/,
  ),
  refuses(
    "another type",
    shaped({ imports: [[WASI, "fd_close", functionType([I64], [I32])]] }),
    /wasi_snapshot_preview1\W+fd_close\b.*type/,
  ),
  refuses(
    "no result",
    shaped({ imports: [[WASI, "fd_close", functionType([I32], [])]] }),
    /wasi_snapshot_preview1\W+fd_close\b.*type/,
  ),
]);

testRows("what has no end is not read to it", [
  { name: "zeros", words: ["/dev/zero"], status: 126, error: /^\/dev\/zero is not a WebAssembly/ },
], { ignored: pathChecked ? "Deno opens no device without all permissions" : undefined });

testRows("a module that is not there or not to be read ends with 127", [
  { name: "missing", words: ["missing.wasm"], status: 127, error: /^missing\.wasm is not there$/ },
  {
    name: "in a folder that is missing",
    words: ["missing/m.wasm"],
    status: 127,
    error: /^missing\/m\.wasm is not there$/,
  },
  { name: "below a file", words: ["file/m.wasm"], status: 127, error: /^file\/m\.wasm / },
  { name: "a link that leads to itself", words: ["loop"], status: 127, error: /^loop / },
  { name: "too long a name", words: ["x".repeat(300)], status: 127, error: /^x{300} / },
  { name: "no name", words: [""], status: 127, error: /\w/ },
  {
    name: "control characters",
    words: ["\x1b[31m\n\u202e"],
    status: 127,
    error: /^\\u\{1b\}\[31m\\u\{a\}\\u\{202e\} is not there$/,
  },
  {
    name: "percents",
    words: ["%s%c%o%%"],
    status: 127,
    error: /^%s%c%o%% is not there$/,
  },
  {
    name: "in a package",
    words: ["npm:tool@1.0.0/bin/m.wasm"],
    status: 127,
    error: /is not there$/,
    hint: /^npm install --no-save tool@1\.0\.0 && sluice .*node_modules\/tool\/bin\/m\.wasm$/,
  },
], { once: true });

testRows("a directory as MODULE ends with 126", [
  { name: "data", words: ["data"], status: 126, error: /^data is a directory$/ },
  { name: "a link to one", words: ["link"], status: 126, error: /^link is a directory$/ },
  { name: ".", words: ["."], status: 126, error: /^\. is a directory$/ },
  { name: "/", words: ["/"], status: 126, error: /^\/ is a directory$/ },
], { once: true });

testRows("MODULE may be a link, a device, or have any name", [
  { name: "a link", words: ["a link", "3"], status: 3, stdout: "before\n" },
  { name: "no .wasm", words: ["no extension", "3"], status: 3, stdout: "before\n" },
  { name: "nothing but a memory and a start", words: ["sound"] },
  { name: "/dev/null", words: ["/dev/null"], status: 126, error: /not a WebAssembly module$/ },
], {
  prepare(place) {
    Deno.symlinkSync("exit.wasm", `${place.path}/a link`);
    Deno.copyFileSync(`${place.path}/exit.wasm`, `${place.path}/no extension`);
    place.write("sound", shaped());
    assertEquals(WebAssembly.validate(shaped() as Uint8Array<ArrayBuffer>), true);
  },
});
