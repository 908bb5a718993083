/**
 * The command: words in, exit status out.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { parseDirectoryGrant } from "../grants/directory.ts";
import { inheritEnv, parseEnvironmentGrant } from "../grants/environment.ts";
import type { StreamSpec } from "../grants/grant.ts";
import { parseStreamGrant } from "../grants/stream.ts";
import { parseStreamSpec } from "../grants/stream_spec.ts";
import { bug } from "../runner/execute.ts";
import type { Isolation } from "../runner/isolation.ts";
import { checkWords } from "../runner/check_words.ts";
import type { RunOptions, RunResult } from "../runner/options.ts";
import { runAlone } from "../runner/run.ts";
import { type Arguments, parseArguments } from "./arguments.ts";
import { errorLine, OutputError, print, printError, printWarning } from "./messages.ts";

/** The status when Sluice's own output cannot be written; no other word of ours uses it. */
const FAILED_OUTPUT = 1;

/** What {@linkcode ./limits.ts} reads, which is not loaded without them. */
const LIMITS = ["timeout", "max-memory", "max-handles"];

/** What {@linkcode ./network.ts} reads, likewise. */
const NETWORK = ["allow-outbound", "allow-inbound", "allow-resolve"];

/** The greatest status that an operating system passes on. */
const MAX_STATUS = 255;

/**
 * Runs the command.
 *
 * @param words the command line behind the command's name
 * @returns the exit status
 */
export function command(words: readonly string[]): Promise<number> {
  return settled(() => dispatch(words));
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
  checkWords(words);
  if (words[0] === "help") return await printUsage();
  const parsed = await parseArguments(words[0] === "run" ? words.slice(1) : words);
  if (parsed.options.has("help")) return await printUsage();
  if (parsed.options.has("version")) return await printVersion();
  const options = await runOptions(parsed);
  const isolation = isolationOf(parsed);
  if (parsed.options.has("explain")) return await printTable(options, isolation);
  const { module } = parsed;
  if (module === undefined) {
    throw new SluiceError(2, "no module is given", { hint: "sluice [OPTIONS] MODULE [ARGS...]" });
  }
  const body = async () => report(await runAlone(module, options, isolation && { isolation }));
  const timeout = options.limits?.timeout;
  return timeout === undefined ? await body() : await runTimed(timeout, body);
}

async function runTimed(timeout: number, body: () => Promise<number>): Promise<number> {
  const { runInTime } = await import("../runner/in_time.ts");
  return await runInTime(timeout, errorLine, () => settled(body));
}

async function runOptions(parsed: Arguments): Promise<RunOptions> {
  const { options, args } = parsed;
  const single = (name: string) => options.get(name)?.[0];
  const stream = (name: string): StreamSpec =>
    parseStreamSpec(`--${name}`, single(name) ?? "inherit");
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
      ...(options.get("stream") ?? []).map(parseStreamGrant),
      ...(NETWORK.some((name) => options.has(name))
        ? (await import("./network.ts")).networkGrantsOf(parsed)
        : []),
    ],
    stdin: stream("stdin"),
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    onWarning: printWarning,
  };
}

function isolationOf({ options }: Arguments): Isolation | undefined {
  const text = options.get("isolation")?.[0];
  if (text === undefined || text === "strict" || text === "basic") return text;
  throw new SluiceError(2, `--isolation ${text} is neither strict nor basic`);
}

function report({ status, ended, message, printed = [] }: RunResult): number {
  for (const result of printed) print(result);
  if (ended === "trap") {
    printError({ message: `the guest trapped: ${message}`, hint: undefined });
  } else if (status > MAX_STATUS) {
    printError({
      message: `the guest ended with status ${status}, which is passed on as ${MAX_STATUS}`,
      hint: undefined,
    });
  }
  return Math.min(status, MAX_STATUS);
}

async function printUsage(): Promise<number> {
  const { usage } = await import("./usage.ts");
  const { usualIsolation } = await import("../runner/isolation.ts");
  print(usage(await usualIsolation()));
  return 0;
}

async function printVersion(): Promise<number> {
  const { default: { version } } = await import("../../deno.json", { with: { type: "json" } });
  print(`sluice ${version}`);
  return 0;
}

async function printTable(
  options: RunOptions,
  isolation: Isolation | undefined,
): Promise<number> {
  const { explain } = await import("../runner/explain.ts");
  const { formatTable } = await import("./table.ts");
  const explanation = await explain(options, isolation);
  print(formatTable(
    ["handle", "kind", "name", "rights", "behind it"],
    explanation.handles.map(({ handle, kind, name, rights, behind }) => [
      `${handle}`,
      kind,
      name,
      rights,
      behind,
    ]),
  ));
  print(`\nisolation: ${explanation.isolation}`);
  print(`limits: ${explanation.limits}`);
  return 0;
}
