/**
 * Hints: each, pasted, gets past the refusal that it came with.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { all } from "./rows.ts";
import { pathChecked, quoted, shell, sluice } from "./spawn.ts";
import { type Workspace, workspace } from "./workspace.ts";

/** A refusal whose hint stands for some of the words that were given. */
interface Hint {
  readonly words: readonly string[];
  /** The words that the hint is written in place of: from this one, so many. */
  readonly instead: readonly [start: number, count: number];
  readonly hint: string;
}

/** The hint stands in place of the first words. */
function first(count: number, words: string, hint: string): Hint {
  return { words: words.split(" "), instead: [0, count], hint };
}

/** The hint is put in front of all words. */
const added = (words: string, hint: string) => first(0, words, hint);

/** The hint is a command of its own. */
function whole(words: string, hint: string): Hint {
  const split = words.split(" ");
  return { words: split, instead: [0, split.length], hint };
}

const HINTS: readonly Hint[] = [
  // Misspelt.
  first(1, "--expain exit.wasm", "--explain"),
  first(2, "--dirr data exit.wasm", "--dir data"),
  first(1, "--dirr=data exit.wasm", "--dir=data"),
  first(2, "--std-out null exit.wasm", "--stdout null"),
  first(2, "-env A=1 exit.wasm", "--env A=1"),
  first(2, "--max_memory 1MiB args.wasm", "--max-memory 1MiB"),
  // Of other runners: directories.
  first(2, "--mapdir /d::data exit.wasm", "--dir data::/d"),
  first(1, "--mapdir=/d::data exit.wasm", "--dir data::/d"),
  first(2, "--mapdir /d:data exit.wasm", "--dir data::/d"),
  first(1, "--map-dir=/d::data exit.wasm", "--dir data::/d"),
  first(2, "--volume data:/d exit.wasm", "--dir data::/d"),
  first(1, "--volume=data:/d exit.wasm", "--dir data::/d"),
  first(2, "-v data:/d:ro exit.wasm", "--dir data::/d::ro"),
  first(2, "--preopen data exit.wasm", "--dir data"),
  first(2, "--preopen data::/d exit.wasm", "--dir data::/d"),
  first(2, "-d data exit.wasm", "--dir data"),
  first(1, "-mount=data:/d:ro exit.wasm", "--dir data::/d::ro"),
  first(2, "--mount type=bind,source=data,target=/d,readonly exit.wasm", "--dir data::/d::ro"),
  first(2, "--mount type=bind,src=data,dst=/d exit.wasm", "--dir data::/d"),
  first(1, "--allow-read exit.wasm", "--dir .::.::ro"),
  first(1, "--allow-read=data,link exit.wasm", "--dir data::data::ro --dir link::link::ro"),
  first(1, "--allow-write=data exit.wasm", "--dir data"),
  // The environment.
  first(2, "-S inherit-env args.wasm", "--inherit-env"),
  first(1, "-Sinherit-env=y args.wasm", "--inherit-env"),
  first(2, "--wasi inherit-env args.wasm", "--inherit-env"),
  first(1, "--forward-host-env args.wasm", "--inherit-env"),
  first(1, "-env-inherit args.wasm", "--inherit-env"),
  first(1, "--allow-env args.wasm", "--inherit-env"),
  first(1, "--allow-env=HOME,LANG args.wasm", "--env HOME --env LANG"),
  first(2, "-e A=1 args.wasm", "--env A=1"),
  // Limits and the rest.
  first(2, "-W timeout=5s exit.wasm", "--timeout 5s"),
  first(2, "--wasm max-memory-size=67108864 exit.wasm", "--max-memory 67108864B"),
  first(2, "-W timeout=5s,max-memory-size=1048576 args.wasm", "--timeout 5s --max-memory 1048576B"),
  first(2, "--memory 64m exit.wasm", "--max-memory 64MiB"),
  first(2, "-timeout 5s exit.wasm", "--timeout 5s"),
  first(2, "-f i32 values.wasm 1", "--invoke i32"),
  first(1, "-h", "--help"),
  first(1, "-V", "--version"),
  // A value that is wrong.
  first(2, "--stdin ./file cat.wasm", "--stdin file:./file"),
  first(2, "--stdout out.txt exit.wasm", "--stdout file:out.txt"),
  first(2, "--timeout 5 exit.wasm", "--timeout 5s"),
  first(2, "--max-memory 64M exit.wasm", "--max-memory 64MiB"),
  first(2, "--dir data:/d exit.wasm", "--dir data::/d"),
  first(2, "--dir data:/d:ro exit.wasm", "--dir data::/d::ro"),
  first(2, "--dir file exit.wasm", "--dir ."),
  first(2, "--dir data/hello exit.wasm", "--dir data"),
  first(2, "--dir data/hello::/d/hello::ro exit.wasm", "--dir data::/d::ro"),
  first(2, "--max-memory 64KiB exit.wasm", "--max-memory 128KiB"),
  first(2, "--max-handles 3 --dir data exit.wasm", "--max-handles 4"),
  // What a module of the one kind cannot have, and one of the other can.
  first(2, "--allow-inbound tcp://127.0.0.1:0 exit.wasm", "--stream server=listen:127.0.0.1:0"),
  first(2, "--stream web=listen:127.0.0.1:0 hello.wasm", "--allow-inbound tcp://127.0.0.1:0"),
  first(2, "--stream web=listen:[::1]:0 hello.wasm", "--allow-inbound 'tcp://[::1]:0'"),
  first(2, "--stream db=tcp:localhost:5432 hello.wasm", "--allow-outbound tcp://localhost:5432"),
  first(2, "--dir data::/d::fd_read+path_open hello.wasm", "--dir data::/d::ro"),
  first(2, "--dir data::/d::fd_read+path_symlink hello.wasm", "--dir data::/d"),
  // What is missing.
  added("values.wasm 1", "--invoke i32"),
  first(2, "--invoke run#run hello.wasm", "--invoke 'run#run()'"),
  first(2, "--invoke i23 values.wasm 1", "--invoke i32"),
  // A command of its own.
  whole("exit", "sluice exit.wasm"),
  whole("--env A=1 args x", "sluice --env A=1 args.wasm x"),
  whole("inspekt exit.wasm", "sluice inspect exit.wasm"),
  whole("inspect exit", "sluice inspect exit.wasm"),
  whole("inspect exit.wasm cat.wasm", "sluice inspect exit.wasm"),
  whole("completions", "sluice completions bash"),
  whole("completions zhs", "sluice completions zsh"),
  whole("completions fish zsh", "sluice completions fish"),
  whole("help inspct", "sluice help inspect"),
  whole("help run inspect", "sluice help run"),
];

