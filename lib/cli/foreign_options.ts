/**
 * How other runners spell what Sluice can do too.
 *
 * Directories are `GUEST::HOST` in old wasmtime and `GUEST:HOST` in wasmer and WAMR, but `HOST:GUEST`
 * with Docker, wazero and new wasmer, some with `:ro` behind it.
 *
 * @module
 */

/** What to write instead: words, or in a sentence why there is nothing to write. */
export type Translation = readonly string[] | string;

/** An option of another runner. */
export interface ForeignOption {
  /** Its spellings. */
  readonly names: readonly string[];
  /** Whether a value follows as the next word, stands behind `=` if at all, or is not there. */
  readonly value: "next" | "attached" | "none";
  /** @param value empty where there is none */
  translate(value: string): Translation;
}

const ENGINE = "the engine decides that: leave it out";

/** All that are known, the spellings of one thing together. */
export const FOREIGN_OPTIONS: readonly ForeignOption[] = [
  {
    names: ["--volume", "--mount", "-mount", "--preopen", "--preopens", "-d", "--directory"],
    value: "next",
    translate: (value) => dirOf(value, "host first"),
  },
  {
    // A volume for Docker, the version for others.
    names: ["-v"],
    value: "next",
    translate: (value) => value.includes(":") ? dirOf(value, "host first") : ["--version"],
  },
  { names: ["--mapdir", "--map-dir"], value: "next", translate: (v) => dirOf(v, "guest first") },
  { names: ["-e", "-env", "--set-env"], value: "next", translate: (value) => ["--env", value] },
  {
    names: ["--env-file"],
    value: "next",
    translate: (file) => `--env NAME=VALUE for each line of ${file}`,
  },
  {
    names: ["--forward-host-env", "--env-inherit", "-env-inherit", "--host-env"],
    value: "none",
    translate: () => ["--inherit-env"],
  },
  {
    names: ["--allow-env"],
    value: "attached",
    translate: (names) =>
      names === "" ? ["--inherit-env"] : names.split(",").flatMap((name) => ["--env", name]),
  },
  {
    names: ["--allow-read", "--allow-fs-read"],
    value: "attached",
    translate: (paths) =>
      (paths || ".").split(",").flatMap((path) => ["--dir", `${path}::${path}::ro`]),
  },
  {
    names: ["--allow-write", "--allow-fs-write"],
    value: "attached",
    translate: (paths) => (paths || ".").split(",").flatMap((path) => ["--dir", path]),
  },
  { names: ["-S", "--wasi"], value: "next", translate: (value) => listOf(value, ofWasi) },
  { names: ["-W", "--wasm"], value: "next", translate: (value) => listOf(value, ofWasm) },
  { names: ["-C", "-D", "-O"], value: "next", translate: () => ENGINE },
  { names: ["--codegen", "--debug", "--opt"], value: "next", translate: () => ENGINE },
  {
    names: ["--enable-all", "--all-proposals", "--cranelift", "--llvm", "--singlepass"],
    value: "none",
    translate: () => ENGINE,
  },
  {
    names: ["--memory", "-m", "--max-memory-size", "--memory-limit", "-memory-limit"],
    value: "next",
    translate: memoryOf,
  },
  {
    names: ["-timeout", "--time-limit", "--wall-time"],
    value: "next",
    translate: (value) => ["--timeout", value],
  },
  { names: ["-i", "-f", "--entrypoint"], value: "next", translate: (name) => ["--invoke", name] },
  { names: ["-h", "-?", "-help", "--usage"], value: "none", translate: () => ["--help"] },
  { names: ["-V", "-version"], value: "none", translate: () => ["--version"] },
];

/** `A:B`, `A::B`, and `:ro` behind either; Docker's `--mount` has its parts by name. */
function dirOf(value: string, order: "host first" | "guest first"): Translation {
  const named = /(?:^|,)(?:source|src)=([^,]+)/.exec(value)?.[1];
  if (named !== undefined) {
    const guest = /(?:^|,)(?:target|destination|dst)=([^,]+)/.exec(value)?.[1] ?? named;
    return dir(named, guest, /(?:^|,)(?:readonly|ro)(?:$|,|=true)/.test(value) ? "ro" : undefined);
  }
  const parts = value.split(/::?/);
  const rights = ["ro", "rw"].includes(parts.at(-1)!) && parts.length > 2 ? parts.pop() : undefined;
  const [first = "", second = first] = parts;
  return order === "host first" ? dir(first, second, rights) : dir(second, first, rights);
}

function dir(host: string, guest: string, rights: string | undefined): readonly string[] {
  if (rights === "ro") return ["--dir", `${host}::${guest}::ro`];
  return ["--dir", host === guest ? host : `${host}::${guest}`];
}

/** A list such as `inherit-env=y,tcp`, each part for itself. */
function listOf(
  value: string,
  translate: (key: string, value: string) => Translation,
): Translation {
  const words: string[] = [];
  for (const part of value.split(",")) {
    const [key = "", ...rest] = part.split("=");
    const translation = translate(key, rest.join("="));
    if (typeof translation === "string") return translation;
    words.push(...translation);
  }
  return words;
}

function ofWasi(key: string): Translation {
  switch (key) {
    case "inherit-env":
      return ["--inherit-env"];
    case "inherit-network":
    case "tcp":
    case "udp":
    case "network":
      return "nothing grants the whole network: leave it out";
    default:
      return "what a module imports decides that: leave it out";
  }
}

function ofWasm(key: string, value: string): Translation {
  switch (key) {
    case "timeout":
      return ["--timeout", value];
    case "max-memory-size":
      return memoryOf(value);
    default:
      return ENGINE;
  }
}

/** `64m` and `67108864`, as Docker and wasmtime write them. */
function memoryOf(value: string): Translation {
  const [, amount = value, unit = ""] = /^([\d.]+)([kmg]?)i?b?$/i.exec(value) ?? [];
  const units: Readonly<Record<string, string>> = { "": "B", k: "KiB", m: "MiB", g: "GiB" };
  return ["--max-memory", `${amount}${units[unit.toLowerCase()]}`];
}
