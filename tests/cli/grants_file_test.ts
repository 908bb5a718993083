/**
 * `--grants FILE`: what a file grants, and what the command line may make of it.
 *
 * @module
 */
import { type Row, testRows } from "./rows.ts";

const POLICY = `// What the tool may do.
{
  "dir": [
    "../data::/data", // relative to this file
    "inner::/inner::ro",
  ],
  "env": ["LANG=C", "SECRET=hidden"],
  "stdout": "append:log",
  "stream": ["log=append:log", "nothing=null"],
  "timeout": "5s",
  "max-memory": "64MiB",
  "max-handles": 64,
}
`;

/** A row in which `--explain` shows this. */
function explains(name: string, words: readonly string[], stdout: RegExp): Row {
  return { name, words: ["--explain", ...words], stdout };
}

const policy = ["--grants", "conf/policy.json"];

testRows("--grants gives what the file says, with paths from where the file is", [
  explains(
    "directories",
    policy,
    /3 +directory +\/data +rw +conf\/\.\.\/data .*\n4 +.*\/inner +ro /,
  ),
  explains(
    "a directory beside that of the file, by the name that it has there",
    ["--grants", "conf/up.json"],
    /3 +directory +\.\.\/data +rw +conf\/\.\.\/data /,
  ),
  explains("streams", policy, /1 +file +stdout +write +append:conf\/log\n/),
  explains("limits", policy, /limits: time 5s, memory 64MiB, handles 64\n/),
  {
    name: "variables",
    words: [...policy, "--stdout", "null", "--env", "B=2", "args.wasm"],
    stdout: "",
  },
  {
    name: "variables that the guest prints",
    words: ["--grants", "env.json", "--env", "B=2", "args.wasm"],
    stdout: "arg[args.wasm]\nenv[A=1]\nenv[B=2]\n",
  },
  { name: "nothing", words: ["--grants", "empty.json", "exit.wasm", "3"], status: 3, stdout: /./ },
  {
    name: "everything twice as far as it is the same",
    words: [...policy, "--timeout", "5s", "--env", "LANG=C", "--dir", "data::/data", "--explain"],
    stdout: /\/data +rw +data /,
  },
], { prepare });

testRows("an option may narrow what the file grants, and add what it does not", [
  explains("a directory, read-only", [...policy, "--dir", "data::/data::ro"], /\/data +ro +data /),
  explains("a part of it", [...policy, "--dir", "data/sub::/data"], /\/data +rw +data\/sub /),
  explains("another name", [...policy, "--dir", "other::/other"], /\/inner(.*\n).*\/other +rw /),
  explains("no stream", [...policy, "--stream", "log=null"], /log +\w.* null\n/),
  explains("no output", [...policy, "--stdout", "null"], /1 +stream +stdout +write +null\n/),
  explains("an input", [...policy, "--stdin", "file:file"], /stdin +read +file:file\n/),
  explains(
    "limits",
    [...policy, "--timeout", "1s", "--max-memory", "1MiB", "--max-handles", "9"],
    /limits: time 1s, memory 1MiB, handles 9\n/,
  ),
], { prepare });

/** A row in which an option is refused, and the option that is not. */
function wider(words: readonly string[], error: RegExp, hint: RegExp): Row {
  return {
    name: words.join(" "),
    words: [...policy, ...words, "exit.wasm"],
    status: 2,
    error,
    hint,
  };
}

