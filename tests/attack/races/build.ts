/**
 * Rebuilds the guest of the races from its source: `deno run -A tests/attack/races/build.ts`.
 *
 * Needs clang with wasi-libc; the tests and `deno task attack` do not, for they read the .wasm file in
 * the repository. `CLANG` in the environment names another compiler.
 *
 * @module
 */

const here = new URL("./", import.meta.url);

if (import.meta.main) {
  const { success } = await new Deno.Command(Deno.env.get("CLANG") ?? "clang", {
    args: [
      ...["--target=wasm32-wasi", "-std=c11", "-Os", "-Wall", "-Wextra", "-Werror"],
      ...["-Wno-unused-function", "-Wno-parentheses"],
      ...["-fno-ident", "-Wl,--strip-all", "-Wl,--gc-sections", "-o", "guest.wasm", "guest.c"],
    ],
    // The names that it records are then those of the repository.
    cwd: here,
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  if (!success) Deno.exit(1);
  await Deno.chmod(new URL("guest.wasm", here), 0o644);
}
