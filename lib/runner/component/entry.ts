/**
 * What is called of a component.
 *
 * @module
 */

import type { ComponentType, ExternType, FuncType } from "../../component/types.ts";
import { SluiceError } from "../../errors.ts";

/** A function that a component exports. */
export interface Entry {
  /** Its own name, behind that of the interface that it is in. */
  readonly path: readonly string[];
  readonly type: FuncType;
}

/** Between an interface and the function in it. */
const SEPARATOR = "#";

/** As many functions as a hint names. */
const MOST_NAMED = 10;

const RUN = /^wasi:cli\/run@0\.2\.[0-9]+$/;

/**
 * The function that a command runs.
 *
 * @throws SluiceError status 126 where there is none
 */
export function commandOf({ exports }: ComponentType): Entry {
  for (const [name, type] of exports) {
    const run = RUN.test(name) && type.kind === "instance" ? type.exports.get("run") : undefined;
    if (run !== undefined && isRun(run)) return { path: [name, "run"], type: run };
  }
  throw new SluiceError(126, "the component does not export wasi:cli/run, so it is no command", {
    hint: `--invoke 'NAME(...)' calls an export${listed(exports)}`,
  });
}

/** Whether it is `run: func() -> result`. */
function isRun(type: ExternType): type is FuncType {
  return type.kind === "function" && type.parameters.length === 0 &&
    type.result?.kind === "result" && type.result.ok === undefined && type.result.err === undefined;
}

/**
 * The function of this name: of the component itself, or `INTERFACE#FUNCTION`, where of the interface's
 * name the package and the version can be left out.
 *
 * @throws SluiceError status 126 where there is none, or more than one
 */
export function entryOf({ exports }: ComponentType, name: string): Entry {
  const at = name.lastIndexOf(SEPARATOR);
  const found = at === -1
    ? [...exports].map(([one, type]) => [[one], type] as const)
    : [...exports].flatMap(([one, type]) => functionsNamed(name.slice(0, at), one, type));
  const wanted = name.slice(at + 1);
  const entries = found.flatMap(([path, type]) =>
    path.at(-1) === wanted && type.kind === "function" ? [{ path, type }] : []
  );
  const [entry, other] = entries;
  if (entry === undefined) {
    throw new SluiceError(126, `the component exports no function ${name}`, {
      hint: `it has${listed(exports) || " none"}`,
    });
  }
  if (other === undefined) return entry;
  const names = entries.map(({ path }) => path.join(SEPARATOR)).join(" or ");
  throw new SluiceError(126, `${name} can be more than one function`, { hint: names });
}

/** The functions in an exported interface, if `wanted` can mean that interface. */
function functionsNamed(
  wanted: string,
  name: string,
  type: ExternType,
): (readonly [path: readonly string[], type: ExternType])[] {
  const [path = ""] = name.split("@");
  const known = [name, path, path.slice(path.indexOf("/") + 1)];
  if (type.kind !== "instance" || !known.includes(wanted)) return [];
  return [...type.exports].map(([one, type]) => [[name, one], type] as const);
}

/** Functions that there are, for a hint; those of resources cannot be called from outside. */
function listed(exports: ReadonlyMap<string, ExternType>): string {
  const names = [...exports].flatMap(([name, type]) => {
    if (type.kind === "function") return [name];
    if (type.kind !== "instance") return [];
    return [...type.exports].filter(([, { kind }]) => kind === "function")
      .map(([one]) => `${name}${SEPARATOR}${one}`);
  });
  const callable = names.filter((name) => !name.includes("["));
  const more = callable.length - MOST_NAMED;
  const rest = more > 0 ? ` and ${more} more` : "";
  return callable.length === 0 ? "" : `: ${callable.slice(0, MOST_NAMED).join(", ")}${rest}`;
}
