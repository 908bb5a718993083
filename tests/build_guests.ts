/**
 * `deno task guests [TEXT...]`: build every guest program again, or those with a TEXT in their path.
 *
 * Tests and benchmark read the .wasm files in the repository and never come here; after a change of a
 * source, commit its module with it. A guest whose compiler is missing stays as it is, and is named.
 * The one in Go is built by its test, since Go's smallest program is larger than all others together.
 *
 * @module
 */

import { compileGuest } from "./compile_guest.ts";

/** Guests that are built alike. */
interface Group {
  /** Their folder, with those below it; from the root of the repository. */
  readonly folder: string;
  /** Flags by the end of a source's name: of each that fits. */
  readonly flags: Readonly<Record<string, readonly string[]>>;
}

const GROUPS: readonly Group[] = [
  {
    folder: "tests/guests/",
    flags: {
      ".c": ["-Wno-unused-function", "-Wno-parentheses"],
      "reactor.c": ["-mexec-model=reactor"],
      "wasi_unstable.c": ["-nostdlib", "-ffreestanding", "-fno-builtin"],
      "swallow_exit.wat": ["--enable-exceptions"],
      "guest_throw.wat": ["--enable-exceptions"],
    },
  },
  { folder: "tests/cli/guests/", flags: {} },
  {
    folder: "tests/sandbox/guests/",
    flags: {
      ".c": ["-nostdlib", "-ffreestanding", "-fno-builtin", "-Wno-infinite-recursion"],
      ".wat": ["--enable-exceptions", "--enable-tail-call", "--enable-multi-memory"],
    },
  },
  {
    folder: "tests/attack/races/",
    flags: { ".c": ["-Wno-unused-function", "-Wno-parentheses"] },
  },
  { folder: "bench/guest/", flags: { ".c": ["-O2"] } },
  { folder: "bench/component/preview1/", flags: {} },
];

const SOURCE = /\.(c|wat|rs|wasm\.ts)$/;

const root = new URL("../", import.meta.url);

let failures = 0;
for (const { folder, flags } of GROUPS) {
  for (const source of sourcesIn(new URL(folder, root)).sort()) {
    if (!isWanted(folder + source)) continue;
    const own = Object.entries(flags).flatMap(([end, more]) => source.endsWith(end) ? more : []);
    try {
      const size = await compileGuest(new URL(folder, root), source, own);
      console.log(`${String(size).padStart(7)} ${folder}${source}`);
    } catch (error) {
      failures++;
      console.error(`not built: ${folder}${source}: ${(error as Error).message}`);
    }
  }
}
if (failures > 0) Deno.exit(1);

function isWanted(path: string): boolean {
  return Deno.args.length === 0 || Deno.args.some((text) => path.includes(text));
}

/**
 * The sources in a folder and in those below it, by their names from there. Components have a script of
 * their own.
 */
function sourcesIn(folder: URL, prefix = ""): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory && name !== "components"
      ? sourcesIn(new URL(`${name}/`, folder), `${prefix}${name}/`)
      : SOURCE.test(name)
      ? [prefix + name]
      : []
  );
}
