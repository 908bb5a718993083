/**
 * What to say of an option that there is not: what was probably meant.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { FOREIGN_OPTIONS, type ForeignOption } from "./foreign_options.ts";
import { nearest } from "../grants/nearest.ts";
import type { Option } from "./options.ts";
import { commandLine } from "../grants/option_words.ts";

/**
 * The refusal of an unknown option.
 *
 * @param words it and what follows it
 * @param options those that there are
 */
export function unknownOption(
  words: readonly string[],
  options: readonly Option[],
): SluiceError {
  const [word = ""] = words;
  const [name = ""] = word.split("=");
  const meant = ofAnotherRunner(words) ?? misspelt(words, options);
  return new SluiceError(2, `unknown option ${name}`, {
    hint: meant ?? "sluice --help lists the options",
  });
}

function ofAnotherRunner(words: readonly string[]): string | undefined {
  const [word = "", next = ""] = words;
  for (const option of FOREIGN_OPTIONS) {
    const name = option.names.find((one) => spells(word, one, option.value));
    if (name === undefined) continue;
    const attached = word.slice(name.length).replace(/^=/, "");
    if (attached !== "" || option.value !== "next") return meaning(option, attached);
    // Docker's -v and a version's -v: only a value tells.
    if (next === "" || next.startsWith("--")) return undefined;
    return meaning(option, next);
  }
  return undefined;
}

/** Whether `word` is the option, with its value perhaps: `--name=value`, and `-Xvalue` for a letter. */
function spells(word: string, name: string, value: ForeignOption["value"]): boolean {
  if (word === name) return true;
  if (value === "none") return false;
  return word.startsWith(`${name}=`) || (/^-[A-Z]$/.test(name) && word.startsWith(name));
}

function meaning(option: ForeignOption, value: string): string {
  const translation = option.translate(value);
  return typeof translation === "string" ? translation : commandLine(translation);
}

function misspelt(words: readonly string[], options: readonly Option[]): string | undefined {
  const [word = "", next = ""] = words;
  const [name = "", ...value] = word.split("=");
  const near = nearest(name, options.map((option) => `--${option.name}`));
  if (near === undefined) return undefined;
  const option = options.find((one) => `--${one.name}` === near)!;
  if (option.value === undefined) return near;
  if (value.length > 0) return commandLine([`${near}=${value.join("=")}`]);
  return next === "" ? `${near} ${option.value}` : commandLine([near, next]);
}
