/**
 * Compiling one guest program into the .wasm beside its source.
 *
 * `CLANG`, `WAT2WASM` and `RUSTC` in the environment name other compilers. On Debian clang wants the
 * packages clang, lld, libclang-rt-dev-wasm32 and wasi-libc.
 *
 * @module
 */

const C: readonly string[] = [
  ...["--target=wasm32-wasi", "-std=c11", "-Os", "-Wall", "-Wextra", "-Werror"],
  ...["-fno-ident", "-Wl,--strip-all", "-Wl,--gc-sections"],
];

const RUST: readonly string[] = [
  ...["--target=wasm32-wasi", "--edition=2021", "-C", "opt-level=z", "-C", "lto=fat"],
  ...["-C", "codegen-units=1", "-C", "panic=abort", "-C", "strip=symbols"],
];

/** A program and its arguments. */
type CommandLine = readonly string[];

/**
 * Compiles C by clang, text by wat2wasm and Rust by rustc, or writes what a `.wasm.ts` exports.
 *
 * @param folder what the compiler runs in, so that the names it records are those of the repository
 * @param flags beside those that every source of a language gets
 * @returns the size of the module
 * @throws Error when the compiler is missing or fails
 */
export async function compileGuest(
  folder: URL,
  source: string,
  flags: readonly string[],
): Promise<number> {
  const target = source.replace(/(\.wasm)?\.\w+$/, ".wasm");
  const module = new URL(target, folder);
  const command = commandLine(source, target, flags);
  if (command !== undefined) {
    await run(command, folder);
  } else {
    const { default: bytes }: { default: Uint8Array } = await import(new URL(source, folder).href);
    await Deno.writeFile(module, bytes);
  }
  await Deno.chmod(module, 0o644);
  return (await Deno.stat(module)).size;
}

/** What builds a source; undefined for one that builds itself. */
function commandLine(
  source: string,
  target: string,
  flags: readonly string[],
): CommandLine | undefined {
  const rest = [...flags, "-o", target, source];
  if (source.endsWith(".c")) return [Deno.env.get("CLANG") ?? "clang", ...C, ...rest];
  if (source.endsWith(".wat")) return [Deno.env.get("WAT2WASM") ?? "wat2wasm", ...rest];
  if (source.endsWith(".rs")) return [Deno.env.get("RUSTC") ?? "rustc", ...RUST, ...rest];
  return undefined;
}

async function run([program = "", ...args]: CommandLine, cwd: URL): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args, cwd, stdout: "inherit" })
    .output();
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
}
