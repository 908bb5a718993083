/**
 * `--grants FILE`: options from a file, which those of the command line add to or narrow.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { type FileValue, parseGrantsFile } from "../grants/grants_file.ts";
import { lineAndColumn, TextError } from "../grants/jsonc.ts";
import { readNamedText } from "../runner/named_text.ts";
import type { Arguments } from "./arguments.ts";
import { valuesOf } from "./option_values.ts";
import { commandLine } from "../grants/option_words.ts";

/** More than anybody writes by hand. */
const MAX_SIZE = 1 << 20;

/** A path that does not depend on where it stands. */
const ABSOLUTE = /^(\/|[A-Za-z]:[\\/])/;

/**
 * Puts the options of a file under those of the command line.
 *
 * @throws SluiceError status 2 for a file that cannot be read or is wrong, and for an option of the
 * command line that gives more than the file does under the same name
 */
export function withGrantsFile(parsed: Arguments, path: string): Arguments {
  const options = new Map(parsed.options);
  for (const [option, texts] of grouped(readValues(path))) {
    const given = parsed.options.get(option) ?? [];
    options.set(option, [...notNarrowed(option, texts, given, path), ...given]);
  }
  return { ...parsed, options };
}

/** The values of the file that no value of the command line takes the place of. */
function notNarrowed(
  option: string,
  texts: readonly string[],
  given: readonly string[],
  path: string,
): string[] {
  const { nameOf, isNarrower } = valuesOf(option);
  return texts.filter((text) => {
    const same = given.filter((one) => nameOf(one) === nameOf(text));
    const wider = same.find((one) => !isNarrower(one, text));
    if (wider !== undefined) throw refusal(option, wider, text, path);
    return same.length === 0;
  });
}

function refusal(option: string, text: string, granted: string, path: string): SluiceError {
  // What the file sets a variable to need not stand on a terminal.
  if (option === "env") {
    const [name] = text.split("=");
    return new SluiceError(2, `--env ${name} would change what ${path} sets`, {
      hint: `without --env ${name} the program gets what the file says`,
    });
  }
  return new SluiceError(2, `--${option} ${text} is more than ${path} grants`, {
    hint: commandLine([`--${option}`, granted]),
  });
}

/** The values of the file, checked, with paths as they are from here. */
function readValues(path: string): FileValue[] {
  const text = readNamedText(path, MAX_SIZE);
  const at = (place: number) => `${path}:${lineAndColumn(text, place).join(":")}`;
  try {
    return parseGrantsFile(text).map((value) => {
      const { option } = value;
      try {
        const { check } = valuesOf(option);
        check(value.text);
        const resolved = fromHere(value, folderOf(path));
        check(resolved.text);
        return resolved;
      } catch (error) {
        if (!(error instanceof SluiceError) || error.status !== 2) throw error;
        const { message, hint } = error;
        throw new SluiceError(2, `${at(value.at)}: ${message.replace(/^--/, "")}`, {
          ...hint !== undefined && { hint: hint.replace(/^--\S+ ([^ ,]+)/, '"$1"') },
        });
      }
    });
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    throw new SluiceError(2, `${at(error.at)}: ${error.message}`, {
      ...error.hint !== undefined && { hint: error.hint },
    });
  }
}

function grouped(values: readonly FileValue[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { option, text } of values) {
    groups.set(option, [...groups.get(option) ?? [], text]);
  }
  return groups;
}

/** The folder of a file with the stroke behind it; nothing for one that is here. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** A value whose path counts from the folder of the file. */
function fromHere(value: FileValue, folder: string): FileValue {
  if (folder === "") return value;
  if (value.option === "dir") {
    const [host = "", guest = host, ...rights] = value.text.split("::");
    if (ABSOLUTE.test(host)) return value;
    return { ...value, text: [`${folder}${host}`, guest, ...rights].join("::") };
  }
  const [, start, path = ""] = /^((?:[^=]*=)?(?:file|append):)(.*)$/s.exec(value.text) ?? [];
  if (start === undefined || value.option === "env" || ABSOLUTE.test(path)) return value;
  return { ...value, text: `${start}${folder}${path}` };
}
