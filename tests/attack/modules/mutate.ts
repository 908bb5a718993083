/**
 * Modules that a compiler made, changed by chance.
 *
 * @module
 */

import { guestFiles } from "../../guests/guest_files.ts";
import type { Chance } from "../chance.ts";

const guests = new URL("../../guests/", import.meta.url);

/** Larger modules are compiled slowly, and most of their bytes are code as in the small ones. */
const LARGEST = 40_000;

/** The share of mutants that are changed so that many are still valid. */
const GENTLE = 0.7;

const HEADER = 8;
const LAST_SECTION = 13;

/** Bytes that stand for something: ends, types, limits, the parts of long numbers. */
const BYTES: readonly number[] = [
  ...[0x00, 0x01, 0x02, 0x03, 0x0b, 0x10, 0x20, 0x40, 0x41, 0x60, 0x70, 0x7b, 0x7e, 0x7f],
  ...[0x80, 0xfc, 0xfd, 0xfe, 0xff],
];

/** Numbers in LEB128 at which something ends. */
const NUMBERS: readonly (readonly number[])[] = [
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0x80, 0x80, 0x80, 0x80, 0x08],
  [0xff, 0xff, 0xff, 0xff, 0x07],
  [0x80, 0x80, 0x04],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
];

const CODE_SECTION = 10;
const DATA_SECTION = 11;

/** Instructions that take and give the same types, so that one can stand for another. */
const ALIKE: readonly (readonly [first: number, last: number])[] = [
  [0x46, 0x4f],
  [0x51, 0x5a],
  [0x67, 0x69],
  [0x6a, 0x78],
  [0x79, 0x7b],
  [0x7c, 0x8a],
  [0x2c, 0x2f],
  [0x30, 0x35],
  [0x3c, 0x3e],
  [0x0c, 0x0d],
];

/** Instructions with a number behind them: constants, calls, branches, variables. */
const WITH_NUMBER: readonly number[] = [0x41, 0x42, 0x10, 0x0c, 0x0d, 0x20, 0x21, 0x22, 0x23, 0x24];

/** Loads and stores: an alignment and an offset behind them. */
const FIRST_ACCESS = 0x28;
const LAST_ACCESS = 0x3e;

/** A module to begin with. */
interface Base {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What {@linkcode Mutator.next} makes. */
export interface Mutant {
  /** The module it came from, and what was done to it. */
  readonly story: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Makes mutants. */
export class Mutator {
  readonly #chance: Chance;
  readonly #bases: readonly Base[];

