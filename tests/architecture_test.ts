/**
 * The rules of the architecture, held against the module graph and the source text of `lib`.
 *
 * A finding names the file, the line and the rule. Where a rule is wrong, change the table here in the
 * same commit as the code that needs it, and say why.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";

const root = new URL("../", import.meta.url);

/** What is loaded from outside: everything in lib is reached from one of these. */
const ROOTS = ["main.ts", "mod.ts", "lib/runner/own_process/entry.ts"];

/** The folders of semantics, none of which knows another one unless the table says so. */
const SEMANTICS = ["io", "filesystem", "sockets", "http", "clocks", "random"];

/** Which layer may import which; everything may import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "errors": [],
  "handles": ["errors"],
  "io": ["errors"],
  "filesystem": ["io", "errors"],
  "sockets": ["io", "errors"],
  "http": ["io", "errors"],
  "clocks": ["io", "errors"],
  "random": ["io", "errors"],
  "host": [...SEMANTICS, "errors", "std"],
  // Of the wasm layer only the trap that no guest can catch.
  "abi/preview1": ["handles", ...SEMANTICS, "wasm", "errors"],
  // Of the component layer only its contract with a host: how to wait, and the shapes of values.
  "abi/preview2": [...SEMANTICS, "component", "errors"],
  "wasm": ["errors"],
  "component": ["handles", "wasm", "errors"],
  "grants": ["errors"],
  "runner": [
    "handles",
    ...SEMANTICS,
    "host",
    "abi/preview1",
    "abi/preview2",
    "wasm",
    "component",
    "grants",
    "errors",
    "std",
  ],
  "cli": ["grants", "runner", "errors", "std"],
  "main.ts": ["cli", "errors", "std"],
  // What an inspection tells is in the words of the binary format.
  "mod.ts": ["grants", "runner", "wasm", "errors"],
};

/** Folders of what a plain run of a core module does not need: loaded where it is asked for. */
const OPTIONAL =
  /^lib\/(std|http|component|abi\/preview2|abi\/preview1\/trace|host\/[^/]+|runner\/(audit|component|inspect|own_process|trace))\/.*\.ts$/;

/** Files that are loaded at each start of the command, which takes 0.1 ms for each. */
const MOST_AT_ONCE = 92;

/** A rule over the text of a file: what it looks for, and where that is allowed. */
interface TextRule {
  readonly rule: string;
  readonly looksFor: RegExp;
  readonly allowedIn: RegExp;
}

