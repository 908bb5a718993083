/**
 * Which features of WebAssembly the type section of a module belongs to.
 *
 * @module
 */

import { type BinaryReader, MalformedModule } from "./binary_reader.ts";
import type { Use } from "./instructions.ts";
import { skipType } from "./reference_types.ts";

const FUNCTION = 0x60;
const STRUCT = 0x5f;
const ARRAY = 0x5e;
const CONTINUATION = 0x5d;
const SUB = 0x50;
const SUB_FINAL = 0x4f;
const RECURSIVE = 0x4e;

/** More than V8 takes. */
const MAX_TYPES = 10_000_000;

/**
 * Reads one entry of the type section, which may be several types.
 *
 * @param multi takes of each type whether a block of it needs multi-value
 */
export function readTypeForms(code: BinaryReader, use: Use, multi: boolean[]): void {
  const form = code.byte();
  if (form !== RECURSIVE) {
    code.position--;
    multi.push(readType(code, use));
    return;
  }
  use("gc");
  const count = code.u32();
  if (multi.length + count > MAX_TYPES) throw new MalformedModule("the types are too many");
  for (let i = 0; i < count; i++) multi.push(readType(code, use));
}

function readType(code: BinaryReader, use: Use): boolean {
  let form = code.byte();
  if (form === SUB || form === SUB_FINAL) {
    use("gc");
    code.skipNumbers(code.u32());
    form = code.byte();
  }
  switch (form) {
    case FUNCTION: {
      const parameters = skipTypes(code, use);
      const results = skipTypes(code, use);
      if (results > 1) use("multi-value");
      return parameters > 0 || results > 1;
    }
    case STRUCT:
      use("gc");
      for (let count = code.u32(); count > 0; count--) skipField(code, use);
      return false;
    case ARRAY:
      use("gc");
      skipField(code, use);
      return false;
    case CONTINUATION:
      use("stack-switching");
      code.skipNumber();
      return false;
    default:
      throw new MalformedModule(`the form 0x${form.toString(16)} of a type is not known`);
  }
}

function skipTypes(code: BinaryReader, use: Use): number {
  const count = code.u32();
  for (let i = 0; i < count; i++) skipType(code, use);
  return count;
}

/** A type and whether it can be set. */
function skipField(code: BinaryReader, use: Use): void {
  skipType(code, use);
  code.advance(1);
}
