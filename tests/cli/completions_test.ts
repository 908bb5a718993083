/**
 * Completions, by their text and in the shells that are installed.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { OPTIONS } from "../../lib/cli/options.ts";
import { SHELLS, SUBCOMMANDS } from "../../lib/cli/subcommands.ts";
import { isInstalled, quoted, shell, sluice } from "./spawn.ts";
import { testRows } from "./rows.ts";
import { type Workspace, workspace } from "./workspace.ts";

Deno.test("completions have every command and every option, for each shell", async () => {
  for (const name of SHELLS) {
    const { stdout, status } = await sluice(["completions", name]);
    assertEquals(status, 0);
    const flag = name === "fish" ? "-l " : "--";
    for (const command of SUBCOMMANDS) assert(stdout.includes(command.name), command.name);
    for (const option of OPTIONS) assert(stdout.includes(`${flag}${option.name}`), option.name);
  }
});

testRows("completions refuse what there is nothing for", [
  { name: "nothing", words: ["completions"], status: 2, error: /^no shell is given$/ },
  { name: "tcsh", words: ["completions", "tcsh"], status: 2, error: /no completions for tcsh$/ },
  {
    name: "help",
    words: ["completions", "--help"],
    stdout: /^usage: sluice completions bash\|zsh\|fish$/m,
  },
], { once: true });

/** Words, the last of which is to be completed, and some of what that can become. */
interface Row {
  readonly words: readonly string[];
  readonly has: readonly string[];
  readonly hasNot: readonly string[];
}

const ROWS: readonly Row[] = [
  { words: ["ins"], has: ["inspect"], hasNot: ["run", "--help"] },
  { words: ["--in"], has: ["--inherit-env", "--invoke"], hasNot: ["--dir", "--json"] },
  { words: ["--dir", "data", "--st"], has: ["--stdin", "--stdout"], hasNot: ["--dir"] },
  { words: ["--isolation", "s"], has: ["strict"], hasNot: ["basic", "streams.wasm"] },
  { words: ["--dir", "da"], has: ["data"], hasNot: ["exit.wasm"] },
  { words: ["--grants", "ex"], has: ["exit.wasm"], hasNot: ["data"] },
  { words: ["run", "ex"], has: ["exit.wasm"], hasNot: ["--explain"] },
  { words: ["inspect", "--"], has: ["--json", "--help"], hasNot: ["--dir"] },
  { words: ["inspect", "ex"], has: ["exit.wasm"], hasNot: [] },
  { words: ["completions", "z"], has: ["zsh"], hasNot: ["bash"] },
  { words: ["help", "ins"], has: ["inspect"], hasNot: ["completions"] },
];

/** Behind the module all is the program's. */
const BEHIND: Row = { words: ["exit.wasm", "--"], has: [], hasNot: ["--dir", "--help"] };

/** Asks a shell for each row; the answers are parted by a line with a dash. */
async function answers(
  place: Workspace,
  rows: readonly Row[],
  program: string,
  script: string,
  ask: (words: readonly string[]) => string,
): Promise<void> {
  const lines = rows.map(({ words }) => `${ask(words)}\nprintf '%s\\n' '=='`);
  place.write("script", `${script}\n${lines.join("\n")}\n`);
  const { stdout, stderr } = await shell(`${program} script`, { cwd: place.path });
  const parts = stdout.split("==\n");
  for (const [i, { words, has, hasNot }] of rows.entries()) {
    const found = (parts[i] ?? "").split("\n").map((line) => line.split("\t")[0]!.trim());
    const all = `${words.join(" ")}: ${JSON.stringify(found)} ${stderr}`;
    for (const one of has) assert(found.some((line) => line.replace(/\/$/, "") === one), all);
    for (const one of hasNot) assert(!found.includes(one), all);
  }
}

/** A test that needs a shell. */
function inShell(name: string, body: (place: Workspace, script: string) => Promise<void>): void {
  const installed = isInstalled(name);
  Deno.test({
    name: `${name} completes${installed ? "" : ` (ignored: ${name} is not installed)`}`,
    ignore: !installed,
    async fn() {
      using place = workspace();
      await body(place, (await sluice(["completions", name])).stdout);
    },
  });
}

inShell(
  "bash",
  (place, script) =>
    answers(
      place,
      [...[...ROWS, BEHIND], BEHIND],
      "bash",
      script,
      (words) =>
        `COMP_WORDS=(sluice ${
          words.map(quoted).join(" ")
        }); COMP_CWORD=${words.length}; COMPREPLY=()
     _sluice; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ),
);

inShell(
  "fish",
  (place, script) =>
    answers(
      place,
      ROWS,
      "fish --no-config",
      script,
      (words) => `complete -C ${quoted(["sluice", ...words].join(" "))}`,
    ),
);

// What zsh shows can only be read from a terminal; what it is asked for can be read at once.
inShell("zsh", async (place, script) => {
  const asked = ROWS.filter(({ words }) => words.at(-1)!.startsWith("--"));
  const prelude = `
compdef() { : }
_describe() { : }
_arguments() {
  local spec
  for spec in "$@"; do
    [[ $spec == (|\\*)--* ]] && print -r -- \${\${\${spec#\\*}%%[=\\[]*}}
  done
}`;
  const rows = asked.map((row) => ({
    ...row,
    hasNot: row.words[0] === "inspect" ? row.hasNot : [],
  }));
  await answers(
    place,
    rows,
    "zsh -f",
    `${prelude}\n${script}`,
    (words) =>
      `words=(sluice ${words.map(quoted).join(" ")}); CURRENT=${words.length + 1}; _sluice`,
  );
});