testRows("an option that gives more than the file does ends with 2, and nothing is run", [
  wider(
    ["--dir", "other::/data"],
    /^--dir other::\/data is more than conf\/policy\.json grants$/,
    /^--dir conf\/\.\.\/data::\/data$/,
  ),
  wider(["--dir", "inner::/inner"], /more than/, /^--dir conf\/inner::\/inner::ro$/),
  wider(["--dir", "conf/inner::/inner"], /more than/, /^--dir conf\/inner::\/inner::ro$/),
  wider(["--dir", "data/out::/data"], /more than/, /^--dir /),
  wider(["--dir", "missing::/data"], /more than/, /^--dir /),
  wider(["--dir", "data::/data::ro", "--dir", ".::/inner"], /::\/inner is more/, /inner::ro$/),
  wider(["--timeout", "6s"], /^--timeout 6s is more than conf\/policy\.json/, /^--timeout 5s$/),
  wider(["--max-memory", "65MiB"], /more than/, /^--max-memory 64MiB$/),
  wider(["--max-handles", "65"], /more than/, /^--max-handles 64$/),
  wider(["--stream", "log=append:file"], /more than/, /^--stream log=append:conf\/log$/),
  wider(["--stdout", "inherit"], /more than/, /^--stdout append:conf\/log$/),
  {
    ...wider(
      ["--env", "SECRET=x"],
      /^--env SECRET would change what conf\/policy\.json sets$/,
      /SECRET/,
    ),
    says: /^(?![^]*hidden)/,
  },
], { prepare, once: true });

/** A row in which a file is refused. */
function wrong(content: string, error: RegExp, hint?: RegExp | null): Row & { content: string } {
  const name = content.replaceAll("\n", " ");
  return { name, words: [], status: 2, error, ...hint !== undefined && { hint }, content };
}

const WRONG = [
  wrong("", /^w0\.json:1:1: a value is expected/),
  wrong('{\n  "dir": ["a" "b"]\n}', /^w1\.json:2:15: , or \] is expected/),
  wrong('{\n  "dirs": []\n}', /^w2\.json:2:3: dirs is no option/, /^"dir"$/),
  wrong('{"env": [],\n "env": []}', /^w3\.json:2:2: env comes twice$/),
  wrong('{"timeout": "5"}', /^w4\.json:1:13: timeout 5 is not a duration$/, /^"5s"$/),
  wrong(
    '{"dir": ["a",\n"data::ro"]}',
    /^w5\.json:2:1: dir data::ro has rights/,
    /^"data::data::ro", /,
  ),
  wrong('{"max-handles": 0}', /^w6\.json:1:17: max-handles 0 is not/),
  wrong('{"isolation": "strikt"}', /^w7\.json:1:15: isolation strikt/, /^"strict"$/),
  wrong('{"stdin": "append:x"}', /^w8\.json:1:11: stdin append:x is not a stream$/),
  wrong('{"argv0": "x"}', /^w9\.json:1:2: argv0 is no option of a file/),
];

testRows("a file of grants that is wrong ends with 2, and says where", [
  ...WRONG.map((row, i) => ({ ...row, words: ["--grants", `w${i}.json`, "exit.wasm"] })),
  {
    name: "missing",
    words: ["--grants", "none", "exit.wasm"],
    status: 2,
    error: /^none is not there$/,
  },
  {
    name: "a directory",
    words: ["--grants", "data", "exit.wasm"],
    status: 2,
    error: /^data is a d/,
  },
  { name: "not UTF-8", words: ["--grants", "latin", "exit.wasm"], status: 2, error: /not UTF-8$/ },
  {
    name: "endless",
    words: ["--grants", "long", "exit.wasm"],
    status: 2,
    error: /^long is larger/,
  },
  {
    name: "twice",
    words: ["--grants", "empty.json", "--grants", "empty.json", "exit.wasm"],
    status: 2,
    error: /2 times/,
  },
], {
  once: true,
  prepare(place) {
    prepare(place);
    WRONG.forEach(({ content }, i) => place.write(`w${i}.json`, content));
    place.write("latin", Uint8Array.of(0x22, 0xff, 0x22));
    place.write("long", new Uint8Array(2 ** 20 + 1));
  },
});

function prepare(
  place: { readonly path: string; write(name: string, content: string): void },
): void {
  for (const folder of ["conf", "conf/inner", "data/sub", "other"]) {
    Deno.mkdirSync(`${place.path}/${folder}`);
  }
  // A part by its name, and another directory by its nature.
  Deno.symlinkSync("../other", `${place.path}/data/out`);
  place.write("conf/policy.json", POLICY);
  place.write("conf/up.json", '{"dir": ["../data"]}');
  place.write("conf/log", "");
  place.write("env.json", '{"env": ["A=1"]}');
  place.write("empty.json", "{}");
}
