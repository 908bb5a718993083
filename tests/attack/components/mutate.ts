/**
 * Components changed by chance, so that the sizes of their sections mostly still hold: otherwise nearly
 * every mutant would break off at its first section.
 *
 * @module
 */

import { unsigned } from "../../guests/modules/binary.ts";
import type { Chance } from "../chance.ts";

const folder = new URL("../../guests/components/", import.meta.url);

const HEADER = [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0];

const COMPONENT = 4;
const LAST_SECTION = 12;

/** The share of changes that go into a nested component, where there is one. */
const INWARDS = 0.5;

/** The share of mutants with one change only, which are taken most often. */
const SINGLE = 0.7;

/** The share of mutants with bytes changed at random as well, whatever they mean. */
const ROUGH = 0.1;

/** Bytes that stand for something: sorts, forms, the codes of types. */
const BYTES: readonly number[] = [
  ...Array.from({ length: 0x13 }, (_, at) => at),
  ...[0x3f, 0x40, 0x41, 0x42, 0x43, 0x50, 0x60],
  ...Array.from({ length: 0x1d }, (_, at) => 0x63 + at),
  ...[0x80, 0xff],
];

/** A section, taken apart where it is a nested component. */
interface Section {
  readonly id: number;
  readonly content: number[] | Section[];
}

/** What {@linkcode ComponentMutator.next} makes. */
export interface ComponentMutant {
  /** The component it came from, and what was done to it. */
  readonly story: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Makes mutants of the components that the tests have. */
export class ComponentMutator {
  readonly #chance: Chance;
  readonly #bases: readonly (readonly [name: string, bytes: Uint8Array])[];

  constructor(chance: Chance) {
    this.#chance = chance;
    const files = [...Deno.readDirSync(folder)].map(({ name }) => name);
    this.#bases = files.filter((name) => name.endsWith(".wasm")).toSorted().map((name) =>
      [name, Deno.readFileSync(new URL(name, folder))] as const
    );
  }

  /** The next mutant. */
  next(): ComponentMutant {
    const chance = this.#chance;
    const [name, base] = chance.of(this.#bases);
    const sections = sectionsOf([...base]);
    const story = [name];
    const changes = chance.chance(SINGLE) ? 1 : 2 + chance.below(3);
    for (let i = 0; i < changes; i++) story.push(this.#change(sections));
    const bytes = Uint8Array.from([...HEADER, ...joined(sections)]);
    if (chance.chance(ROUGH)) {
      const at = chance.below(bytes.length);
      bytes[at] = chance.below(256);
      story.push(`${bytes[at]} at ${at}`);
    }
    return { story: story.join(", "), bytes };
  }

  #change(sections: Section[]): string {
    const chance = this.#chance;
    if (sections.length === 0) return "nothing";
    const at = chance.below(sections.length);
    const { id, content } = sections[at]!;
    if (isNested(content)) {
      if (chance.chance(INWARDS)) return `in ${at}: ${this.#change(content)}`;
    } else if (chance.chance(0.8)) return `section ${at}: ${this.#changeContent(content)}`;
    switch (chance.below(4)) {
      case 0:
        sections.splice(at, 1);
        return `no section ${at}`;
      case 1:
        sections.splice(chance.below(sections.length), 0, structuredClone({ id, content }));
        return `section ${at} twice`;
      case 2: {
        const [taken] = sections.splice(at, 1);
        sections.splice(chance.below(sections.length + 1), 0, taken!);
        return `section ${at} moved`;
      }
      default: {
        const other = chance.below(LAST_SECTION + 2);
        sections[at] = { id: other, content };
        return `section ${at} as ${other}`;
      }
    }
  }

  #changeContent(content: number[]): string {
    const chance = this.#chance;
    const at = chance.below(content.length + 1);
    switch (chance.below(6)) {
      case 0: {
        const count = 1 + chance.below(8);
        content.splice(at, count);
        return `${count} bytes less at ${at}`;
      }
      case 1: {
        const more = Array.from({ length: 1 + chance.below(8) }, () => chance.of(BYTES));
        content.splice(at, 0, ...more);
        return `${more.length} bytes more at ${at}`;
      }
      case 2: {
        const piece = content.slice(at, at + chance.below(32));
        content.splice(chance.below(content.length + 1), 0, ...piece);
        return `${piece.length} bytes from ${at} again`;
      }
      case 3:
        content[at] = chance.below(256);
        return `${content[at]} at ${at}`;
      default:
        content[at] = chance.of(BYTES);
        return `${content[at]} at ${at}`;
    }
  }
}

function isNested(content: Section["content"]): content is Section[] {
  return typeof content[0] === "object";
}

/** The sections of a component that is well-formed. */
function sectionsOf(bytes: number[]): Section[] {
  const sections: Section[] = [];
  for (let at = HEADER.length; at < bytes.length;) {
    const id = bytes[at++]!;
    let size = 0;
    for (let shift = 0;; shift += 7) {
      const byte = bytes[at++]!;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const content = bytes.slice(at, at += size);
    sections.push({ id, content: id === COMPONENT ? sectionsOf(content) : content });
  }
  return sections;
}

function joined(sections: readonly Section[]): number[] {
  return sections.flatMap(({ id, content }) => {
    const bytes = isNested(content) ? [...HEADER, ...joined(content)] : content;
    return [id, ...unsigned(bytes.length), ...bytes];
  });
}
