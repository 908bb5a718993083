/**
 * Reading how a function is lifted or lowered.
 *
 * @module
 */

import type { BinaryReader } from "../../wasm/binary_reader.ts";
import type { CanonOptions, StringEncoding } from "../component.ts";
import { sameFunctions } from "./core_matching.ts";
import { BrokenRule, refuseAsync } from "./errors.ts";
import { list, unknownByte } from "./reading.ts";
import { coreFunctionAt, entryOf, type Scope } from "./scope.ts";

const ENCODINGS: readonly StringEncoding[] = ["utf8", "utf16", "latin1+utf16"];

const MEMORY = 0x03;
const REALLOC = 0x04;
const POST_RETURN = 0x05;
const ASYNC = 0x06;
const CALLBACK = 0x07;

const REALLOC_TYPE = { parameters: ["i32", "i32", "i32", "i32"], results: ["i32"] };

/** Reads options; whether they suffice depends on the function. */
export function readCanonOptions(reader: BinaryReader, scope: Scope): CanonOptions {
  const options: { -readonly [K in keyof CanonOptions]?: CanonOptions[K] } = {};
  const set = <K extends keyof CanonOptions>(option: K, value: CanonOptions[K]) => {
    if (options[option] !== undefined) throw new BrokenRule(`the option ${option} is there twice`);
    options[option] = value;
  };
  list(reader, () => {
    const byte = reader.byte();
    const encoding = ENCODINGS[byte];
    if (encoding !== undefined) return set("encoding", encoding);
    switch (byte) {
      case MEMORY:
        return set("memory", readMemory(reader, scope));
      case REALLOC:
        return set("realloc", readRealloc(reader, scope));
      case POST_RETURN:
        return set("postReturn", reader.u32());
      case ASYNC:
      case CALLBACK:
        return refuseAsync();
      default:
        return unknownByte(reader, byte, "option");
    }
  });
  if (options.realloc !== undefined && options.memory === undefined) {
    throw new BrokenRule("the option realloc needs the option memory");
  }
  return { encoding: "utf8", ...options };
}

function readMemory(reader: BinaryReader, scope: Scope): number {
  const index = reader.u32();
  const memory = entryOf(scope.core.memory, index, "core memory");
  if (memory.kind !== "memory" || memory.shared || memory.addresses !== "i32") {
    throw new BrokenRule("the option memory needs a memory of 32 bits that is not shared");
  }
  return index;
}

function readRealloc(reader: BinaryReader, scope: Scope): number {
  const index = reader.u32();
  const type = coreFunctionAt(scope, index);
  if (type !== undefined && !sameFunctions(type, REALLOC_TYPE)) {
    throw new BrokenRule("the function of the option realloc has another type");
  }
  return index;
}
