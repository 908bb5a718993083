/**
 * The memories that a module has of its own.
 *
 * @module
 */

import { ADDRESSES_64, readMemory, SHARED } from "./growing.ts";
import { MalformedModule } from "./binary_reader.ts";
import { sectionsOf } from "./sections.ts";

/** A memory and what it may grow to. */
export interface MemoryLimits {
  /** Bytes that it begins with. */
  readonly minimum: number;
  /** Bytes that it may have; absent where only its addresses limit it. */
  readonly maximum?: number;
  /** Whether threads share it. */
  readonly shared: boolean;
  /** The type of its addresses. */
  readonly addresses: "i32" | "i64";
}

const SECTION_MEMORY = 5;

/** Bytes of a page. */
const PAGE = 65_536n;

/** As many as V8 takes. */
const MAX_COUNT = 100_000;

/**
 * Reads the memories in their order, imported ones left out.
 *
 * @throws MalformedModule when they cannot be read
 */
export function memoriesOf(bytes: Uint8Array): MemoryLimits[] {
  const memories: MemoryLimits[] = [];
  for (const { id, content } of sectionsOf(bytes)) {
    if (id !== SECTION_MEMORY) continue;
    const count = content.u32();
    if (count > MAX_COUNT) throw new MalformedModule(`${count} memories are too many`);
    while (memories.length < count) {
      const { flags, minimum, maximum } = readMemory(content);
      memories.push({
        minimum: Number(minimum * PAGE),
        ...(maximum !== undefined && { maximum: Number(maximum * PAGE) }),
        shared: (flags & SHARED) !== 0,
        addresses: (flags & ADDRESSES_64) === 0 ? "i32" : "i64",
      });
    }
  }
  return memories;
}
