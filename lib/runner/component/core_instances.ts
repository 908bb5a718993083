/**
 * How often a component instantiates each of its core modules, found out without doing it.
 *
 * @module
 */

import type { Component, CoreModuleDefinition, Item } from "../../component/component.ts";
import type { ExternType } from "../../component/types.ts";

/** More instances than a run may make: it ends before, and nobody has to know how many there would be. */
const ENOUGH = 1000;

/** What can lead to a core module. */
type Thing =
  | { readonly sort: "core-module"; readonly module: CoreModuleDefinition }
  | { readonly sort: "component"; readonly component: Enclosed }
  | { readonly sort: "instance"; readonly exports: Things }
  | { readonly sort: "other" };

type Things = ReadonlyMap<string, Thing>;

/** A component with what it can refer to of the components around it. */
interface Enclosed {
  readonly component: Component;
  readonly around: Spaces | undefined;
}

/** The number of instances of each core module that has any. */
export function coreInstances(component: Component): Map<CoreModuleDefinition, number> {
  const count = new Count();
  count.instantiate({ component, around: undefined }, new Map());
  return count.modules;
}

/** The index spaces of one component. */
class Spaces {
  readonly modules: CoreModuleDefinition[] = [];
  readonly components: Enclosed[] = [];
  readonly instances: Things[] = [];
  readonly around: Spaces | undefined;

  constructor(around: Spaces | undefined) {
    this.around = around;
  }

  add(thing: Thing): void {
    if (thing.sort === "core-module") this.modules.push(thing.module);
    else if (thing.sort === "component") this.components.push(thing.component);
    else if (thing.sort === "instance") this.instances.push(thing.exports);
  }

  thing({ sort, index }: Pick<Item, "sort" | "index">): Thing {
    switch (sort) {
      case "core-module":
        return { sort, module: this.modules[index]! };
      case "component":
        return { sort, component: this.components[index]! };
      case "instance":
        return { sort, exports: this.instances[index]! };
      default:
        return { sort: "other" };
    }
  }

  things(items: readonly Item[]): Things {
    return new Map(items.map((item) => [item.name, this.thing(item)]));
  }
}

/** Goes through definitions as instantiating them does. */
class Count {
  readonly modules = new Map<CoreModuleDefinition, number>();
  #instances = 0;

  instantiate({ component, around }: Enclosed, imports: Things): Things {
    const here = new Spaces(around);
    const exports = new Map<string, Thing>();
    for (const definition of component.definitions) {
      if (this.#instances > ENOUGH) break;
      switch (definition.kind) {
        case "core-module":
          here.modules.push(definition);
          break;
        case "component":
          here.components.push({ component: definition.component, around: here });
          break;
        case "core-instantiation": {
          const module = here.modules[definition.module]!;
          this.#instances++;
          this.modules.set(module, (this.modules.get(module) ?? 0) + 1);
          break;
        }
        case "instantiation": {
          this.#instances++;
          const given = here.things(definition.arguments);
          here.instances.push(this.instantiate(here.components[definition.component]!, given));
          break;
        }
        case "inline-instance":
          here.instances.push(here.things(definition.exports));
          break;
        case "export-alias":
          here.add(here.instances[definition.instance]!.get(definition.name)!);
          break;
        case "outer-alias": {
          let outer = here;
          for (let i = 0; i < definition.count; i++) outer = outer.around!;
          here.add(outer.thing(definition));
          break;
        }
        case "import":
          here.add(imports.get(definition.name) ?? hosts(definition.type));
          break;
        case "export": {
          const thing = here.thing(definition);
          exports.set(definition.name, thing);
          here.add(thing);
        }
      }
    }
    return exports;
  }
}

/** What the host provides: interfaces, in which there are functions and types alone. */
function hosts(type: ExternType): Thing {
  if (type.kind !== "instance") return { sort: "other" };
  const names = [...type.exports.keys()];
  return { sort: "instance", exports: new Map(names.map((name) => [name, { sort: "other" }])) };
}
