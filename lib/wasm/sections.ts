/**
 * The sections of a core module.
 *
 * @module
 */

import { BinaryReader, MalformedModule } from "./binary_reader.ts";

const HEADER_SIZE = 8;

/** The section that a module can have any number of. */
const CUSTOM = 0;

/** A section where it lies in the binary. */
export interface Section {
  readonly id: number;
  /** Where its number stands. */
  readonly start: number;
  /** Where the next section begins. */
  readonly end: number;
  /** Reads what is in it. */
  readonly content: BinaryReader;
}

/**
 * The sections in their order, custom ones included.
 *
 * @throws MalformedModule where one goes beyond the end or comes twice
 */
export function* sectionsOf(bytes: Uint8Array): Generator<Section> {
  const reader = new BinaryReader(bytes, HEADER_SIZE, bytes.length);
  const seen = new Set<number>();
  while (!reader.done) {
    const start = reader.position;
    const id = reader.byte();
    if (seen.has(id)) throw new MalformedModule(`section ${id} comes twice`);
    if (id !== CUSTOM) seen.add(id);
    const content = reader.section(reader.u32());
    yield { id, start, end: reader.position, content };
  }
}
