/**
 * Rebuilds the components from their sources: `deno run -A tests/guests/components/build.ts [NAME...]`.
 *
 * Each .wat becomes the .wasm beside it, by `wasm-tools`, which `WASM_TOOLS` in the environment may name
 * by another path. The tests never come here: they read the .wasm files in the repository.
 *
 * @module
 */

const here = new URL("./", import.meta.url);

async function run(...args: string[]): Promise<void> {
  const program = Deno.env.get("WASM_TOOLS") ?? "wasm-tools";
  const { success } = await new Deno.Command(program, {
    args,
    cwd: here,
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`${program} failed`);
}

for (const { name } of Deno.readDirSync(here)) {
  if (
    !name.endsWith(".wat") ||
    !(Deno.args.length === 0 || Deno.args.some((one) => name.includes(one)))
  ) {
    continue;
  }
  const target = name.replace(/wat$/, "wasm");
  await run("parse", name, "-o", target);
  await run("strip", "--all", target, "-o", target);
}