const TEXT_RULES: readonly TextRule[] = [
  {
    rule: "2: only lib/host and main.ts name the host",
    looksFor:
      /(?<![\w$#])(?<!(?<!globalThis)\.)(?:Deno\b|(?:crypto|performance|fetch|process)(?=\s*[.(]))|(["'])node:.*?\1/g,
    allowedIn: /^lib\/(?:host|std)\/|^main\.ts$/,
  },
  {
    rule: "2: only main.ts ends the process",
    looksFor: /\bDeno\.exit\b/g,
    allowedIn: /^main\.ts$/,
  },
  {
    rule: "3: only guest_memory and the canonical ABI reach into guest memory",
    looksFor: /\bmemory\)?[!?]*\.buffer\b/gi,
    allowedIn: /^lib\/abi\/preview1\/guest_memory\.ts$|^lib\/component\/canonical/,
  },
  {
    rule: "3: a DataView only where bytes have a layout",
    looksFor: /\bDataView\b/g,
    allowedIn:
      /^lib\/abi\/preview1\/(?:guest_memory|records)\b|^lib\/component\/canonical|^lib\/(?:wasm|host)\//,
  },
  {
    rule: "4: numeric errno only in abi/preview1 (the system's own in host)",
    looksFor: /\b\w*errno\w*\b/gi,
    allowedIn: /^lib\/abi\/preview1\/|^lib\/host\//,
  },
  {
    rule: "5: no module-level variable",
    looksFor: /^(?:export )?(?:let|var)\b/gm,
    allowedIn: /^$/,
  },
  {
    rule: "5: no module-level collection, unless its type is Readonly…",
    looksFor:
      /^(?:export )?const \w+(?:: (?![Rr]eadonly)[^\n]*?)? =\s*(?:new (?:Weak)?(?:Map|Set)\b|\[\];|\{\};)/gm,
    allowedIn: /^$/,
  },
  {
    rule: "5: no module-level buffer, except the scratch of system calls",
    looksFor:
      /^(?:export )?const \w+(?:: [^\n]*?)? =\s*new (?:\w+Array|ArrayBuffer)(?:<\w+>)?\((?!0?\)|\[)/gm,
    allowedIn: /^lib\/host\//,
  },
  {
    rule: "5: no static field that can be set",
    looksFor: /^ +static (?!readonly\b|async\b|get\b|set\b)[#\w]+\s*[:=;]/gm,
    allowedIn: /^$/,
  },
  {
    rule: "1: an import whose file only the run knows escapes this test",
    looksFor: /(?<![\w$.#])import\s*\((?!\s*["'])/g,
    allowedIn: /^$/,
  },
];

/** Files, each with the files that it imports. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

Deno.test("lib imports only downwards, without a cycle, and all of it is used", async () => {
  const graph = await moduleGraph();
  const unreached = [...sourceFiles("lib/")].filter((file) =>
    !file.startsWith("lib/std/") && !graph.has(file)
  );
  assertEquals([
    ...layerFindings(graph),
    ...cycles(graph).map((files) => `1: a cycle: ${files.join(" -> ")}`),
    ...unreached.map((file) => `1: ${file}: reached from neither ${ROOTS.join(" nor ")}`),
  ], []);
});

Deno.test("lib keeps to the text rules", () => {
  const files = [...ROOTS, ...sourceFiles("lib/")].filter((file) => !file.startsWith("lib/std/"));
  const findings = files.flatMap((file) =>
    textFindings(file, Deno.readTextFileSync(new URL(file, root)))
  );
  assertEquals(findings, []);
});

Deno.test("layerFindings() tells an import upwards, sideways and from an unknown folder", () => {
  const graph = graphOf({
    "lib/io/a.ts": ["lib/io/b.ts", "lib/errors.ts", "lib/host/c.ts"],
    "lib/clocks/a.ts": ["lib/random/b.ts"],
    "lib/abi/preview1/a.ts": ["lib/abi/preview2/b.ts", "lib/handles/c.ts"],
    "lib/misc/a.ts": [],
    "main.ts": ["lib/cli/a.ts", "lib/runner/b.ts"],
  });
  assertEquals(layerFindings(graph), [
    "1: lib/io/a.ts imports lib/host/c.ts: io may not know host",
    "1: lib/clocks/a.ts imports lib/random/b.ts: clocks may not know random",
    "1: lib/abi/preview1/a.ts imports lib/abi/preview2/b.ts: abi/preview1 may not know abi/preview2",
    "1: lib/misc/a.ts: no layer is called misc",
    "1: main.ts imports lib/runner/b.ts: main.ts may not know runner",
  ]);
});

Deno.test("cycles() finds each group of files that import each other", () => {
  const graph = graphOf({ a: ["b", "d"], b: ["c"], c: ["b", "d"], d: [], e: ["e"] });
  assertEquals(cycles(graph), [["b", "c", "b"], ["e", "e"]]);
});

Deno.test("textFindings() sees code and not what is quoted or commented", () => {
  const rows: [file: string, source: string, expected: string[]][] = [
    ["lib/io/a.ts", "// Deno.open\n/* crypto.x */ const a = 'Deno.open(';", []],
    ["lib/io/a.ts", "const t = `Deno.open ${x} `;\nconst r = /['\"`]/; const u = ` Deno.x `;", []],
    ["lib/io/a.ts", "const t = `${`${Deno.pid}`}`;", ["lib/io/a.ts:1: rule 2"]],
    ["lib/io/a.ts", "\nthis.fetch(1); fetch(2);", ["lib/io/a.ts:2: rule 2"]],
    ["lib/io/a.ts", 'import "node:fs";', ["lib/io/a.ts:1: rule 2"]],
    ["lib/host/a.ts", 'import "node:fs"; Deno.open(1); Deno.exit(1);', ["lib/host/a.ts:1: rule 2"]],
    ["main.ts", "Deno.exit(1);", []],
    ["lib/io/a.ts", "const { open } = globalThis.Deno;", ["lib/io/a.ts:1: rule 2"]],
    ["lib/runner/a.ts", "new Uint8Array(this.#memory.buffer)", ["lib/runner/a.ts:1: rule 3"]],
    ["lib/wasm/a.ts", "new DataView(bytes.buffer)", []],
    ["lib/io/a.ts", "new DataView(bytes.buffer)", ["lib/io/a.ts:1: rule 3"]],
    ["lib/abi/preview1/guest_memory.ts", "new DataView(memory.buffer)", []],
    ["lib/filesystem/a.ts", "throw Errno.ACCES;", ["lib/filesystem/a.ts:1: rule 4"]],
    ["lib/io/a.ts", "export let a = 1;\nfunction f() {\n  let b = 1;\n}", [
      "lib/io/a.ts:1: rule 5",
    ]],
    ["lib/io/a.ts", "const a: Map<X, Y> = new Map();", ["lib/io/a.ts:1: rule 5"]],
    ["lib/io/a.ts", "const a = Object.freeze(\n  new Set([1]));", []],
    ["lib/io/a.ts", "const a: ReadonlyMap<X, Y> = new Map([\n  [1, 2],\n]);", []],
    ["lib/io/a.ts", "const a: X[] = [];\nconst b: readonly X[] = [];", ["lib/io/a.ts:1: rule 5"]],
    ["lib/io/a.ts", "const f = () => {\n  const a = new Map();\n};", []],
    ["lib/io/a.ts", "const f = () => 1;\nclass C {\n  x = new Map();\n}", []],
    ["lib/io/a.ts", "const a = new Uint8Array(8);", ["lib/io/a.ts:1: rule 5"]],
    ["lib/host/a.ts", "const a = new Uint8Array(8);", []],
    ["lib/io/a.ts", "const a = new Uint8Array([1]);\nconst b = new Uint8Array(0);", []],
    ["lib/io/a.ts", "class C {\n  static #n = 0;\n}", ["lib/io/a.ts:2: rule 5"]],
    ["lib/io/a.ts", "class C {\n  static readonly n = 0;\n  static of(x) {}\n}", []],
    ["lib/io/a.ts", "await import(name); await import('./b.ts');", ["lib/io/a.ts:1: rule 1"]],
  ];
  for (const [file, source, expected] of rows) {
    const found = textFindings(file, source).map((text) =>
      text.replace(/^(\S+ )(\d).*/s, "$1rule $2")
    );
    assertEquals(found, expected, source);
  }
});

Deno.test("the command loads at once what every run needs, and little more", async () => {
  const loaded = await loadedAtOnce("main.ts");
  assertEquals([...loaded].filter((file) => OPTIONAL.test(file)), []);
  assert(loaded.size <= MOST_AT_ONCE, `${loaded.size} files`);
});

/** The graph of all roots, types and literal dynamic imports included, each file by its path here. */
async function moduleGraph(): Promise<Graph> {
  const graph = new Map<string, Set<string>>();
  for (const start of ROOTS) {
    for (const { specifier, error, dependencies = [] } of (await denoInfo(start)).modules) {
      const file = localPath(specifier);
      if (file === undefined) continue;
      if (error !== undefined) throw new Error(`${file}: ${error}`);
      const targets = dependencies.flatMap(({ code, type }) => [code?.specifier, type?.specifier]);
      graph.set(file, new Set(targets.map(localPath).filter((target) => target !== undefined)));
    }
  }
  return graph;
}

/** What is loaded before the first line of `start` is run, each file by its path here. */
async function loadedAtOnce(start: string): Promise<Set<string>> {
  const { modules } = await denoInfo(start);
  const bySpecifier = new Map(modules.map((module) => [module.specifier, module]));
  const loaded = new Set([root.href + start]);
  for (const specifier of loaded) {
    for (const { code, isDynamic } of bySpecifier.get(specifier)?.dependencies ?? []) {
      if (code?.specifier !== undefined && !isDynamic) loaded.add(code.specifier);
    }
  }
  return new Set([...loaded].map(localPath).filter((file) => file !== undefined));
}

async function denoInfo(start: string): Promise<DenoInfo> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--no-npm", start],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(`deno info ${start}: ${new TextDecoder().decode(stderr)}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** The part of what `deno info --json` prints that is read here. */
interface DenoInfo {
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly type?: { readonly specifier?: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
}

/** The path of a source file of ours; data, such as the version in deno.json, is in no layer. */
function localPath(specifier: string | undefined): string | undefined {
  return specifier?.startsWith(root.href) && !specifier.endsWith(".json")
    ? specifier.slice(root.href.length)
    : undefined;
}

function* sourceFiles(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(new URL(folder, root))) {
    if (entry.isDirectory) yield* sourceFiles(`${folder}${entry.name}/`);
    else if (entry.name.endsWith(".ts")) yield folder + entry.name;
  }
}

/** The layer of a file: its folder in lib, one of the two ABIs, or the name of a file that is one. */
function layerOf(file: string): string {
  return file.match(/^lib\/(abi\/[^/]+|[^/]+?)(?:\/|\.ts$)/)?.[1] ?? file;
}

function layerFindings(graph: Graph): string[] {
  const findings: string[] = [];
  for (const [file, targets] of graph) {
    const layer = layerOf(file);
    if (layer === "std") continue;
    const may = MAY_IMPORT[layer];
    if (may === undefined) {
      findings.push(`1: ${file}: no layer is called ${layer}`);
      continue;
    }
    for (const target of targets) {
      const other = layerOf(target);
      if (other !== layer && !may.includes(other)) {
        findings.push(`1: ${file} imports ${target}: ${layer} may not know ${other}`);
      }
    }
  }
  return findings;
}

/** One cycle for every group of files that reach each other, as the way round from its first file. */
function cycles(graph: Graph): string[][] {
  const found: string[][] = [];
  const seen = new Set<string>();
  for (const start of graph.keys()) {
    const way = seen.has(start) ? undefined : wayBack(graph, start);
    if (way === undefined) continue;
    found.push([start, ...way]);
    for (const file of way) seen.add(file);
  }
  return found;
}

/** The shortest way from a file over its imports to itself. */
function wayBack(graph: Graph, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const target of graph.get(file) ?? []) {
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, file);
      queue.push(target);
    }
  }
  if (!cameFrom.has(start)) return undefined;
  const way = [start];
  for (let file = cameFrom.get(start); file !== start; file = cameFrom.get(file!)) {
    way.unshift(file!);
  }
  return way;
}

