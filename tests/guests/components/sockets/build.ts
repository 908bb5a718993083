/**
 * Rebuilds the component from its source: `deno run -A tests/guests/components/sockets/build.ts`.
 *
 * Clang makes a core module of the C, and `wasm-tools` a component of that, by the world in the WIT;
 * `CLANG` and `WASM_TOOLS` in the environment may name them by other paths. The tests never come here:
 * they read the .wasm in the repository.
 *
 * @module
 */

const here = new URL("./", import.meta.url);

const CLANG = [
  ...["--target=wasm32", "-std=c11", "-Os", "-Wall", "-Wextra", "-Werror", "-nostdlib"],
  ...[
    "-ffreestanding",
    "-fno-ident",
    "-Wno-unused-function",
    "-fno-builtin",
    "-Wl,--no-entry,--strip-all",
  ],
];

async function run(variable: string, program: string, ...args: string[]): Promise<void> {
  const command = Deno.env.get(variable) ?? program;
  const { success } = await new Deno.Command(command, {
    args,
    cwd: here,
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`${command} failed`);
}

const folder = await Deno.makeTempDir();
const core = `${folder}/core.wasm`;
try {
  await run("CLANG", "clang", ...CLANG, "-o", core, "sockets.c");
  await run("WASM_TOOLS", "wasm-tools", "component", "embed", "sockets.wit", core, "-o", core);
  await run("WASM_TOOLS", "wasm-tools", "component", "new", core, "-o", "sockets.wasm");
  await run("WASM_TOOLS", "wasm-tools", "strip", "--all", "sockets.wasm", "-o", "sockets.wasm");
} finally {
  await Deno.remove(folder, { recursive: true });
}
