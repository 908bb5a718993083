/**
 * The command: words in, exit status out.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { parseDirectoryGrant } from "../grants/directory.ts";
import { inheritEnv, parseEnvironmentGrant } from "../grants/environment.ts";
import type { StreamSpec } from "../grants/grant.ts";
import { bug } from "../runner/execute.ts";
import { argumentHint } from "../runner/hints/argument_hint.ts";
import { type Isolation, parseIsolation } from "../runner/isolation.ts";
import type { Ended, RunOptions, RunResult } from "../runner/options.ts";
import { runAlone } from "../runner/run.ts";
import { type Arguments, parseArguments } from "./arguments.ts";
import type { Listeners } from "./listeners.ts";
import { errorLine, OutputError, print, printError, printHint, printWarning } from "./messages.ts";

/** The status when Sluice's own output cannot be written; no other word of ours uses it. */
const FAILED_OUTPUT = 1;

/** What {@linkcode ./limits.ts} reads, which is not loaded without them. */
const LIMITS = ["timeout", "max-memory", "max-handles"];

/** What {@linkcode ./listeners.ts} reads, which is not loaded without them. */
const LISTENERS = ["trace", "trace-format", "audit"];

/** What {@linkcode ./network.ts} reads, likewise. */
const NETWORK = ["allow-outbound", "allow-inbound", "allow-resolve"];

/** What Deno puts in place of bytes of the command line that it cannot read as text. */
const REPLACEMENT = "\ufffd";

/** The statuses of refusals for which {@linkcode ./module_hints.ts} has a hint. */
const HINTED = [2, 127];

/** The ends of a guest for which a grant that is missing can be the reason. */
const FAILED: readonly Ended[] = ["exit", "trap"];

/** The greatest status that an operating system passes on. */
const MAX_STATUS = 255;

/**
 * Runs the command.
 *
 * @param words the command line behind the command's name
 * @returns the exit status
 */
export async function command(words: readonly string[]): Promise<number> {
  const status = await settled(() => dispatch(words));
  // Only a thread that was made for --timeout has a name.
  if (globalThis.name !== "") await (await import("../runner/in_time.ts")).tellStatus(status);
  return status;
}

/** What `body` answers; where it fails, that is told, and answered with its status. */
async function settled(body: () => Promise<number>): Promise<number> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof OutputError) {
      printError({ message: error.message, hint: undefined });
      return FAILED_OUTPUT;
    }
    const told = error instanceof SluiceError ? error : bug(error);
    printError(told);
    return told.status;
  }
}

async function dispatch(words: readonly string[]): Promise<number> {
  const doubtful = words.find((word) => word.includes(REPLACEMENT));
  if (doubtful !== undefined) (await import("../runner/check_word.ts")).checkWord(doubtful);
  const named = await namedCommand(words);
  if (named !== undefined) return named;
  const given = await parseArguments(words[0] === "run" ? words.slice(1) : words);
  if (given.options.has("help")) return await printUsage();
  if (given.options.has("version")) return await printVersion();
  const parsed = await withGrants(given);
  const options = await runOptions(parsed);
  const isolation = isolationOf(parsed);
  if (parsed.options.has("explain")) {
    const { printExplanation } = await import("./explain_command.ts");
    return await printExplanation(options, isolation, parsed);
  }
  if (parsed.options.has("json")) {
    throw new SluiceError(2, "--json is given without --explain", { hint: "--explain --json" });
  }
  const { module } = parsed;
  if (module === undefined) {
    throw new SluiceError(2, "no module is given", { hint: "sluice [OPTIONS] MODULE [ARGS...]" });
  }
  const hint = parsed.args.length === 0 ? undefined : argumentHint(options);
  // Of a file of grants each of several programs may use what it can.
  const network = NETWORK.some((name) => given.options.has(name)) ? "wanted" : undefined;
  const body = async () => {
    using listeners = await listenersOf(parsed);
    const all = { ...options, ...listeners?.options };
    try {
      return report(await runAlone(module, all, { isolation, network }), hint);
    } catch (error) {
      // Of the others some come when nothing can be loaded any more.
      if (!(error instanceof SluiceError) || !HINTED.includes(error.status)) throw error;
      const { withModuleHint } = await import("./module_hints.ts");
      throw withModuleHint(error, words, words.length - parsed.args.length - 1);
    }
  };
  const timeout = options.limits?.timeout;
  return timeout === undefined ? await body() : await runTimed(timeout, body);
}

