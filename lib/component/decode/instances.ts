/**
 * Reading instances.
 *
 * @module
 */

import type { BinaryReader } from "../../wasm/binary_reader.ts";
import type { InlineInstance, Instantiation, Item } from "../component.ts";
import { BrokenRule } from "./errors.ts";
import { checkAttributes, readIndexedItem, readItemName } from "./items.ts";
import { Matching } from "./matching.ts";
import { NamedItems } from "./named_items.ts";
import { list, readForm } from "./reading.ts";
import { entryOf, type Scope } from "./scope.ts";
import { instantiated } from "./substitution.ts";

/** Reads an instance into a scope. */
export function readInstance(reader: BinaryReader, scope: Scope): Instantiation | InlineInstance {
  return readForm(reader, "form of an instance", {
    instantiation: () => readInstantiation(reader, scope),
    inline: () => readInline(reader, scope),
  });
}

function readInstantiation(reader: BinaryReader, scope: Scope): Instantiation {
  const component = reader.u32();
  const expected = entryOf(scope.components, component, "component");
  const given = new Map<string, Item>();
  list(reader, () => {
    const name = reader.name();
    if (given.has(name)) throw new BrokenRule(`the argument "${name}" is there twice`);
    given.set(name, { name, ...readIndexedItem(reader, scope) });
  });
  const matching = new Matching(scope.types);
  for (const [name, type] of expected.imports) {
    matching.named(given.get(name)?.type, type, `the import "${name}"`);
  }
  const type = scope.types.admit(instantiated(expected, matching.replacements, scope.types));
  scope.instances.push(type);
  return { kind: "instantiation", component, arguments: [...given.values()], type };
}

function readInline(reader: BinaryReader, scope: Scope): InlineInstance {
  const named = new NamedItems("export", scope.types);
  const exports = list(reader, (): Item => {
    const itemName = readItemName(reader);
    const item = readIndexedItem(reader, scope);
    checkAttributes(itemName, item.type);
    named.add(itemName.name, item.type);
    return { name: itemName.name, ...item };
  });
  const type = scope.types.admit({ kind: "instance" as const, exports: named.all });
  scope.instances.push(type);
  return { kind: "inline-instance", exports, type };
}
