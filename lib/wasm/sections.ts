/**
 * The sections of a core module.
 *
 * @module
 */

import { BinaryReader } from "./binary_reader.ts";

const HEADER_SIZE = 8;

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
 * @throws MalformedModule where one goes beyond the end
 */
export function* sectionsOf(bytes: Uint8Array): Generator<Section> {
  const reader = new BinaryReader(bytes, HEADER_SIZE, bytes.length);
  while (!reader.done) {
    const start = reader.position;
    const id = reader.byte();
    const content = reader.section(reader.u32());
    yield { id, start, end: reader.position, content };
  }
}