/** Refusals whose hint is to leave something out. */
const NEEDLESS: readonly (readonly [count: number, words: string])[] = [
  [2, "-W all-proposals exit.wasm"],
  [2, "-S preview2 exit.wasm"],
  [2, "-S inherit-network exit.wasm"],
  [2, "-O opt-level=2 exit.wasm"],
  [1, "--enable-all exit.wasm"],
];

/** What is told of an error and its hint. */
function told(stderr: string): { error: string; hint: string } {
  const [, error = "", hint = ""] = /^error: (.*)\n(?:hint: (.*)\n)?$/m.exec(stderr) ?? [];
  return { error, hint };
}

async function pasted({ words, instead: [start, count], hint }: Hint, place: Workspace) {
  const refused = await sluice(words, { cwd: place.path });
  const { error, hint: shown } = told(refused.stderr);
  assertNotEquals(error, "", JSON.stringify(refused));
  assertEquals(shown, hint, error);
  const line = [
    ...words.slice(0, start).map(quoted),
    shown,
    ...words.slice(start + count).map(quoted),
  ];
  const script = shown.startsWith("sluice ") ? shown : `sluice ${line.join(" ")}`;
  const after = await shell(script, { cwd: place.path });
  assert(!after.stderr.includes(`error: ${error}\n`), after.stderr);
  // Not another refusal in its place either: the command line is right now.
  assertNotEquals(after.status, 2, `${script}\n${after.stderr}`);
  assertEquals(told(after.stderr).error, "", `${script}\n${after.stderr}`);
}

Deno.test({
  name: "every hint, pasted, gets past the refusal that it came with",
  ignore: pathChecked,
  async fn(t) {
    using place = workspace();
    const results = await all(
      HINTS.map((hint) => () => pasted(hint, place).then(() => undefined, (error) => error)),
    );
    for (const [i, { words }] of HINTS.entries()) {
      await t.step(words.join(" "), () => {
        if (results[i] !== undefined) throw results[i];
      });
    }
  },
});

Deno.test({
  name: "what no option stands for is said to be left out, and can be",
  ignore: pathChecked,
  async fn() {
    using place = workspace();
    for (const [count, words] of NEEDLESS) {
      const split = words.split(" ");
      const refused = await sluice(split, { cwd: place.path });
      assertEquals(refused.status, 2);
      assertMatch(told(refused.stderr).hint, /: leave it out$/);
      assertEquals((await sluice(split.slice(count), { cwd: place.path })).stderr, "");
    }
  },
});