/** The status of a command other than `run`; undefined where none is named. */
async function namedCommand([name, ...words]: readonly string[]): Promise<number | undefined> {
  switch (name) {
    case "help":
      return await (await import("./help_command.ts")).helpCommand(words);
    case "inspect":
      return await (await import("./inspect_command.ts")).inspectCommand(words);
    case "completions":
      return await (await import("./completions_command.ts")).completionsCommand(words);
    default:
      return undefined;
  }
}

/** The options with those of `--grants` among them. */
async function withGrants(given: Arguments): Promise<Arguments> {
  const path = given.options.get("grants")?.[0];
  if (path === undefined) return given;
  return (await import("./grants_option.ts")).withGrantsFile(given, path);
}

/** Who is told of the run; loaded only when somebody is. */
async function listenersOf(parsed: Arguments): Promise<Listeners | undefined> {
  if (!LISTENERS.some((name) => parsed.options.has(name))) return undefined;
  return await (await import("./listeners.ts")).openListeners(parsed);
}

async function runTimed(timeout: number, body: () => Promise<number>): Promise<number> {
  const { runInTime } = await import("../runner/in_time.ts");
  return await runInTime(timeout, errorLine, () => settled(body));
}

async function runOptions(parsed: Arguments): Promise<RunOptions> {
  const { options, args } = parsed;
  const single = (name: string) => options.get(name)?.[0];
  const stream = async (name: string): Promise<StreamSpec> => {
    const text = single(name);
    if (text === undefined) return { kind: "inherit" };
    return (await import("../grants/stream_spec.ts")).parseStreamSpec(`--${name}`, text);
  };
  const streams = options.get("stream") ?? [];
  const argv0 = single("argv0");
  const invoke = single("invoke");
  const isLimited = LIMITS.some((name) => options.has(name));
  return {
    args,
    ...(argv0 !== undefined && { argv0 }),
    ...(invoke !== undefined && { invoke }),
    ...(isLimited && { limits: (await import("./limits.ts")).limitsOf(parsed) }),
    grants: [
      ...(options.has("inherit-env") ? [inheritEnv()] : []),
      ...(options.get("env") ?? []).map(parseEnvironmentGrant),
      ...(options.get("dir") ?? []).map(parseDirectoryGrant),
      ...(streams.length === 0
        ? []
        : streams.map((await import("../grants/stream.ts")).parseStreamGrant)),
      ...(NETWORK.some((name) => options.has(name))
        ? (await import("./network.ts")).networkGrantsOf(parsed)
        : []),
    ],
    stdin: await stream("stdin"),
    stdout: await stream("stdout"),
    stderr: await stream("stderr"),
    onWarning: printWarning,
  };
}

function isolationOf({ options }: Arguments): Isolation | undefined {
  const text = options.get("isolation")?.[0];
  return text === undefined ? undefined : parseIsolation(text);
}

/**
 * @param otherwise what is told of a guest that has failed and was refused nothing
 */
function report(
  { status, ended, message, hint, printed = [] }: RunResult,
  otherwise: string | undefined,
): number {
  for (const result of printed) print(result);
  if (ended === "trap") {
    printError({ message: `the guest trapped: ${message}`, hint: undefined });
  } else if (ended === "limit") {
    printError({ message: `${message}`, hint: undefined });
  } else if (status > MAX_STATUS) {
    printError({
      message: `the guest ended with status ${status}, which is passed on as ${MAX_STATUS}`,
      hint: undefined,
    });
  }
  const help = hint ?? otherwise;
  if (status !== 0 && help !== undefined && FAILED.includes(ended)) printHint(help);
  return Math.min(status, MAX_STATUS);
}

async function printUsage(): Promise<number> {
  return await (await import("./help_command.ts")).helpCommand([]);
}

async function printVersion(): Promise<number> {
  const { default: { version } } = await import("../../deno.json", { with: { type: "json" } });
  print(`sluice ${version}`);
  return 0;
}
