/**
 * `main.ts` as a process: by itself, in a script of the shell, and kept running.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";

/** Whether this run of the tests is about the back end that has Deno's API alone. */
export const pathChecked: boolean = Deno.env.get("SLUICE_TEST_BACKEND") === "path-checked";

const main = fromFileUrl(new URL("../../main.ts", import.meta.url));

/** The permissions that documented commands give, less FFI where the tests are about its absence. */
const PERMISSIONS: readonly string[] = ["-A", ...pathChecked ? ["--deny-ffi"] : [], "--no-prompt"];

/**
 * What a run is given where no kernel wall can be raised, so that it does not warn of that: which
 * machine this is does not matter here.
 */
const ISOLATION: readonly string[] = hasBasicIsolation() ? ["--isolation", "basic"] : [];

/** The commands that run nothing, and have no isolation. */
const COMMANDS: readonly string[] = ["help", "inspect", "completions"];

/** Whatever takes longer hangs. */
const LIMIT = 20_000;

/** Where a process runs. */
export interface Surroundings {
  readonly cwd?: string;
  /** In addition to the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>;
  /** What standard input has; nothing without it. */
  readonly stdin?: string | Uint8Array<ArrayBuffer>;
  /** Deno's options in place of the documented ones. */
  readonly permissions?: readonly string[];
  /** A program with its arguments that starts another, such as setpriv(1). */
  readonly under?: readonly string[];
}

/** How a process ended, and what it said. */
export interface Ended {
  /** As a shell sees it: 128 and the number of a signal. */
  readonly status: number;
  readonly signal: Deno.Signal | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program and the arguments that run `main.ts` with the words of a command line. */
export function commandLine(words: readonly string[], permissions?: readonly string[]): string[] {
  const program = [Deno.execPath(), "run", ...permissions ?? PERMISSIONS, main];
  // Permissions of its own are what a test is about: then every word of the command is its own, too.
  if (permissions !== undefined || COMMANDS.includes(words[0]!)) return [...program, ...words];
  const [run, rest] = words[0] === "run" ? [["run"], words.slice(1)] : [[], words];
  return [...program, ...run, ...ISOLATION, ...rest];
}

/** Runs the command to its end. */
export function sluice(words: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  return output(commandLine(words, surroundings.permissions), surroundings);
}

/** Runs a script of sh(1), in which `sluice` is the command. */
export function shell(script: string, surroundings: Surroundings = {}): Promise<Ended> {
  const line = (words: readonly string[]) =>
    commandLine(words, surroundings.permissions).map(quoted).join(" ");
  const command = `case $1 in
    ${COMMANDS.join("|")}) ${line(["help"]).replace(/ 'help'$/, "")} "$@" ;;
    *) ${line([])} "$@" ;;
  esac`;
  return output(["sh", "-c", `sluice() { ${command}; }\n${script}`], surroundings);
}

/**
 * Starts the command, its streams as pipes. Whoever asks for it ends it, reads what is left, and
 * waits for its status; one that hangs is killed.
 */
export function start(
  words: readonly string[],
  surroundings: Surroundings = {},
): Deno.ChildProcess {
  const child = spawn(commandLine(words, surroundings.permissions), surroundings, "piped");
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT);
  child.status.finally(() => clearTimeout(timer));
  return child;
}

/** A word as sh(1) takes it literally. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Whether a program can be run here, for tests that need more than Deno and a shell. */
export function isInstalled(program: string): boolean {
  return (Deno.env.get("PATH") ?? "").split(":").some((folder) => {
    try {
      return Deno.statSync(`${folder}/${program}`).isFile;
    } catch {
      return false;
    }
  });
}

/** Whether a run has no kernel wall, neither on this machine nor with these permissions. */
function hasBasicIsolation(): boolean {
  const { stdout } = new Deno.Command(Deno.execPath(), {
    args: ["run", ...PERMISSIONS, main, "--explain"],
    env: { NO_COLOR: "1" },
    stderr: "null",
  }).outputSync();
  return /^isolation: basic\b/m.test(new TextDecoder().decode(stdout));
}

/** Runs any program to its end. */
async function output(words: readonly string[], surroundings: Surroundings): Promise<Ended> {
  const { stdin } = surroundings;
  const child = spawn(words, surroundings, stdin === undefined ? "null" : "piped");
  // With a group of its own, so that what a script has started ends with it.
  let hangs = false;
  const timer = setTimeout(() => {
    hangs = true;
    Deno.kill(-child.pid, "SIGKILL");
  }, LIMIT);
  const fed = stdin === undefined ? undefined : feed(child.stdin, stdin);
  const [{ code, signal, stdout, stderr }] = await Promise.all([child.output(), fed]);
  clearTimeout(timer);
  if (hangs) throw new Error(`still running after ${LIMIT} ms: ${words.join(" ")}`);
  const text = new TextDecoder();
  return { status: code, signal, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

function spawn(
  words: readonly string[],
  { cwd, env, under = [] }: Surroundings,
  stdin: "piped" | "null",
): Deno.ChildProcess {
  const [program = "", ...args] = [...under, ...words];
  return new Deno.Command(program, {
    args,
    env: { NO_COLOR: "1", ...env },
    ...cwd !== undefined && { cwd },
    stdin,
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
}

/** Writes to a process, which may end without having read it. */
async function feed(
  stdin: WritableStream<Uint8Array>,
  content: string | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(typeof content === "string" ? new TextEncoder().encode(content) : content);
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
