/**
 * Rebuilds the guests of these tests from their sources: `deno run -A tests/sandbox/guests/build.ts`.
 *
 * Each source becomes the .wasm beside it: C by clang without a C library, text by wat2wasm. The
 * tests read the .wasm files and need neither. `CLANG` and `WAT2WASM` in the environment name others.
 *
 * @module
 */

const here = new URL("./", import.meta.url);

/** The command line that builds a source; undefined for what is none. */
function command(source: string): string[] | undefined {
  const target = source.replace(/\.\w+$/, ".wasm");
  if (source.endsWith(".wat")) {
    return [
      ...[Deno.env.get("WAT2WASM") ?? "wat2wasm", "--enable-exceptions", "--enable-tail-call"],
      ...["--enable-multi-memory", "-o", target, source],
    ];
  }
  if (!source.endsWith(".c")) return undefined;
  return [
    ...[Deno.env.get("CLANG") ?? "clang", "--target=wasm32-wasi", "-std=c11", "-Os"],
    ...["-nostdlib", "-ffreestanding", "-fno-builtin", "-fno-ident"],
    ...["-Wall", "-Wextra", "-Werror", "-Wno-infinite-recursion"],
    ...["-Wl,--strip-all", "-Wl,--gc-sections", "-o", target, source],
  ];
}

if (import.meta.main) {
  for (const { name } of Deno.readDirSync(here)) {
    const [program, ...args] = command(name) ?? [];
    if (program === undefined) continue;
    const { success } = await new Deno.Command(program, {
      args,
      cwd: here,
      stdout: "inherit",
      stderr: "inherit",
    }).output();
    if (!success) throw new Error(`${name} was not built`);
    await Deno.chmod(new URL(name.replace(/\.\w+$/, ".wasm"), here), 0o644);
  }
}
