/**
 * What of a module can grow without a memory or a table: objects on the heap of the engine.
 *
 * @module
 */

import { type BinaryReader, MalformedModule } from "./binary_reader.ts";
import { skipConstantExpression } from "./constant_expression.ts";
import { readTable } from "./growing.ts";
import { type FunctionType, readTypes } from "./module_interface.ts";
import { sectionsOf } from "./sections.ts";
import { readValueType } from "./value_type.ts";

/** A way to fill the heap: objects of the guest's own types, or exceptions that it keeps. */
export type HeapUse = "objects" | "exceptions";

const SECTION_TYPE = 1;
const SECTION_TABLE = 4;
const SECTION_GLOBAL = 6;
const SECTION_TAG = 13;

/** As many numbers as an exception may carry: compilers use one or two. */
const MAX_CARRIED = 16;

/** Bytes of the largest type section that is read: the engine takes a million types, most of 5 bytes. */
const MAX_TYPES = 1 << 24;

const NUMBERS = ["i32", "i64", "f32", "f64", "v128"];

/**
 * Finds a way in which a module can fill the heap.
 *
 * Struct and array types are one: their objects can refer to each other without end. Exceptions are
 * another as soon as they carry references, or much, or are kept in tables and globals; on the stack
 * alone there is room for few.
 *
 * @param bytes a core module, which need not be valid
 * @throws MalformedModule when it cannot be read
 */
export function heapUseOf(bytes: Uint8Array): HeapUse | undefined {
  const types: (FunctionType | undefined)[] = [];
  for (const { id, start, end, content } of sectionsOf(bytes)) {
    switch (id) {
      case SECTION_TYPE:
        if (end - start > MAX_TYPES) throw new MalformedModule("the types are too many");
        readTypes(content, types);
        if (types.includes(undefined)) return "objects";
        break;
      case SECTION_TABLE:
        if (some(content, (reader) => readTable(reader).holds === "exception")) return "exceptions";
        break;
      case SECTION_GLOBAL:
        if (some(content, readGlobal)) return "exceptions";
        break;
      case SECTION_TAG:
        if (some(content, (reader) => !isSmall(types[readTag(reader)]))) return "exceptions";
        break;
    }
  }
  return undefined;
}

function some(content: BinaryReader, read: (content: BinaryReader) => boolean): boolean {
  for (let count = content.u32(); count > 0; count--) {
    if (read(content)) return true;
  }
  // What was read otherwise than the engine reads it does not count.
  if (!content.done) throw new MalformedModule(`a section goes on at byte ${content.position}`);
  return false;
}

/** @returns whether it holds exceptions */
function readGlobal(content: BinaryReader): boolean {
  const holds = readValueType(content);
  content.byte();
  skipConstantExpression(content);
  return holds === "exception";
}

/** @returns the index of its type */
function readTag(content: BinaryReader): number {
  content.byte();
  return content.u32();
}

/** Whether what an exception of this type carries is of little weight. */
function isSmall(type: FunctionType | undefined): boolean {
  return type !== undefined && type.parameters.length <= MAX_CARRIED &&
    type.parameters.every((one) => NUMBERS.includes(one));
}
