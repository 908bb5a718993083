/**
 * From the words of the command line to what they ask for.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { type Option, OPTIONS } from "./options.ts";

/** The command line, split. */
export interface Arguments {
  /** Values by option name; an option that was not given is absent. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** The module; undefined when the line ends before it. */
  readonly module: string | undefined;
  /** Everything behind the module. */
  readonly args: readonly string[];
}

/**
 * Splits the words of a command line. Options stand before the module; all behind it is the guest's.
 *
 * @param known the options that there are; those of `run` without it
 * @throws SluiceError status 2 for an unknown option, a single one given twice, a value that is
 * missing or not wanted
 */
export async function parseArguments(
  words: readonly string[],
  known: readonly Option[] = OPTIONS,
): Promise<Arguments> {
  const { leading, rest } = await splitAtModule(words, known);
  return {
    options: leading.length === 0 ? new Map() : await parseOptions(leading, known),
    module: rest[0],
    args: rest.slice(1),
  };
}

/**
 * Finds the module, and brings each option before it into the form `--name=value`: `parseArgs` takes
 * a value that begins with `-` for an option, lets a switch swallow the next word, and drops a `--`
 * that belongs to the guest.
 */
async function splitAtModule(
  words: readonly string[],
  known: readonly Option[],
): Promise<{ leading: string[]; rest: readonly string[] }> {
  const leading: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "--") return { leading, rest: words.slice(i + 1) };
    if (!word.startsWith("-") || word === "-") return { leading, rest: words.slice(i) };
    const [name = "", ...value] = word.split("=");
    const option = known.find((one) => name === `--${one.name}`);
    if (option === undefined) {
      throw (await import("./unknown_option.ts")).unknownOption(words.slice(i), known);
    }
    const given = word.includes("=");
    if (option.value === undefined) {
      if (given) throw new SluiceError(2, `${name} takes no value`);
      leading.push(word);
    } else if (option.optional) {
      if (given && value.join("=") === "") throw new SluiceError(2, `${name}= has no value`);
      leading.push(`${name}=${value.join("=")}`);
    } else if (given) {
      leading.push(`${name}=${value.join("=")}`);
    } else {
      const next = words[++i];
      if (next === undefined) {
        throw new SluiceError(2, `${name} has no value`, { hint: `${name} ${option.value}` });
      }
      leading.push(`${name}=${next}`);
    }
  }
  return { leading, rest: [] };
}

async function parseOptions(
  words: string[],
  known: readonly Option[],
): Promise<Map<string, string[]>> {
  // Loaded only when there is something for it to do, which saves 2 ms of a start without options.
  const { parseArgs } = await import("@std/cli/parse-args");
  const parsed = parseArgs(words, {
    string: known.filter(({ value }) => value !== undefined).map(({ name }) => name),
    boolean: known.filter(({ value }) => value === undefined).map(({ name }) => name),
    collect: known.map(({ name }) => name),
  });
  const options = new Map<string, string[]>();
  for (const { name, repeatable } of known) {
    const values = ([parsed[name] ?? []] as unknown[]).flat().filter((value) => value !== false)
      .map(String);
    if (values.length === 0) continue;
    if (values.length > 1 && !repeatable) {
      throw new SluiceError(2, `--${name} is given ${values.length} times`);
    }
    options.set(name, values);
  }
  return options;
}