  constructor(chance: Chance) {
    this.#chance = chance;
    this.#bases = guestFiles().modules.map((name) => ({
      name,
      bytes: Deno.readFileSync(new URL(name, guests)),
    })).filter(({ bytes }) => bytes.length <= LARGEST);
  }

  /** The next mutant. */
  next(): Mutant {
    const chance = this.#chance;
    const base = chance.of(this.#bases);
    const story = [base.name];
    let bytes: Uint8Array<ArrayBuffer> = base.bytes.slice();
    if (chance.chance(GENTLE)) {
      for (let left = 1 + chance.below(4); left > 0; left--) story.push(this.#changeGently(bytes));
      return { story: story.join(", "), bytes };
    }
    for (let left = 1 + chance.below(3); left > 0; left--) {
      const [what, changed] = this.#change(bytes);
      story.push(what);
      bytes = changed;
    }
    return { story: story.join(", "), bytes };
  }

  #change(bytes: Uint8Array<ArrayBuffer>): [what: string, bytes: Uint8Array<ArrayBuffer>] {
    const chance = this.#chance;
    const at = chance.below(bytes.length + 1);
    switch (chance.below(9)) {
      case 0:
        return [`cut at ${at}`, bytes.slice(0, at)];
      case 1: {
        const length = 1 + chance.below(16);
        return [`${length} bytes taken out at ${at}`, spliced(bytes, at, length, [])];
      }
      case 2: {
        const inserted = Array.from({ length: 1 + chance.below(16) }, () => chance.below(256));
        return [`${inserted.length} bytes put in at ${at}`, spliced(bytes, at, 0, inserted)];
      }
      case 3: {
        const number = chance.of(NUMBERS);
        return [`a number at ${at}`, spliced(bytes, at, chance.below(2) * number.length, number)];
      }
      case 4:
        return this.#section(bytes);
      case 5: {
        const other = chance.of(this.#bases);
        const from = chance.below(other.bytes.length);
        const part = other.bytes.subarray(from, from + chance.below(200));
        return [`a piece of ${other.name} at ${at}`, spliced(bytes, at, part.length, part)];
      }
      case 6: {
        bytes[at] = chance.of(BYTES);
        return [`${bytes[at]} at ${at}`, bytes];
      }
      default: {
        const flips = 1 + chance.below(4);
        for (let i = 0; i < flips; i++) bytes[chance.below(bytes.length)]! ^= 1 << chance.below(8);
        return [`${flips} bits`, bytes];
      }
    }
  }

  /** Changes data, or an instruction or number within code, in place. */
  #changeGently(bytes: Uint8Array<ArrayBuffer>): string {
    const chance = this.#chance;
    const wanted = chance.chance(0.25) ? DATA_SECTION : CODE_SECTION;
    const found = sectionsOf(bytes).find(([start]) => bytes[start] === wanted);
    if (found === undefined) return "nothing";
    const [start, end] = found;
    const at = start + HEADER + chance.below(Math.max(1, end - start - HEADER));
    if (wanted === DATA_SECTION) {
      bytes[at] = chance.below(256);
      return `data at ${at}`;
    }
    // What looks like an instruction is often enough one.
    for (let i = at; i < end - 2; i++) {
      const byte = bytes[i]!;
      const alike = ALIKE.find(([first, last]) => byte >= first && byte <= last);
      if (alike !== undefined && chance.chance(0.5)) {
        bytes[i] = alike[0] + chance.below(alike[1] - alike[0] + 1);
        return `the instruction at ${i}`;
      }
      const access = byte >= FIRST_ACCESS && byte <= LAST_ACCESS;
      if (!access && !WITH_NUMBER.includes(byte)) continue;
      const number = access ? i + 2 : i + 1;
      // The bit that says that the number goes on stays.
      bytes[number] = (bytes[number]! & 0x80) | chance.below(0x80);
      return `the number at ${number}`;
    }
    return "nothing";
  }

  /** Does something to a whole section: takes it out, repeats it, moves it, or calls it another. */
  #section(bytes: Uint8Array<ArrayBuffer>): [what: string, bytes: Uint8Array<ArrayBuffer>] {
    const chance = this.#chance;
    const sections = sectionsOf(bytes);
    if (sections.length === 0) return ["nothing", bytes];
    const [start, end] = chance.of(sections);
    const section = bytes.slice(start, end);
    const without = spliced(bytes, start, end - start, []);
    switch (chance.below(4)) {
      case 0:
        return [`no section at ${start}`, without];
      case 1:
        return [`the section at ${start} twice`, spliced(bytes, end, 0, section)];
      case 2: {
        const [to] = chance.of(sections);
        return [
          `the section at ${start} moved`,
          spliced(without, Math.min(to, without.length), 0, section),
        ];
      }
      default:
        bytes[start] = chance.below(LAST_SECTION + 2);
        return [`the section at ${start} as ${bytes[start]}`, bytes];
    }
  }
}

/** Where sections begin and end, as far as they can be read. */
function sectionsOf(bytes: Uint8Array): [start: number, end: number][] {
  const sections: [number, number][] = [];
  for (let start = HEADER; start < bytes.length;) {
    let size = 0;
    let at = start + 1;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[at++] ?? 0;
      size += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const end = at + size;
    if (end > bytes.length) break;
    sections.push([start, end]);
    start = end;
  }
  return sections;
}

function spliced(
  bytes: Uint8Array,
  at: number,
  removed: number,
  inserted: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  const rest = bytes.subarray(at + removed);
  const result = new Uint8Array(at + inserted.length + rest.length);
  result.set(bytes.subarray(0, at));
  result.set(inserted, at);
  result.set(rest, at + inserted.length);
  return result;
}
