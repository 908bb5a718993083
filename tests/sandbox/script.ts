/**
 * Running scripts of calls in a guest: see `guests/calls.c` for what a script is.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { dir, type Grant, type Rights, run, type RunOptions } from "../../mod.ts";
import type { Place } from "./place.ts";

/** The guest that makes the calls of a script. */
export const callsModule: Uint8Array = Deno.readFileSync(
  new URL("guests/calls.wasm", import.meta.url),
);

/** Whether this process runs guests on the back end that has Deno's API alone. */
export const pathChecked: boolean =
  Deno.permissions.querySync({ name: "ffi" }).state !== "granted" || Deno.build.os !== "linux";

/** What came of one call. */
export interface Answer {
  readonly name: string;
  readonly errno: number;
  /** What its results hold, in the order of the line. */
  readonly data: readonly Uint8Array[];
}

/** What came of a script. */
export interface Ran {
  readonly status: number;
  readonly ended: string;
  readonly message: string;
  readonly answers: readonly Answer[];
  /** What was captured of standard output and error. */
  readonly stdout: string;
}

/** Directories to grant: its name in the place, its name for the guest, the rights. */
export type Dirs = readonly (readonly [host: string, guest: string, rights?: Rights])[];

/** The directory that most scripts get, as descriptor 3. */
export const IN: Dirs = [["in", "/in"]];

/** How a script is run. */
export interface ScriptOptions extends Omit<RunOptions, "grants" | "args"> {
  readonly dirs?: Dirs;
  /** Besides the directories. */
  readonly more?: readonly Grant[];
  /** The guest, where it is not `calls.wasm`. */
  readonly module?: Uint8Array;
}

/** Runs a script with what `place` has, and asserts that nothing of the canary was reached. */
export async function runScript(
  place: Place,
  lines: readonly string[],
  options: ScriptOptions = {},
): Promise<Ran> {
  const { dirs = IN, more = [], module = callsModule, ...rest } = options;
  const ran = await run(module, {
    argv0: "calls",
    args: lines,
    stdout: "capture",
    grants: [...grantsOf(place, dirs), ...more],
    ...rest,
  });
  const { status, ended, message = "" } = ran;
  const [stdout, stderr] = [ran.stdout ?? new Uint8Array(), ran.stderr ?? new Uint8Array()];
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  const answers = text.split("\n").flatMap(answerOf);
  for (const bytes of [stdout, stderr]) place.assertNothingOf(bytes, "its output");
  for (const { name, data } of answers) {
    for (const bytes of data) place.assertNothingOf(bytes, name);
  }
  place.assertIntact();
  assert(status !== 99, text);
  return { status, ended, message, answers, stdout: text };
}

/** Runs a script that has to come to its end by itself, and answers what its calls answered. */
export async function answers(
  place: Place,
  lines: readonly string[],
  options: ScriptOptions = {},
): Promise<readonly Answer[]> {
  const { status, ended, message, answers, stdout } = await runScript(place, lines, options);
  assertEquals([status, ended, message], [0, "exit", ""], stdout);
  return answers;
}

/** Runs a script and compares the errno of each call with the one beside it. */
export async function expectErrnos(
  place: Place,
  lines: readonly (readonly [line: string, errno: number])[],
  options: ScriptOptions = {},
): Promise<readonly Answer[]> {
  const got = await answers(place, lines.map(([line]) => line), options);
  const telling = lines.filter(([line]) => !/^(?:poke|set|out) /.test(line));
  const found = telling.flatMap(([line, errno], i) =>
    got[i]?.errno === errno
      ? []
      : [`${line.slice(0, 100)} answered ${got[i]?.errno} in place of ${errno}`]
  );
  assertEquals(found, []);
  return got;
}

/** The grants of directories of a place. */
export function grantsOf(place: Place, dirs: Dirs): Grant[] {
  return dirs.map(([host, guest, rights = "rw"]) => dir(place.path(host), { guest, rights }));
}

/** The word of a script for text or bytes, which stands for their address and length. */
export function word(content: string | Uint8Array): string {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return `=${hexOf(bytes)}`;
}

/** Bytes in hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes that are said in hexadecimal. */
export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** The number in the first bytes of a result, at most 8. */
export function numberIn(bytes: Uint8Array | undefined, at = 0, size = 8): number {
  let value = 0n;
  const part = bytes!.subarray(at, at + size);
  for (let i = part.length - 1; i >= 0; i--) value = value << 8n | BigInt(part[i]!);
  return Number(value);
}

/** The text in a result, up to the first byte that nobody wrote. */
export function textIn(bytes: Uint8Array | undefined, length: number = bytes!.length): string {
  return new TextDecoder().decode(bytes!.subarray(0, length));
}

function answerOf(line: string): Answer[] {
  const [name = "", errno, ...data] = line.split(" ");
  if (!/^\w+$/.test(name) || !/^\d+$/.test(errno ?? "")) return [];
  const hexadecimal = name !== "repeat" && name !== "list";
  return [{ name, errno: Number(errno), data: hexadecimal ? data.map(bytesOf) : [] }];
}
