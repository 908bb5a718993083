/**
 * The local faces of `@std`: the files that name them agree, and each gives what it declares. And what
 * a checkout is for: `sluice` installed from it.
 *
 * @module
 */
import * as asserts from "@std/assert";
import { parseArgs } from "@std/cli/parse-args";
import { ensureDir, exists } from "@std/fs";
import * as path from "@std/path";
import * as posix from "@std/path/posix";
import * as streams from "@std/streams";
import { assertEquals, assertRejects } from "@std/assert";

const root = new URL("../", import.meta.url);

Deno.test("deno.json names the faces, and no others", () => {
  const { workspace } = json<{ workspace: string[] }>("lib/std/deno.json");
  const packages = workspace.map((member) => json<Face>(`lib/std/${member}/deno.json`).name);
  const imports = json<Imports>("deno.json").imports;
  assertEquals(
    Object.entries(imports).sort(),
    packages.sort().map((name) => [name, `jsr:${name}@^1.0.0`]),
  );
});

Deno.test("every face gives what it declares", () => {
  for (const face of [asserts, { parseArgs }, { ensureDir, exists }, path, posix, streams]) {
    for (const [name, value] of Object.entries(face)) {
      assertEquals(typeof value, name === "SEPARATOR" ? "string" : "function", name);
    }
  }
});

Deno.test("parseArgs() stops at the first word that is no option", () => {
  const args = parseArgs(["--dir", "a", "--help", "--dir", "b::c", "m.wasm", "--dir", "5"], {
    boolean: ["help"],
    string: ["dir", "argv0", "_"],
    collect: ["dir"],
    stopEarly: true,
  });
  const { dir, help, argv0 }: { dir: string[]; help: boolean; argv0?: string } = args;
  assertEquals({ dir, help, argv0 }, { dir: ["a", "b::c"], help: true, argv0: undefined });
  assertEquals(args._, ["m.wasm", "--dir", "5"]);
});

Deno.test("the stand-in for @std/fs makes directories and finds them", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await ensureDir(`${dir}/a/b`);
    await ensureDir(`${dir}/a/b`);
    assertEquals([await exists(`${dir}/a/b`), await exists(`${dir}/a/c`)], [true, false]);
    await assertRejects(() => exists(`${dir}/\0`));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("deno task install makes a sluice that runs from any directory", async () => {
  const dir = await Deno.makeTempDir();
  const separator = Deno.build.os === "windows" ? ";" : ":";
  const env = {
    DENO_INSTALL_ROOT: dir,
    PATH: [`${dir}/bin`, path.dirname(Deno.execPath()), Deno.env.get("PATH")].join(separator),
  };
  try {
    await output(Deno.execPath(), ["task", "install"], { cwd: root, env });
    const name = Deno.build.os === "windows" ? "sluice.cmd" : "sluice";
    const installed = await output(`${dir}/bin/${name}`, ["--version"], { cwd: dir, env });
    const args = ["run", "-A", "--no-prompt", "main.ts", "--version"];
    assertEquals(installed, await output(Deno.execPath(), args, { cwd: root }));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

/** A member's `deno.json`. */
interface Face {
  readonly name: string;
}

/** The import map within `deno.json`. */
interface Imports {
  readonly imports: Record<string, string>;
}

function json<T>(file: string): T {
  return JSON.parse(Deno.readTextFileSync(new URL(file, root)));
}

async function output(
  command: string,
  args: string[],
  options: Deno.CommandOptions,
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(command, { ...options, args }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}
