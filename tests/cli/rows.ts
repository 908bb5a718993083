/**
 * Tables of command lines: each row a process, and what has to come of it.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Ended, pathChecked, sluice, type Surroundings } from "./spawn.ts";
import { type Workspace, workspace } from "./workspace.ts";

/** A command line and what has to come of it. */
export interface Row extends Surroundings {
  /** What the row shows. */
  readonly name: string;
  readonly words: readonly string[];
  /** 0 without it. */
  readonly status?: number;
  /** Nothing without it. */
  readonly stdout?: string | RegExp;
  /** What stands behind `error: `, for a status that is Sluice's own; one without it fails. */
  readonly error?: RegExp;
  /** What stands behind `hint: `, also after a guest that has failed; `null` where there must be none. */
  readonly hint?: RegExp | null;
  /** What error and hint must hold together. */
  readonly says?: RegExp;
  /** What stands behind `warning: `, in one line. */
  readonly warning?: RegExp;
  /** What the guest writes to standard error. */
  readonly stderr?: string;
  /** Looks at what is left behind. */
  readonly after?: (place: Workspace) => void;
}

/** As many processes at once as are of use. */
const LANES = 2;

/** What the path-checked back end says once when a directory is granted. */
const PATH_CHECKED = /^warning: [^\n]*path-checked[^\n]*\n/;

/** What a run says once when it has no kernel wall. */
const BASIC = /^warning: isolation is basic[^\n]*\n/m;

/** What a table needs beyond its rows. */
export interface TableOptions {
  /** Makes what the rows find in their workspace. */
  readonly prepare?: (place: Workspace) => void;
  /** Whether the rows show nothing of the file back end, so that one pass of the tests is enough. */
  readonly once?: true;
  /** Why the table cannot be tried here, if so. */
  readonly ignored?: string | undefined;
}

/** A test with a step for each row; they share a workspace, which is their working directory. */
export function testRows(
  name: string,
  rows: readonly Row[],
  { prepare, once, ignored }: TableOptions = {},
): void {
  if (once && pathChecked) return;
  Deno.test({
    name: ignored === undefined ? name : `${name} (ignored: ${ignored})`,
    ignore: ignored !== undefined,
    async fn(t) {
      using place = workspace();
      prepare?.(place);
      const ended = await all(rows.map((row) => () => outcome(row, place)));
      for (const [i, row] of rows.entries()) {
        await t.step(row.name, () => {
          const got = ended[i]!;
          if (got instanceof Error) throw got;
          check(row, got, place);
        });
      }
    },
  });
}

/** Asserts that standard error is Sluice's refusal and nothing else: `error: ` and perhaps `hint: `. */
export function assertRefusal(
  stderr: string,
  error: RegExp,
  hint?: RegExp | null,
): void {
  const [, message, help] = /^error: (\S[^\n]*)\n(?:hint: (\S[^\n]*)\n)?$/.exec(stderr) ?? [];
  assert(message !== undefined, `not one error and at most one hint: ${JSON.stringify(stderr)}`);
  assertMatch(message, error);
  if (hint === null) assertEquals(help, undefined);
  else if (hint !== undefined) assertMatch(help ?? "", hint);
}

/** Asserts that text of Sluice's own has nothing in it that the user neither typed nor wants to see. */
export function assertPresentable(text: string, words: readonly string[], place: Workspace): void {
  assertEquals(text.match(/[^\P{C}\n]|[\u2028\u2029]/u), null);
  // No stack, and nothing of how it is made.
  assertEquals(/^\s+at |\.ts\b|file:\/\/|\[object |undefined/m.exec(text), null, text);
  if (!words.some((word) => word.includes(place.path))) assert(!text.includes(place.path), text);
}

/** Calls all, a few at a time. */
export async function all<T>(calls: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const lane = async () => {
    while (next < calls.length) {
      const i = next++;
      results[i] = await calls[i]!();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

async function outcome(row: Row, place: Workspace): Promise<Ended | Error> {
  try {
    return await sluice(row.words, { cwd: place.path, ...row });
  } catch (error) {
    return error as Error;
  }
}

/** A process in a few lines, for the message of a failure. */
function summary(words: readonly string[], ended: Pick<Ended, "status" | "stdout" | "stderr">) {
  const shown = (text: string) => text.length > 300 ? `${text.slice(0, 300)}...` : text;
  return JSON.stringify(
    {
      sluice: shown(words.join(" ")),
      status: ended.status,
      stdout: shown(ended.stdout),
      stderr: shown(ended.stderr),
    },
    null,
    1,
  );
}

function check(row: Row, { status, stdout, stderr }: Ended, place: Workspace): void {
  const { status: expected = 0, words } = row;
  const all = summary(words, { status, stdout, stderr });
  assertEquals(status, expected, all);
  if (row.stdout instanceof RegExp) assertMatch(stdout, row.stdout, all);
  else assertEquals(stdout, row.stdout ?? "", all);
  let said = row.permissions === undefined ? stderr : stderr.replace(BASIC, "");
  const grants = words.some((word) => /^--(dir|grants)(=|$)/.test(word));
  if (pathChecked && row.permissions === undefined && grants) {
    said = said.replace(PATH_CHECKED, "");
  }
  if (row.warning !== undefined) {
    const [line = "", warning = ""] = /^warning: (.*)\n/.exec(said) ?? [];
    assertMatch(warning, row.warning, all);
    said = said.slice(line.length);
  }
  if (row.error !== undefined) {
    assertRefusal(said, row.error, row.hint);
  } else {
    if (row.hint instanceof RegExp) {
      const [line = "", hint = ""] = /^hint: (.*)\n$/m.exec(said) ?? [];
      assertMatch(hint, row.hint, all);
      said = said.slice(0, said.length - line.length);
    }
    assertEquals(said, row.stderr ?? "", all);
  }
  if (row.says !== undefined) assertMatch(said, row.says);
  if (row.stderr === undefined) assertPresentable(stderr, words, place);
  row.after?.(place);
}
