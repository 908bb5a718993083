/**
 * The index spaces of one component instance.
 *
 * @module
 */

import type { CoreSort } from "../component.ts";
import type { LivingType } from "../resources/living_type.ts";
import type { ExternType, ResourceType } from "../types.ts";
import type { ComponentInstance } from "./component_instance.ts";
import type { CoreInstance, CoreModule } from "./core_module.ts";
import type { ComponentFunction } from "./lifted_function.ts";
import type { CoreFunction } from "./waiting.ts";
import type { Run } from "./run.ts";
import type { Side } from "./side.ts";
import type { EnclosedComponent, Surroundings, Thing, Things } from "./thing.ts";

/** What the definitions of a component have brought so far. */
export class Environment implements Surroundings {
  readonly run: Run;
  readonly instance: ComponentInstance;
  readonly around: Surroundings | undefined;
  readonly core: {
    readonly function: CoreFunction[];
    readonly table: WebAssembly.Table[];
    readonly memory: WebAssembly.Memory[];
    readonly global: WebAssembly.Global[];
    readonly tag: object[];
    readonly module: CoreModule[];
    readonly instance: CoreInstance[];
  } = { function: [], table: [], memory: [], global: [], tag: [], module: [], instance: [] };
  readonly functions: ComponentFunction[] = [];
  readonly components: EnclosedComponent[] = [];
  readonly instances: Things[] = [];
  readonly #sides = new Map<string, Side>();
  readonly #living = new Map<ResourceType, LivingType>();

  constructor(run: Run, instance: ComponentInstance, around: Surroundings | undefined) {
    this.run = run;
    this.instance = instance;
    this.around = around;
  }

  /** The side of functions with the same options, which share their views of memory. */
  side(options: string, make: () => Side): Side {
    let side = this.#sides.get(options);
    if (side === undefined) this.#sides.set(options, side = make());
    return side;
  }

  /** The type that stands behind `type` in the text of the component. */
  readonly living = (type: ResourceType): LivingType => {
    const living = this.#living.get(type);
    if (living === undefined) throw new Error("a resource type that no definition has brought");
    return living;
  };

  /** Notes which type stands behind `type`. */
  bindType(type: ResourceType, living: LivingType): void {
    this.#living.set(type, living);
  }

  /** Notes which types stand behind those of `type`, as which `thing` is seen here. */
  bind(type: ExternType, thing: Thing): void {
    if (type.kind === "type" && type.type.kind === "resource" && thing.sort === "type") {
      this.bindType(type.type, thing.living!);
    } else if (type.kind === "instance" && thing.sort === "instance") {
      for (const [name, one] of type.exports) this.bind(one, thing.exports.get(name)!);
    }
  }

  /** Adds `thing`, which is seen here as of `type`, to the space of its sort. */
  add(thing: Thing, type: ExternType): void {
    this.bind(type, thing);
    switch (thing.sort) {
      case "function":
        this.functions.push(thing.function);
        break;
      case "instance":
        this.instances.push(thing.exports);
        break;
      case "component":
        this.components.push(thing.component);
        break;
      case "core-module":
        this.core.module.push(thing.module);
        break;
      case "type":
    }
  }

  /** What is under `index` in the space of `sort`, where `type` says which type is meant. */
  thing(sort: Thing["sort"], index: number, type: ExternType): Thing {
    switch (sort) {
      case "function":
        return { sort, function: this.functions[index]! };
      case "instance":
        return { sort, exports: this.instances[index]! };
      case "component":
        return { sort, component: this.components[index]! };
      case "core-module":
        return { sort, module: this.core.module[index]! };
      case "type": {
        const isResource = type.kind === "type" && type.type.kind === "resource";
        return { sort, living: isResource ? this.living(type.type as ResourceType) : undefined };
      }
    }
  }

  /** Adds what a core instance exports to the space of `sort`. */
  addCore(sort: CoreSort, value: unknown): void {
    (this.core[sort] as unknown[]).push(value);
  }
}
