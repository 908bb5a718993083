/**
 * Which features of WebAssembly the instructions of a piece of code belong to.
 *
 * @module
 */

import { type BinaryReader, MalformedModule } from "./binary_reader.ts";
import type { Feature } from "./feature_names.ts";
import { skipType } from "./reference_types.ts";

/** Takes a feature that is used. */
export type Use = (feature: Feature) => void;

/** Says whether the type of a block takes what is on the stack, or leaves more than one value. */
export type IsMulti = (type: number) => boolean;

/** In an alignment: the number of a memory follows. */
const HAS_MEMORY = 0x40;

/**
 * Reads instructions until all is read.
 *
 * @throws MalformedModule where one is not known, or breaks off
 */
export function readInstructions(code: BinaryReader, use: Use, isMulti: IsMulti): void {
  while (!code.done) readInstruction(code, use, isMulti);
}

/** Reads the instructions of a constant expression, the `end` behind it included. */
export function readConstant(code: BinaryReader, use: Use): void {
  for (;;) {
    const opcode = code.byte();
    if (opcode === 0x0b) return;
    if ((opcode >= 0x6a && opcode <= 0x6c) || (opcode >= 0x7c && opcode <= 0x7e)) {
      use("extended-constants");
    } else {
      code.position--;
      readInstruction(code, use, () => false);
    }
  }
}

function readInstruction(code: BinaryReader, use: Use, isMulti: IsMulti): void {
  const opcode = code.byte();
  // The most frequent first: locals, constants, loads and stores, arithmetic.
  if (opcode >= 0x20 && opcode <= 0x24) return code.skipNumber();
  if (opcode === 0x41 || opcode === 0x42) return code.skipNumber();
  if (opcode >= 0x28 && opcode <= 0x3e) return skipAccess(code, use);
  if (opcode >= 0x45 && opcode <= 0xbf) return;
  if (opcode >= 0xc0 && opcode <= 0xc4) return use("sign-extension");
  switch (opcode) {
    case 0x00: // unreachable
    case 0x01: // nop
    case 0x05: // else
    case 0x0b: // end
    case 0x0f: // return
    case 0x1a: // drop
    case 0x1b: // select
      return;
    case 0x02: // block
    case 0x03: // loop
    case 0x04: // if
      return readBlockType(code, use, isMulti);
    case 0x06: // try
      use("legacy-exceptions");
      return readBlockType(code, use, isMulti);
    case 0x07: // catch
    case 0x09: // rethrow
    case 0x18: // delegate
      use("legacy-exceptions");
      return code.skipNumber();
    case 0x19: // catch_all
      return use("legacy-exceptions");
    case 0x0a: // throw_ref
      return use("exceptions");
    case 0x1f: // try_table
      use("exceptions");
      readBlockType(code, use, isMulti);
      for (let count = code.u32(); count > 0; count--) {
        const all = code.byte() >= 2;
        code.skipNumbers(all ? 1 : 2);
      }
      return;
    case 0x08: // throw
    case 0x0c: // br
    case 0x0d: // br_if
    case 0x10: // call
      return code.skipNumber();
    case 0x0e: // br_table
      for (let count = code.u32(); count > 0; count--) code.skipNumber();
      return code.skipNumber();
    case 0x11: // call_indirect
      return readIndirect(code, use);
    case 0x12: // return_call
      use("tail-calls");
      return code.skipNumber();
    case 0x13: // return_call_indirect
      use("tail-calls");
      return readIndirect(code, use);
    case 0x15: // return_call_ref
      use("tail-calls");
      use("typed-function-references");
      return code.skipNumber();
    case 0x14: // call_ref
    case 0xd5: // br_on_null
    case 0xd6: // br_on_non_null
      use("typed-function-references");
      return code.skipNumber();
    case 0xd4: // ref.as_non_null
      return use("typed-function-references");
    case 0x1c: // select with types
      use("reference-types");
      for (let count = code.u32(); count > 0; count--) skipType(code, use);
      return;
    case 0x25: // table.get
    case 0x26: // table.set
    case 0xd0: // ref.null
    case 0xd2: // ref.func
      use("reference-types");
      return code.skipNumber();
    case 0xd1: // ref.is_null
      return use("reference-types");
    case 0xd3: // ref.eq
      return use("gc");
    case 0x3f: // memory.size
    case 0x40: // memory.grow
      return readMemories(code, use, 1);
    case 0x43: // f32.const
      return code.advance(4);
    case 0x44: // f64.const
      return code.advance(8);
    case 0xfb:
      use("gc");
      return skipObject(code, code.u32());
    case 0xfc:
      return readBulk(code, use, code.u32());
    case 0xfd:
      return readVector(code, use, code.u32());
    case 0xfe:
      use("threads");
      return code.u32() === 3 ? code.advance(1) : skipAccess(code, use);
    default:
      throw new MalformedModule(`the instruction 0x${opcode.toString(16)} is not known`);
  }
}

