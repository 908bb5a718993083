/**
 * Memories and tables as a module declares them.
 *
 * @module
 */

import { type BinaryReader, MalformedModule } from "./binary_reader.ts";
import { unsigned } from "./binary_writer.ts";
import { skipConstantExpression } from "./constant_expression.ts";
import { readValueType, type ValueType } from "./value_type.ts";

export const HAS_MAXIMUM = 1;
export const SHARED = 2;
export const ADDRESSES_64 = 4;

/** In front of a table with an initial value. */
const TABLE_WITH_VALUE = 0x40;

/** A memory or table. */
export interface Growing {
  /** What stands before the limits. */
  readonly before: Uint8Array;
  readonly flags: number;
  readonly minimum: bigint;
  readonly maximum: bigint | undefined;
  /** What stands behind the limits. */
  readonly behind: Uint8Array;
}

/** Reads a memory. */
export function readMemory(content: BinaryReader): Growing {
  return readLimits(content, content.position, () => {});
}

/** Reads a table, and says what it holds. */
export function readTable(content: BinaryReader): Growing & { readonly holds: ValueType } {
  const start = content.position;
  const hasValue = content.byte() === TABLE_WITH_VALUE;
  if (hasValue) content.byte();
  else content.position = start;
  const holds = readValueType(content);
  const limits = readLimits(content, start, () => {
    if (hasValue) skipConstantExpression(content);
  });
  return { ...limits, holds };
}

/** Writes a memory or table as it was read, with the limits that it has now. */
export function written({ before, flags, minimum, maximum, behind }: Growing): Uint8Array[] {
  const limits = [
    flags,
    ...unsigned(minimum),
    ...maximum === undefined ? [] : unsigned(maximum),
  ];
  return [before, Uint8Array.from(limits), behind];
}

/** @param skip goes past what stands behind the limits */
function readLimits(content: BinaryReader, start: number, skip: () => void): Growing {
  const before = content.since(start);
  const flags = content.byte();
  if ((flags & ~(HAS_MAXIMUM | SHARED | ADDRESSES_64)) !== 0) {
    throw new MalformedModule(`unknown limits 0x${flags.toString(16)}`);
  }
  const minimum = content.u64();
  const maximum = (flags & HAS_MAXIMUM) === 0 ? undefined : content.u64();
  const end = content.position;
  skip();
  return { before, flags, minimum, maximum, behind: content.since(end) };
}
