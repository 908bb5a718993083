/**
 * `--dir`: what it grants, and what it refuses.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { type Row, testRows } from "./rows.ts";
import { pathChecked } from "./spawn.ts";

const BADF = 8;
const NOTCAPABLE = 76;

/** A row in which the guest reads the file of the granted directory by `path`. */
function reads(grant: string, path: string): Row {
  return {
    name: `${grant} as ${path}`,
    words: ["--dir", grant, "files.wasm", "read", path],
    stdout: "hello",
  };
}

/** A row in which the grant is refused. */
function refuses(grant: string, error: RegExp, hint?: RegExp | null): Row {
  return {
    name: JSON.stringify(grant).slice(0, 60),
    words: ["--dir", grant, "exit.wasm", "0"],
    status: 2,
    error,
    ...hint !== undefined && { hint },
  };
}

testRows("--dir grants a directory under the name that is asked for", [
  reads("data", "data/hello"),
  reads("./data", "data/hello"),
  reads("data/", "data/hello"),
  reads("data//", "data//hello"),
  reads(".", "data/hello"),
  reads("data/..", "data/../data/hello"),
  reads("data/../data", "data/../data/hello"),
  reads("data::/data", "/data/hello"),
  reads("data::/", "/hello"),
  reads("data::.", "hello"),
  reads("data::name", "name/hello"),
  reads("data::./ro", "ro/hello"),
  reads("data::/a b", "/a b/hello"),
  reads("data::/caf\u00e9", "/caf\u00e9/hello"),
  reads("link", "link/hello"),
  reads("link::/data::ro", "/data/hello"),
  reads("colon:comma,::/x", "/x/hello"),
  reads("~", "~/hello"),
  reads("-data", "-data/hello"),
  reads("data::/data::fd_read+path_open+fd_seek+fd_tell+fd_fdstat_set_flags", "/data/hello"),
  {
    name: "--dir=data::/data",
    words: ["--dir=data::/data", "files.wasm", "read", "/data/hello"],
    stdout: "hello",
  },
  {
    name: "several, in their order",
    words: [
      ...["--dir", "data", "--dir", "link::/z::ro", "--dir=data::/a", "--dir", "./link"],
      ...["files.wasm", "names"],
    ],
    stdout: "data\n/z\n/a\n./link\n",
  },
  { name: "none by itself", words: ["files.wasm", "names"] },
  {
    name: "nothing beside it",
    words: ["--dir", "data::/data", "files.wasm", "read", "/file"],
    status: NOTCAPABLE,
  },
  {
    name: "nothing above it",
    words: ["--dir", "data::/data", "files.wasm", "read", "/data/../file"],
    status: NOTCAPABLE,
  },
], {
  prepare(place) {
    for (const name of ["colon:comma,", "~", "-data"]) {
      Deno.mkdirSync(`${place.path}/${name}`);
      place.write(`${name}/hello`, "hello");
    }
  },
});

testRows("--dir gives the rights that it names", [
  {
    name: "rw by default",
    words: ["--dir", "data", "files.wasm", "write", "data/default", "text"],
    after: (place) => assertEquals(place.read("data/default"), "text"),
  },
  {
    name: "rw",
    words: ["--dir", "data::/data::rw", "files.wasm", "write", "/data/rw", "text"],
    after: (place) => assertEquals(place.read("data/rw"), "text"),
  },
  {
    name: "ro",
    words: ["--dir", "data::/data::ro", "files.wasm", "write", "/data/ro", "text"],
    status: NOTCAPABLE,
    hint: /^the guest was refused path_open of \/data\/ro: --dir data::\/data in place of /,
    after: (place) => assertEquals(place.read("data/ro"), undefined),
  },
  {
    name: "ro for a file that is there",
    words: ["--dir", "data::/data::ro", "files.wasm", "write", "/data/hello", "text"],
    status: NOTCAPABLE,
    hint: / --dir data::\/data in place of --dir data::\/data::ro$/,
    after: (place) => assertEquals(place.read("data/hello"), "hello"),
  },
  {
    name: "by name",
    words: ["--dir", "data::/data::fd_write+path_open", "files.wasm", "read", "/data/hello"],
    // What libc makes of a missing right to read.
    status: BADF,
  },
  {
    name: "to the same directory differently",
    words: [
      ...["--dir", "data::/ro::ro", "--dir", "data::/rw"],
      ...["files.wasm", "write", "/ro/both", "text"],
    ],
    status: NOTCAPABLE,
    hint: / --dir data::\/ro in place of --dir data::\/ro::ro$/,
    after: (place) => assertEquals(place.read("data/both"), undefined),
  },
]);

