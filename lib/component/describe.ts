/**
 * What a component is like from outside, as data.
 *
 * @module
 */

import { decodeComponent } from "./decode/component.ts";
import type { ComponentType, ExternType } from "./types.ts";
import { interfaceName } from "./wit/identifiers.ts";
import { printSignature } from "./wit/print_type.ts";
import { printWorld } from "./wit/print_world.ts";
import { type Items, LocalNames, type Origins, originsOf } from "./wit/type_names.ts";

/** A function by its name and its signature in WIT, such as `func(text: string) -> u32`. */
export interface FunctionDescription {
  /** As in WIT; that of a method is like `[method]descriptor.read`. */
  readonly name: string;
  /** In WIT. */
  readonly signature: string;
}

/** What a component imports or exports under a name. */
export interface ItemDescription {
  /** Such as `wasi:io/streams@0.2.0`, or without a colon where it is of the component's own world. */
  readonly name: string;
  /** An interface is imported and exported as an instance. */
  readonly kind: "function" | "interface" | "type" | "component" | "core module";
  /** Of an interface that has one: `0.2.0`. */
  readonly version?: string | undefined;
  /** Of a function, in WIT. */
  readonly signature?: string | undefined;
  /** Of an interface, methods of its resources among them. */
  readonly functions?: readonly FunctionDescription[] | undefined;
}

/** What a component is like from outside. */
export interface ComponentDescription {
  /** Tells it from a core module. */
  readonly kind: "component";
  /** In the order of the binary. */
  readonly imports: readonly ItemDescription[];
  /** In the order of the binary. */
  readonly exports: readonly ItemDescription[];
  /** All of it in WIT: a world called `root`, and the interfaces that it imports and exports. */
  readonly wit: string;
}

/**
 * Describes a component.
 *
 * @throws MalformedComponent when it is not valid
 * @throws UnsupportedComponent when it uses what is not run, such as async
 */
export function describeComponent(bytes: Uint8Array): ComponentDescription {
  const { type } = decodeComponent(bytes);
  const origins = originsOf(type);
  return {
    kind: "component",
    imports: described([...type.imports], origins, type),
    exports: described([...type.exports], origins, type),
    wit: printWorld(type),
  };
}

function described(items: Items, origins: Origins, type: ComponentType): ItemDescription[] {
  const world = new LocalNames(origins, [...type.imports, ...type.exports], undefined);
  return items.map(([name, item]) => describedItem(name, item, world, origins));
}

function describedItem(
  name: string,
  type: ExternType,
  world: LocalNames,
  origins: Origins,
): ItemDescription {
  switch (type.kind) {
    case "function":
      return { name, kind: "function", signature: printSignature(type, world) };
    case "instance": {
      const items = [...type.exports];
      const version = interfaceName(name)?.version;
      const names = new LocalNames(origins, items, name);
      return { name, kind: "interface", version, functions: functionsOf(items, names) };
    }
    case "module":
      return { name, kind: "core module" };
    default:
      return { name, kind: type.kind };
  }
}

function functionsOf(items: Items, names: LocalNames): FunctionDescription[] {
  return items.flatMap(([name, type]) => {
    if (type.kind !== "function") return [];
    const signature = printSignature(type, names);
    names.count(name.length + signature.length);
    return [{ name, signature }];
  });
}
