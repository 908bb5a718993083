/**
 * Rebuilds the components from their sources: `deno run -A tests/guests/components/build.ts [NAME...]`.
 *
 * Each .wat becomes the .wasm beside it, by `wasm-tools`, which `WASM_TOOLS` in the environment may name
 * by another path. The tests never come here: they read the .wasm files in the repository.
 *
 * @module
 */

/** The components for the engine alone, the commands of WASI, and the components of the benchmark. */
const FOLDERS = ["./", "./wasi/", "../../../bench/component/components/"].map((folder) =>
  new URL(folder, import.meta.url)
);

async function run(cwd: URL, ...args: string[]): Promise<void> {
  const program = Deno.env.get("WASM_TOOLS") ?? "wasm-tools";
  const { success } = await new Deno.Command(program, {
    args,
    cwd,
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`${program} failed`);
}

for (const folder of FOLDERS) {
  for (const { name } of Deno.readDirSync(folder)) {
    if (
      !name.endsWith(".wat") ||
      !(Deno.args.length === 0 || Deno.args.some((one) => name.includes(one)))
    ) {
      continue;
    }
    const target = name.replace(/wat$/, "wasm");
    await run(folder, "parse", name, "-o", target);
    await run(folder, "strip", "--all", target, "-o", target);
  }
}
