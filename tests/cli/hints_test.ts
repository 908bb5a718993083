/**
 * The hint after a guest has failed, and that it helps.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { testRows } from "./rows.ts";
import { shell } from "./spawn.ts";
import { workspace } from "./workspace.ts";

/** A guest that fails for want of a grant. */
interface Failure {
  readonly words: readonly string[];
  readonly guest: readonly string[];
  readonly hint: RegExp;
}

const FAILURES: readonly Failure[] = [
  {
    words: [],
    guest: ["files.wasm", "read", "data/hello"],
    hint: /^no --dir grants data\/hello, which the guest was told of: (--dir data::data::ro)$/,
  },
  {
    words: [],
    guest: ["files.wasm", "read", "file"],
    hint: /^no --dir grants file, which the guest was told of: (--dir \.::\.::ro)$/,
  },
  {
    words: ["--dir", "data::/data"],
    guest: ["files.wasm", "read", "./data/hello"],
    hint: /: (--dir \.::\.::ro)$/,
  },
  {
    words: ["--dir", "data::/data"],
    guest: ["files.wasm", "read", "two words/x"],
    hint: /: (--dir 'two words::two words::ro')$/,
  },
  {
    words: ["--dir", "data::/data::ro"],
    guest: ["files.wasm", "write", "/data/new", "text"],
    hint:
      /^the guest was refused path_open of \/data\/new: (--dir data::\/data) in place of --dir data::\/data::ro$/,
  },
  {
    words: [],
    guest: ["as_go.wasm", "file"],
    hint: /^the guest looked for \/file, which no --dir grants: (--dir \.::\/::ro)$/,
  },
  {
    words: [],
    guest: ["as_go.wasm", "/etc/passwd"],
    hint: /^the guest looked for \/etc\/passwd, which no --dir grants: (--dir \/etc::\/etc::ro)$/,
  },
];

Deno.test("the option of a hint, pasted, gets past what was refused", async () => {
  using place = workspace();
  Deno.mkdirSync(`${place.path}/two words`);
  place.write("two words/x", "");
  const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(" ");
  for (const { words, guest, hint } of FAILURES) {
    const line = `${quoted(words)} ${quoted(guest)}`;
    const failed = await shell(`sluice ${line}`, { cwd: place.path });
    const [, said = ""] = /^hint: (.*)$/m.exec(failed.stderr) ?? [];
    const [, option] = hint.exec(said) ?? [];
    assert(failed.status > 0 && option !== undefined, `${line}: ${failed.stderr}`);
    const kept = said.includes("in place of") ? "" : quoted(words);
    const mended = await shell(`sluice ${kept} ${option} ${quoted(guest)}`, { cwd: place.path });
    assertEquals([mended.status, /^hint: /m.test(mended.stderr)], [0, false], mended.stderr);
  }
});

testRows("there is no hint where nothing is known, or nothing has failed", [
  { name: "no argument", words: ["cat.wasm"], status: 0 },
  {
    name: "an argument that is nothing here",
    words: ["exit.wasm", "3"],
    status: 3,
    stdout: "before\n",
  },
  {
    name: "a command's name as that of a file",
    words: ["run", "inspect"],
    status: 127,
    error: /^inspect is not there$/,
    hint: null,
  },
  {
    name: "a file that is not there",
    words: ["--dir", "data", "files.wasm", "read", "data/missing"],
    status: 44,
  },
  {
    name: "a guest that goes on",
    words: ["args.wasm", "file", "data"],
    stdout: "arg[args.wasm]\narg[file]\narg[data]\n",
  },
]);
