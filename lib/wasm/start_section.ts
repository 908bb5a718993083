/**
 * The start section: a function that runs while a module is instantiated.
 *
 * By then nobody has the instance's memory yet, and a guest that is being instantiated cannot be
 * suspended. So the function is exported, and called when both can be.
 *
 * @module
 */

import { concatenated, unsigned } from "./binary_writer.ts";
import { readInterface } from "./module_interface.ts";
import { type Section, sectionsOf } from "./sections.ts";

const SECTION_EXPORT = 7;
const SECTION_START = 8;
const FUNCTION_KIND = 0x00;

const encoder = new TextEncoder();

/** A module that exports what it would have started with. */
export interface Unstarted {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The name of the export. */
  readonly start: string;
}

/**
 * Exports the function of the start section, under a name that the module has not, and removes the
 * section.
 *
 * @returns undefined where there is none, or where it is not valid: the engine says why
 * @throws MalformedModule
 */
export function exportStart(bytes: Uint8Array): Unstarted | undefined {
  const sections = [...sectionsOf(bytes)];
  const start = sections.find(({ id }) => id === SECTION_START);
  if (start === undefined) return undefined;
  const index = start.content.u32();
  // The engine refuses a section with more in it, unless it is gone.
  if (!start.content.done) return undefined;
  const { exports } = readInterface(bytes);
  const name = unusedName(new Set(exports.map((one) => one.name)));
  const entry = [...named(name), FUNCTION_KIND, ...unsigned(index)];
  const before = sections.find(({ id }) => id === SECTION_EXPORT);
  const exportSection = sectionOf(
    SECTION_EXPORT,
    before === undefined
      ? concatenated([Uint8Array.of(1), Uint8Array.from(entry)])
      : withEntry(before, entry),
  );
  const from = before ?? start;
  const rewritten = concatenated([
    bytes.subarray(0, from.start),
    exportSection,
    ...from === start ? [] : [bytes.subarray(from.end, start.start)],
    bytes.subarray(start.end),
  ]);
  const type = readInterface(rewritten).exports.find((one) => one.name === name)?.type;
  const isPlain = type?.parameters.length === 0 && type.results.length === 0;
  return isPlain ? { bytes: rewritten, start: name } : undefined;
}

function unusedName(taken: ReadonlySet<string>): string {
  let name = "start";
  while (taken.has(name)) name += "'";
  return name;
}

function withEntry({ content }: Section, entry: readonly number[]): Uint8Array {
  const count = content.u32();
  const entries = content.rest();
  return concatenated([Uint8Array.from(unsigned(count + 1)), entries, Uint8Array.from(entry)]);
}

function named(text: string): number[] {
  const bytes = encoder.encode(text);
  return [...unsigned(bytes.length), ...bytes];
}

function sectionOf(id: number, content: Uint8Array): Uint8Array {
  return concatenated([Uint8Array.from([id, ...unsigned(content.length)]), content]);
}
