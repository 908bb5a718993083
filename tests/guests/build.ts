/**
 * Rebuilds the guests from their sources: `deno run -A tests/guests/build.ts [NAME...]`.
 *
 * Each source becomes the .wasm beside it: C by clang with wasi-libc, text by wat2wasm, Rust by
 * rustc with the wasm32-wasi target, and a .ts source by what it exports. The tests never come here:
 * they read the .wasm files in the repository. Guests in Go are built by their test, since Go's
 * smallest program is larger than all the others together.
 *
 * `CLANG`, `WAT2WASM` and `RUSTC` in the environment name other compilers.
 *
 * @module
 */
import { guestFiles } from "./guest_files.ts";

const here = new URL("./", import.meta.url);

/** What a source needs beyond the flags that all of its language get. */
const extraFlags: Record<string, string[]> = {
  "modules/reactor.c": ["-mexec-model=reactor"],
  "modules/wasi_unstable.c": ["-nostdlib", "-ffreestanding", "-fno-builtin"],
  "modules/swallow_exit.wat": ["--enable-exceptions"],
  "modules/guest_throw.wat": ["--enable-exceptions"],
};

/** The command line that builds a source; undefined for one that no compiler builds. */
function command(source: string, target: string): [program: string, args: string[]] | undefined {
  const extra = extraFlags[source] ?? [];
  if (source.endsWith(".c")) {
    return [Deno.env.get("CLANG") ?? "clang", [
      "--target=wasm32-wasi",
      ...[
        "-std=c11",
        "-Os",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-Wno-unused-function",
        "-Wno-parentheses",
      ],
      ...["-fno-ident", "-Wl,--strip-all", "-Wl,--gc-sections"],
      ...extra,
      ...["-o", target, source],
    ]];
  }
  if (source.endsWith(".wat")) {
    return [Deno.env.get("WAT2WASM") ?? "wat2wasm", [...extra, "-o", target, source]];
  }
  if (source.endsWith(".rs")) {
    return [Deno.env.get("RUSTC") ?? "rustc", [
      "--target=wasm32-wasi",
      "--edition=2021",
      ...["opt-level=z", "lto=fat", "codegen-units=1", "panic=abort", "strip=symbols"].flatMap((
        option,
      ) => ["-C", option]),
      ...extra,
      ...["-o", target, source],
    ]];
  }
  return undefined;
}

/** Runs a compiler in this folder, so that the names it records are those of the repository. */
async function compile(program: string, args: string[]): Promise<void> {
  const child = new Deno.Command(program, {
    args,
    cwd: here,
    stdout: "inherit",
    stderr: "inherit",
  });
  const { success } = await child.output();
  if (!success) throw new Error(`${program} failed`);
}

/** Builds one source into the .wasm beside it. Answers the size in bytes. */
async function build(source: string): Promise<number> {
  const target = source.replace(/(\.wasm)?\.\w+$/, ".wasm");
  const found = command(source, target);
  if (found !== undefined) {
    await compile(...found);
  } else {
    const { default: bytes }: { default: Uint8Array } = await import(new URL(source, here).href);
    await Deno.writeFile(new URL(target, here), bytes);
  }
  await Deno.chmod(new URL(target, here), 0o644);
  return (await Deno.stat(new URL(target, here))).size;
}

if (import.meta.main) {
  for (const source of guestFiles().sources) {
    if (
      source.endsWith(".go") ||
      (Deno.args.length > 0 && !Deno.args.some((name) => source.includes(name)))
    ) continue;
    console.log(`${String(await build(source)).padStart(7)} ${source}`);
  }
}
