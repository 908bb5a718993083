/**
 * Constant expressions: what a global or a table begins with.
 *
 * @module
 */

import { type BinaryReader, MalformedModule } from "./binary_reader.ts";

const END = 0x0b;
const GLOBAL_GET = 0x23;
const I32_CONST = 0x41;
const I64_CONST = 0x42;
const F32_CONST = 0x43;
const F64_CONST = 0x44;
const I32_ADD = 0x6a;
const I32_SUB = 0x6b;
const I32_MUL = 0x6c;
const I64_ADD = 0x7c;
const I64_SUB = 0x7d;
const I64_MUL = 0x7e;
const REF_NULL = 0xd0;
const REF_FUNC = 0xd2;
const VECTOR = 0xfd;

/**
 * Goes past a constant expression.
 *
 * @throws MalformedModule where an instruction is not one that may stand there, or makes an object
 * of the garbage collector
 */
export function skipConstantExpression(reader: BinaryReader): void {
  for (;;) {
    const instruction = reader.byte();
    switch (instruction) {
      case END:
        return;
      case GLOBAL_GET:
      case REF_FUNC:
        reader.u32();
        break;
      case I32_CONST:
      case I64_CONST:
      case REF_NULL:
        reader.signed();
        break;
      case F32_CONST:
        reader.take(4);
        break;
      case F64_CONST:
        reader.take(8);
        break;
      case VECTOR:
        // Only v128.const is constant.
        reader.u32();
        reader.take(16);
        break;
      case I32_ADD:
      case I32_SUB:
      case I32_MUL:
      case I64_ADD:
      case I64_SUB:
      case I64_MUL:
        break;
      default:
        throw new MalformedModule(`instruction 0x${instruction.toString(16)} is not constant`);
    }
  }
}
