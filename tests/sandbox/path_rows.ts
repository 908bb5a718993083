/**
 * Rows about paths: each path is given to every function that takes one.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { attack } from "./attack.ts";
import { ALL_PATH_CALLS, PATH_CALLS, type PathCall } from "./path_calls.ts";
import { Place, type Tree } from "./place.ts";
import { pathChecked, runScript, word } from "./script.ts";

export const EXIST = 20;
export const ILSEQ = 25;
export const INVAL = 28;
export const ISDIR = 31;
export const LOOP = 32;
export const NAMETOOLONG = 37;
export const NOENT = 44;
export const NOTDIR = 54;
export const NOTEMPTY = 55;
export const NOTSUP = 58;
export const PERM = 63;
export const NOTCAPABLE = 76;
const BUSY = 10;

/** What each way to use a path has to answer. */
export type Wanted = Readonly<Record<PathCall, number>>;

/** Those that follow a link in the last place. */
const FOLLOWING: readonly PathCall[] = [
  ...["open", "open directory", "open write", "open create", "open truncate", "open append"],
  ...["stat", "times", "link from follow"],
] as PathCall[];

/** Those that make a name which must not be there. */
const MAKING: readonly PathCall[] = ["open exclusive", "mkdir", "link to", "symlink"];

/** Those that make a name where there is none, and do not refuse one that is there. */
const MAKING_OR_TAKING: readonly PathCall[] = [
  ...["open create", "open create nofollow", "rename to", "rename dir to"],
] as PathCall[];

const OPENING_TO_WRITE: readonly PathCall[] = [
  ...["open write", "open create", "open create nofollow", "open truncate", "open append"],
] as PathCall[];

/** The same of every call, but for those that later groups name. */
export function wanted(
  errno: number,
  ...groups: readonly (readonly [errno: number, calls: readonly PathCall[]])[]
): Wanted {
  const entries = ALL_PATH_CALLS.map((call): [PathCall, number] => {
    const group = groups.findLast(([, calls]) => calls.includes(call));
    return [call, group?.[0] ?? errno];
  });
  return Object.fromEntries(entries) as Record<PathCall, number>;
}

/** Of a path that leaves the directory. */
export const REFUSED: Wanted = wanted(NOTCAPABLE);

/** Of a name that nothing has. */
export const MISSING: Wanted = wanted(NOENT, [0, [...MAKING, ...MAKING_OR_TAKING]]);

/** Of a file. */
export const A_FILE: Wanted = wanted(
  0,
  [EXIST, MAKING],
  [INVAL, ["readlink"]],
  [NOTDIR, ["open directory", "open directory nofollow", "rmdir", "rename dir to"]],
);

/** Of a directory whose last name is `.` or `..`; `removed` is what rmdir answers. */
export function directoryByDots(removed: number): Wanted {
  return wanted(
    0,
    [EXIST, MAKING],
    [INVAL, ["readlink"]],
    [ISDIR, [...OPENING_TO_WRITE, "unlink"]],
    [BUSY, ["rename from", "rename to", "rename dir to"]],
    [removed, ["rmdir"]],
    [PERM, ["link from", "link from follow"]],
  );
}

/** Of a link in the last place: the calls that follow it answer `followed`. */
export function aLink(followed: Partial<Wanted> | number): Wanted {
  const link = wanted(
    0,
    [EXIST, MAKING],
    [LOOP, ["open nofollow", "open create nofollow"]],
    [NOTDIR, ["open directory nofollow", "rmdir", "rename dir to"]],
    // Deno sets no times of a link.
    [pathChecked ? NOTSUP : 0, ["times nofollow"]],
  );
  const following = typeof followed === "number"
    ? Object.fromEntries(FOLLOWING.map((call) => [call, followed]))
    : followed;
  return { ...link, ...following };
}

/** One path, and what becomes of it. */
export interface PathRow {
  /** Text, with `UP` as in a link; or bytes; or words of a script for address and length. */
  readonly path: string | Uint8Array | { readonly words: string };
  readonly want: Wanted;
  /**
   * The calls that are made, where not all: a path to what this machine needs is only looked at, so
   * that nothing is lost on the day on which the sandbox does not hold.
   */
  readonly calls?: readonly PathCall[];
  /** What the step is called where the path says little. */
  readonly name?: string;
  /** Besides what every one has. */
  readonly tree?: Tree;
  /** Lines before the call, in which `$d` may become the directory. */
  readonly before?: readonly string[];
  /** The directory; 3 without it. */
  readonly fd?: string;
  /** Looks at what a call has done that succeeded. */
  readonly after?: (place: Place, call: PathCall) => void;
}

/** The calls that change nothing. */
export const LOOKING: readonly PathCall[] = [
  ...["open", "open nofollow", "open directory", "open directory nofollow", "stat"],
  ...["stat nofollow", "readlink"],
] as PathCall[];

/** What every directory in question holds. */
const TREE: Tree = {
  spare: "spare",
  "blank/": "",
  file: "the file",
  "sub/file": "inner",
  "sub/deep/": "",
  "empty/": "",
};

/** Defines the test of a row: a step for each path. */
export function paths(number: string, rows: readonly PathRow[]): void {
  attack(number, async (t) => {
    for (const row of rows) await t.step(titleOf(row), () => tryAll(row));
  });
}

async function tryAll(row: PathRow): Promise<void> {
  const tree = { ...TREE, ...row.tree };
  const { calls = ALL_PATH_CALLS, want } = row;
  using place = new Place({ in: tree });
  // What fails changes nothing, so that all of it can be tried at once.
  const got = await tryIn(place, row, calls.filter((call) => want[call] !== 0));
  for (const call of calls.filter((call) => want[call] === 0)) {
    place.refill("in", tree);
    Object.assign(got, await tryIn(place, row, [call]));
  }
  assertEquals(got, Object.fromEntries(calls.map((call) => [call, want[call]])));
}

async function tryIn(
  place: Place,
  row: PathRow,
  calls: readonly PathCall[],
): Promise<Partial<Record<PathCall, number>>> {
  if (calls.length === 0) return {};
  const { path, before = [], fd = "3", after } = row;
  const unchanged = place.tree("in");
  const words = typeof path === "string"
    ? word(path.replace("UP", place.up))
    : path instanceof Uint8Array
    ? word(path)
    : path.words;
  const lines = [...before];
  const at = new Map<number, PathCall>();
  for (const call of calls) {
    at.set(lines.length, call);
    lines.push(...PATH_CALLS[call](fd, words));
  }
  const { answers, ended, message } = await runScript(place, lines);
  assertEquals([ended, message, answers.length], ["exit", "", lines.length]);
  const failedAll = [...at.keys()].every((index) => answers[index]!.errno !== 0);
  if (failedAll && before.length === 0) assertEquals(place.tree("in"), unchanged);
  const results = [...at].map(([index, call]): [PathCall, number] => {
    const { errno } = answers[index]!;
    if (errno === 0) after?.(place, call);
    return [call, errno];
  });
  return Object.fromEntries(results);
}

function titleOf({ name, path }: PathRow): string {
  if (name !== undefined) return name;
  if (typeof path === "string") return JSON.stringify(path).slice(0, 60);
  return path instanceof Uint8Array ? `bytes ${path.join(" ")}` : path.words;
}

/** Asserts that a call which makes a name has made this one, and no other. */
export function madeHere(name: string): (place: Place, call: PathCall) => void {
  return (place, call) => {
    if (![...MAKING, ...MAKING_OR_TAKING].includes(call)) return;
    assertEquals(place.list("in").includes(name), true, `${call} did not make it`);
  };
}
