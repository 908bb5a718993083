/**
 * Reading imports and exports of components.
 *
 * @module
 */

import type { BinaryReader } from "../../wasm/binary_reader.ts";
import type { ExportDefinition, ImportDefinition } from "../component.ts";
import type { ComponentType, ExternType, ResourceType } from "../types.ts";
import { readExternType } from "./extern_types.ts";
import {
  enterNamed,
  type IndexedItem,
  introduced,
  readIndexedItem,
  readItemName,
} from "./items.ts";
import { Matching } from "./matching.ts";
import { optional } from "./reading.ts";
import { entryOf, type Scope } from "./scope.ts";

/** Reads an import into a scope. */
export function readImport(reader: BinaryReader, scope: Scope): ImportDefinition {
  const name = readItemName(reader);
  const type = readExternType(reader, scope);
  enterNamed(scope, "import", name, type);
  return { kind: "import", name: name.name, type };
}

/** Reads an export into a scope. */
export function readExport(reader: BinaryReader, scope: Scope): ExportDefinition {
  const name = readItemName(reader);
  const item = readIndexedItem(reader, scope);
  const ascribed = optional(
    reader,
    "start of an optional type",
    () => readExternType(reader, scope),
  );
  if (ascribed !== undefined) new Matching(scope.types).extern(item.type, ascribed);
  const type = ascribed ?? inferred(item, scope);
  enterNamed(scope, "export", name, type);
  return { kind: "export", name: name.name, sort: item.sort, index: item.index, type };
}

function inferred({ sort, index, type }: IndexedItem, scope: Scope): ExternType {
  if (sort !== "type") return type;
  return introduced(entryOf(scope.definedTypes, index, "type"), scope.types);
}

/**
 * The type of a component as it is seen from outside: the resource types that it exports, and does not
 * import, are abstract there, each from its first export on.
 */
export function closedType(scope: Scope): ComponentType {
  const known = new Set<ResourceType>();
  const close = (type: ExternType): ExternType => {
    switch (type.kind) {
      case "instance":
        return { ...type, exports: closeAll(type.exports) };
      case "type": {
        if (type.type.kind !== "resource") return type;
        const bound = known.has(type.type) ? "equal" : "sub-resource";
        known.add(type.type);
        return scope.types.namedAs({ ...type, bound }, type);
      }
      default:
        return type;
    }
  };
  const closeAll = (items: ReadonlyMap<string, ExternType>) => {
    scope.types.spend(items.size);
    return new Map([...items].map(([name, type]) => [name, close(type)]));
  };
  // In this order: what an import has brought is not abstract in an export.
  const imports = closeAll(scope.imports.all);
  const exports = closeAll(scope.exports.all);
  return { kind: "component", imports, exports };
}
