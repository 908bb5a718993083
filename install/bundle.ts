/**
 * Sluice as few files that start quickly, which `deno task install` puts on the `PATH`.
 *
 * `deno bundle --code-splitting` makes one part of what the same imports need. With some sixty dynamic
 * imports, what every run loads falls into forty parts, at 0.1 ms each. So it is a copy that is bundled, in
 * which whatever is imported dynamically says that it needs all of that, too. It is there by then, and
 * in one part.
 *
 * @module
 */

import { dirname, fromFileUrl, relative, resolve, toFileUrl } from "@std/path";

/** What every run loads, as a module of the copy. */
const CORE = "lib/core.ts";

/** What has to be in the copy. */
const COPIED = ["deno.json", "deno.lock", "main.ts", "lib"];

/** What `deno info --json` says of the module graph. */
interface Graph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
}

/** Bundles the command of the source tree `tree` into the directory `into`, which is emptied first. */
export async function bundle(tree: string, into: string): Promise<void> {
  const copy = await Deno.makeTempDir({ prefix: "sluice-bundle-" });
  try {
    for (const name of COPIED) await copyAll(`${tree}/${name}`, `${copy}/${name}`);
    const { core, dynamic } = await importsOf(copy);
    await Deno.writeTextFile(`${copy}/${CORE}`, core.map((path) => importOf(path, CORE)).join(""));
    for (const path of dynamic) {
      await Deno.writeTextFile(`${copy}/${path}`, importOf(CORE, path), { append: true });
    }
    await Deno.remove(into, { recursive: true }).catch(() => {});
    const how = ["--quiet", "--platform", "deno", "--minify", "--code-splitting"];
    await deno(copy, ["bundle", ...how, "--outdir", resolve(into), "main.ts"]);
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}

/** The modules that `main.ts` loads at once, and those that are imported dynamically by any. */
async function importsOf(tree: string): Promise<{ core: string[]; dynamic: string[] }> {
  const { modules }: Graph = JSON.parse(await deno(tree, ["info", "--json", "main.ts"]));
  const imports = new Map<string, { readonly path: string; readonly isDynamic: boolean }[]>();
  const root = `${toFileUrl(await Deno.realPath(tree)).href}/`;
  const pathOf = (specifier: string) =>
    specifier.startsWith(root) && specifier.endsWith(".ts") ? specifier.slice(root.length) : "";
  for (const { specifier, dependencies = [] } of modules) {
    const found = dependencies.map(({ code, isDynamic = false }) => ({
      path: pathOf(code?.specifier ?? ""),
      isDynamic,
    }));
    imports.set(pathOf(specifier), found.filter(({ path }) => path !== ""));
  }
  const core = new Set(["main.ts"]);
  for (const path of core) {
    for (const one of imports.get(path) ?? []) if (!one.isDynamic) core.add(one.path);
  }
  const all = [...imports.values()].flat();
  const dynamic = new Set(all.filter(({ isDynamic }) => isDynamic).map(({ path }) => path));
  core.delete("main.ts");
  return { core: [...core], dynamic: [...dynamic.difference(core)] };
}

/** The line by which the module at `from` loads that at `path`. */
function importOf(path: string, from: string): string {
  return `\nimport "./${relative(dirname(from), path).replaceAll("\\", "/")}";\n`;
}

async function copyAll(from: string, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) return await Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) {
    await copyAll(`${from}/${name}`, `${to}/${name}`);
  }
}

/** What Deno prints of these words. */
async function deno(cwd: string, args: readonly string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`deno ${args.join(" ")} failed in ${cwd}`);
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  const root = fromFileUrl(new URL("../", import.meta.url));
  await bundle(root, `${root}/dist`);
}
