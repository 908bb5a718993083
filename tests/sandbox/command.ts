/**
 * Running scripts of calls by the command, in a process of its own, on the same back end as the tests.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import {
  type Ended,
  quoted,
  shell as shellOf,
  sluice as sluiceOf,
  start as startOf,
  type Surroundings,
} from "../cli/spawn.ts";
import { pathChecked } from "./script.ts";

/** The guest that makes the calls of a script, as a file. */
export const callsPath: string = fromFileUrl(new URL("guests/calls.wasm", import.meta.url));

const permissions: readonly string[] = ["-A", ...pathChecked ? ["--deny-ffi"] : [], "--no-prompt"];

/** What is said once where the kernel cannot be made to help. */
const WARNING = /^warning: (?:directories are path-checked|isolation is basic)[^\n]*\n/gm;

const WARNING_ANYWHERE = new RegExp(WARNING.source.slice(1), "g");

/** Runs the command; what it says of the back end is left out of standard error. */
export async function sluice(
  words: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ended> {
  return withoutWarning(await sluiceOf(words, { permissions, ...surroundings }));
}

/** Runs a script of calls. */
export function command(
  options: readonly string[],
  lines: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ended> {
  return sluice([...options, callsPath, ...lines], surroundings);
}

/** Starts a script, its streams as pipes. Whoever asks for it ends it and reads what is left. */
export function startCommand(
  options: readonly string[],
  lines: readonly string[],
  surroundings: Surroundings = {},
): Deno.ChildProcess {
  return startOf([...options, callsPath, ...lines], { permissions, ...surroundings });
}

/** Runs a script of sh(1), in which `sluice` is the command. */
export async function shell(script: string, surroundings: Surroundings = {}): Promise<Ended> {
  const ended = withoutWarning(await shellOf(script, { permissions, ...surroundings }));
  // A script may have put what is said into a file, and that into its output.
  return { ...ended, stdout: ended.stdout.replaceAll(WARNING_ANYWHERE, "") };
}

/** The words of a script of sh(1) that run a script of calls. */
export function inShell(options: readonly string[], lines: readonly string[]): string {
  return ["sluice", ...options, quoted(callsPath), ...lines.map(quoted)].join(" ");
}

/** The name and the errno of each call, out of what a script wrote. */
export function errnosIn(stdout: string): string[] {
  return stdout.split("\n").filter((line) => /^\w+ \d+( |$)/.test(line)).map((line) =>
    line.split(" ").slice(0, 2).join(" ")
  );
}

function withoutWarning(ended: Ended): Ended {
  return { ...ended, stderr: ended.stderr.replaceAll(WARNING, "") };
}