function readBlockType(code: BinaryReader, use: Use, isMulti: IsMulti): void {
  const start = code.position;
  const type = code.s33();
  if (type >= 0) {
    if (isMulti(type)) use("multi-value");
  } else if (type !== -0x40) {
    // -0x40 is a block without a value; any other negative number is a type, which may be longer.
    code.position = start;
    skipType(code, use);
  }
}

/** A type and a table, which has always been 0 where there could be but one. */
function readIndirect(code: BinaryReader, use: Use): void {
  code.skipNumber();
  if (code.u32() !== 0) use("reference-types");
}

/** An alignment and an offset, and the number of a memory between them. */
function skipAccess(code: BinaryReader, use: Use): void {
  if ((code.u32() & HAS_MEMORY) !== 0) readMemories(code, use, 1);
  code.skipNumber();
}

function readMemories(code: BinaryReader, use: Use, count: number): void {
  for (let i = 0; i < count; i++) if (code.u32() !== 0) use("multi-memory");
}

/** Behind 0xfc: conversions, and moving many bytes or references at once. */
function readBulk(code: BinaryReader, use: Use, opcode: number): void {
  if (opcode <= 7) return use("saturating-conversions");
  if (opcode >= 19 && opcode <= 22) return use("wide-arithmetic");
  if (opcode > 17) throw new MalformedModule(`the instruction 0xfc ${opcode} is not known`);
  use(opcode <= 14 ? "bulk-memory" : "reference-types");
  switch (opcode) {
    case 8: // memory.init
      code.skipNumber();
      return readMemories(code, use, 1);
    case 10: // memory.copy
      return readMemories(code, use, 2);
    case 11: // memory.fill
      return readMemories(code, use, 1);
    case 12: // table.init
    case 14: // table.copy
      return code.skipNumbers(2);
    default:
      return code.skipNumber();
  }
}

/** Behind 0xfd: 128 bits at once. */
function readVector(code: BinaryReader, use: Use, opcode: number): void {
  use(opcode >= 0x100 ? "relaxed-simd" : "simd");
  if (opcode <= 11 || opcode === 92 || opcode === 93) return skipAccess(code, use);
  if (opcode === 12 || opcode === 13) return code.advance(16);
  if (opcode >= 21 && opcode <= 34) return code.advance(1);
  if (opcode >= 84 && opcode <= 91) {
    skipAccess(code, use);
    code.advance(1);
  }
}

/** Behind 0xfb: objects of the garbage collector. */
function skipObject(code: BinaryReader, opcode: number): void {
  switch (opcode) {
    case 15: // array.len
    case 26: // any.convert_extern
    case 27: // extern.convert_any
    case 28: // ref.i31
    case 29: // i31.get_s
    case 30: // i31.get_u
      return;
    case 0: // struct.new
    case 1: // struct.new_default
    case 6: // array.new
    case 7: // array.new_default
    case 11: // array.get
    case 12: // array.get_s
    case 13: // array.get_u
    case 14: // array.set
    case 16: // array.fill
    case 20: // ref.test
    case 21: // ref.test, or null
    case 22: // ref.cast
    case 23: // ref.cast, or null
      return code.skipNumber();
    case 24: // br_on_cast
    case 25: // br_on_cast_fail
      code.advance(1);
      return code.skipNumbers(3);
    default:
      if (opcode > 30) throw new MalformedModule(`the instruction 0xfb ${opcode} is not known`);
      return code.skipNumbers(2);
  }
}