testRows("--dir refuses what is no directory, and runs nothing", [
  refuses("missing", /^missing is not there$/),
  refuses("missing/below", /^missing\/below is not there$/),
  refuses("data/hello", /^data\/hello is not a directory$/),
  refuses("file/below", /^file\/below is not (a directory|there)$/),
  refuses("loop", /^loop /),
  refuses("loop/below", /^loop\/below /),
  refuses("x".repeat(300), /^x{300} .*long/),
  refuses("x/".repeat(3000), /^(x\/){3000} /),
  refuses("missing\x1b[31m\n\u202e", /^missing\\u\{1b\}\[31m\\u\{a\}\\u\{202e\} is not there$/),
  refuses("--", /^-- is not there$/),
  refuses("~root", /^~root is not there$/),
  {
    name: "the second of two",
    words: ["--dir", "data", "--dir", "missing", "exit.wasm", "0"],
    status: 2,
    error: /^missing is not there$/,
  },
]);

testRows("--dir refuses more directories than there are handles", [
  {
    name: "1100",
    words: [
      ...Array.from({ length: 1100 }, (_, i) => ["--dir", `data::/${i}`]).flat(),
      ...["exit.wasm", "0"],
    ],
    status: 2,
    error: /\bdirector|\bhandles/,
  },
]);

/** Without all permissions Deno itself refuses these, and leaves open why. */
const CANNOT = pathChecked ? "" : "cannot be granted";

testRows("--dir refuses what shows the kernel's own state", [
  ...["/proc", "/proc/", "//proc", "/proc/self", "/proc/self/fd", "/proc/self/cwd", "/sys"].map(
    (path) => refuses(path, new RegExp(`^${path} ${CANNOT}`)),
  ),
  ...["/dev", "/dev/fd", "/tmp/../proc", "kernel", "kernel/self", "kernel::/data::ro"].map(
    (path) => refuses(path, new RegExp(`^${path.split("::")[0]} ${CANNOT}`)),
  ),
]);

testRows("--dir refuses what is malformed or ambiguous", [
  refuses("", /no host directory/),
  refuses("::", /no host directory/),
  refuses("::/data", /no host directory/),
  refuses("::::", /no host directory|unknown rights/),
  refuses("data::", /no guest name/),
  refuses("data::::ro", /no guest name/),
  refuses("data::ro", /rights/, /--dir data::data::ro\b/),
  refuses("data::rw", /rights/, /--dir data::data::rw\b/),
  refuses("data::fd_read+fd_write", /rights/, /--dir data::data::fd_read\+fd_write\b/),
  refuses("data::/data::", /unknown rights/, /\bro\b/),
  refuses("data::/data::wo", /unknown rights wo/, /\bro\b/),
  refuses("data::/data::RO", /unknown rights RO/, /\bro\b/),
  refuses("data::/data::ro+rw", /unknown rights ro\+rw/),
  refuses("data::/data::fd_read+", /unknown rights fd_read\+/),
  refuses("data::/data::fd_fly", /unknown rights fd_fly/),
  refuses("data::/data::toString", /unknown rights toString/),
  refuses("data::/data::ro::x", /three parts/),
  refuses("data::/a::b::ro", /three parts/),
  refuses("data::..", /\.\./),
  refuses("data::/a/../b", /\.\./),
  refuses("data::../data", /\.\./),
  ...[
    ["data", "data"],
    ["data", "link::data"],
    ["data::/x::ro", "data::/x::rw"],
    ["data::/x", "data::/x/"],
    ["data", "data::./data"],
  ].map(([one, other]): Row => ({
    name: `twice the same name: ${one} and ${other}`,
    words: ["--dir", one!, "--dir", other!, "exit.wasm", "0"],
    status: 2,
    error: /twice/,
  })),
], { once: true });

testRows("--dir / says what lies within, in one line", [
  ...["/", "//", "/tmp/..", "root"].map((path): Row => ({
    name: path,
    words: ["--dir", `${path}::/host::ro`, "exit.wasm", "0"],
    stdout: "before\n",
    warning: new RegExp(`^${path} .*/proc`),
  })),
], { prepare: (place) => Deno.symlinkSync("/", `${place.path}/root`) });
