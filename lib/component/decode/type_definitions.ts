/**
 * Reading type definitions: of values, functions, resources, instances and components.
 *
 * @module
 */

import type { BinaryReader } from "../../wasm/binary_reader.ts";
import type { ResourceDefinition } from "../component.ts";
import type { ComponentType, DefinedType, InstanceType, ResourceType } from "../types.ts";
import { readAlias } from "./aliases.ts";
import { readCoreTypes } from "./core_types.ts";
import { sameFunctions } from "./core_matching.ts";
import { BrokenRule, refuseAsync } from "./errors.ts";
import { readExternType } from "./extern_types.ts";
import { enterNamed, readItemName } from "./items.ts";
import { expectByte, list, optional, unknownByte } from "./reading.ts";
import { coreFunctionAt, Scope } from "./scope.ts";
import { readDefinedValueType, readFunctionType } from "./value_types.ts";

const FUNCTION = 0x40;
const COMPONENT = 0x41;
const INSTANCE = 0x42;
const ASYNC_FUNCTION = 0x43;
const RESOURCE = 0x3f;

const I32 = 0x7f;

const CORE_TYPE = 0x00;
const TYPE = 0x01;
const ALIAS = 0x02;
const IMPORT = 0x03;
const EXPORT = 0x04;

const DESTRUCTOR = { parameters: ["i32"], results: [] };

/** Reads a type definition into a scope; it has an effect only where it defines resources. */
export function readTypeDefinition(
  reader: BinaryReader,
  scope: Scope,
): ResourceDefinition | undefined {
  const byte = reader.byte();
  if (byte === RESOURCE) return readResource(reader, scope);
  scope.definedTypes.push({ type: readType(reader, byte, scope) });
  return undefined;
}

function readType(reader: BinaryReader, byte: number, scope: Scope): DefinedType {
  switch (byte) {
    case FUNCTION:
      return readFunctionType(reader, scope);
    case ASYNC_FUNCTION:
      return refuseAsync();
    case COMPONENT:
      return readComponentType(reader, scope);
    case INSTANCE:
      return readInstanceType(reader, scope);
    default:
      return readDefinedValueType(reader, byte, scope);
  }
}

function readResource(reader: BinaryReader, scope: Scope): ResourceDefinition {
  if (scope.kind !== "component") throw new BrokenRule("a type cannot define resources");
  expectByte(reader, I32, "representation of resources");
  const destructor = optional(reader, "start of an optional destructor", () => reader.u32());
  if (destructor !== undefined) {
    const type = coreFunctionAt(scope, destructor);
    if (type !== undefined && !sameFunctions(type, DESTRUCTOR)) {
      throw new BrokenRule("the destructor of a resource has another type");
    }
  }
  const resource: ResourceType = { kind: "resource" };
  scope.definedTypes.push({ type: resource });
  scope.implemented.add(resource);
  return { kind: "resource", resource, destructor };
}

function readComponentType(reader: BinaryReader, outer: Scope): ComponentType {
  const scope = new Scope("component-type", outer, outer.types);
  list(reader, () => scope.types.counted(reader, () => readDeclaration(reader, scope)));
  const [imports, exports] = [scope.imports.all, scope.exports.all];
  return scope.types.admit({ kind: "component", imports, exports });
}

function readInstanceType(reader: BinaryReader, outer: Scope): InstanceType {
  const scope = new Scope("instance-type", outer, outer.types);
  list(reader, () => scope.types.counted(reader, () => readDeclaration(reader, scope)));
  return scope.types.admit({ kind: "instance", exports: scope.exports.all });
}

function readDeclaration(reader: BinaryReader, scope: Scope): void {
  const byte = reader.byte();
  switch (byte) {
    case CORE_TYPE:
      return readCoreTypes(reader, scope);
    case TYPE:
      readTypeDefinition(reader, scope);
      return;
    case ALIAS:
      readAlias(reader, scope);
      return;
    case EXPORT: {
      const name = readItemName(reader);
      return enterNamed(scope, "export", name, readExternType(reader, scope));
    }
    case IMPORT:
      if (scope.kind === "component-type") {
        const name = readItemName(reader);
        return enterNamed(scope, "import", name, readExternType(reader, scope));
      }
  }
  unknownByte(reader, byte, "declaration in a type");
}
