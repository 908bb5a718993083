/**
 * Reading the types of imports and exports.
 *
 * @module
 */

import type { BinaryReader } from "../../wasm/binary_reader.ts";
import type { DefinedType, ExternType } from "../types.ts";
import { BrokenRule, UnsupportedComponent } from "./errors.ts";
import { introduced } from "./items.ts";
import { expectByte, unknownByte } from "./reading.ts";
import { entryOf, type Scope } from "./scope.ts";
import { freshInstance } from "./substitution.ts";

const CORE = 0x00;
const CORE_MODULE = 0x11;
const FUNCTION = 0x01;
const VALUE = 0x02;
const TYPE = 0x03;
const COMPONENT = 0x04;
const INSTANCE = 0x05;

const EQUAL = 0x00;
const SUB_RESOURCE = 0x01;

/** Reads the type of an import or export. */
export function readExternType(reader: BinaryReader, scope: Scope): ExternType {
  const byte = reader.byte();
  switch (byte) {
    case CORE: {
      expectByte(reader, CORE_MODULE, "sort of an import or export");
      const type = entryOf(scope.coreTypes, reader.u32(), "core type");
      if (type?.kind !== "module") throw new BrokenRule("the core type is not one of modules");
      return type;
    }
    case FUNCTION:
      return readTypeOf(reader, scope, "function");
    case VALUE:
      throw new UnsupportedComponent("values");
    case TYPE:
      return readBound(reader, scope);
    case COMPONENT:
      return readTypeOf(reader, scope, "component");
    case INSTANCE:
      return freshInstance(readTypeOf(reader, scope, "instance"), scope.types);
    default:
      return unknownByte(reader, byte, "sort of an import or export");
  }
}

function readBound(reader: BinaryReader, scope: Scope): ExternType {
  const byte = reader.byte();
  switch (byte) {
    case EQUAL:
      return introduced(entryOf(scope.definedTypes, reader.u32(), "type"), scope.types);
    case SUB_RESOURCE:
      return { kind: "type", bound: "sub-resource", type: { kind: "resource" } };
    default:
      return unknownByte(reader, byte, "bound of a type");
  }
}

function readTypeOf<K extends DefinedType["kind"]>(reader: BinaryReader, scope: Scope, kind: K) {
  const { type } = entryOf(scope.definedTypes, reader.u32(), "type");
  if (type.kind !== kind) throw new BrokenRule(`a ${kind} cannot have the type of a ${type.kind}`);
  return type as Extract<DefinedType, { kind: K }>;
}