function graphOf(imports: Record<string, string[]>): Graph {
  return new Map(Object.entries(imports).map(([file, targets]) => [file, new Set(targets)]));
}

function textFindings(file: string, source: string): string[] {
  const code = codeOnly(source);
  return TEXT_RULES.filter(({ allowedIn }) => !allowedIn.test(file)).flatMap(({ rule, looksFor }) =>
    [...code.matchAll(looksFor)].map(({ index, 0: text }) =>
      `${file}:${code.slice(0, index).split("\n").length}: ${rule}: ${text.split("\n")[0]}`
    )
  );
}

/**
 * The source with comments, text and regular expressions blanked out, of the same length a line. What
 * `${}` holds in a template stays, and so does a string that begins with `node:`.
 */
function codeOnly(source: string): string {
  const lexeme =
    /\/\/.*|\/\*[^]*?\*\/|(["'])(?:\\[^]|(?!\1).)*\1|(?<=(?:^|[(,=:[!&|?{};\n>]|\breturn)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]])*\]|[^/\\[\n])+\/\w*|[`{}]/y;
  const blank = (text: string) => text.replace(/[^\n]/g, " ");
  /** One entry an open brace: whether a template goes on behind it. */
  const braces: boolean[] = [];
  let code = "";
  let at = 0;
  const template = () => {
    const text = /(?:\\[^]|\$(?!\{)|[^`\\$])*(?:\$\{|`|$)/y;
    text.lastIndex = at;
    const part = text.exec(source)![0];
    at += part.length;
    code += blank(part);
    if (part.endsWith("${")) braces.push(true);
  };
  while (at < source.length) {
    lexeme.lastIndex = at;
    const [found] = lexeme.exec(source) ?? [];
    if (found === undefined) code += source[at++];
    else {
      at += found.length;
      if (found === "{") braces.push(false);
      const goesOn = found === "}" && braces.pop();
      const kept = found === "{" || found === "}" || /^["']node:/.test(found);
      code += kept ? found : /^["']/.test(found) ? `"${blank(found.slice(1, -1))}"` : blank(found);
      if (found === "`" || goesOn) template();
    }
  }
  return code;
}
