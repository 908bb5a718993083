/**
 * Going through the definitions of a component to make an instance of it.
 *
 * @module
 */

import type {
  CanonOptions,
  Component,
  CoreInstantiation,
  Definition,
  Item,
  Lift,
  Lower,
  ResourceDefinition,
  ResourceFunction,
} from "../component.ts";
import type { Reallocate } from "../canonical/memory.ts";
import { type Destructor, LivingType } from "../resources/living_type.ts";
import { ComponentInstance } from "./component_instance.ts";
import type { CoreInstance, CoreModule } from "./core_module.ts";
import { Environment } from "./environment.ts";
import { LiftedFunction } from "./lifted_function.ts";
import { lowerGuest } from "./lower_guest.ts";
import { lowerHost } from "./lower_host.ts";
import type { CoreFunction } from "./waiting.ts";
import { resourceDrop, resourceNew, resourceRep } from "./resource_functions.ts";
import type { Run } from "./run.ts";
import { Side } from "./side.ts";
import type { Surroundings, Thing, Things } from "./thing.ts";

/** A core module that is to be instantiated; what goes on with it wants the instance's exports. */
export interface CoreStep {
  readonly module: CoreModule;
  readonly imports: WebAssembly.Imports;
}

/** Asks for each core module to be instantiated, since that may have to wait. */
export type Steps<T> = Generator<CoreStep, T, CoreInstance>;

/**
 * Makes an instance of `component`.
 *
 * @param imports what it imports, by name
 * @param around the definitions of the component that it is defined in
 * @param parent the instance that it is made in
 * @returns what it exports
 */
export function* instantiateDefinitions(
  { definitions }: Component,
  imports: Things,
  run: Run,
  around?: Surroundings,
  parent?: ComponentInstance,
): Steps<Things> {
  const instance = new ComponentInstance(run.room, parent);
  run.add(instance, definitions.length);
  const here = new Environment(run, instance, around);
  const exports = new Map<string, Thing>();
  for (const definition of definitions) {
    switch (definition.kind) {
      case "core-instantiation":
        here.core.instance.push(yield* instantiateCore(definition, here));
        break;
      case "instantiation": {
        const { component, around } = here.components[definition.component]!;
        const given = thingsOf(definition.arguments, here);
        const made = yield* instantiateDefinitions(component, given, run, around, instance);
        here.add({ sort: "instance", exports: made }, definition.type);
        break;
      }
      case "import":
        here.add(imports.get(definition.name)!, definition.type);
        break;
      case "export": {
        const thing = here.thing(definition.sort, definition.index, definition.type);
        exports.set(definition.name, thing);
        here.add(thing, definition.type);
        break;
      }
      default:
        define(definition, here);
    }
  }
  return exports;
}

/** The definitions that run nothing of a guest's. */
type QuietDefinition = Exclude<
  Definition,
  { kind: "core-instantiation" | "instantiation" | "import" | "export" }
>;

function define(definition: QuietDefinition, here: Environment): void {
  const { core } = here;
  switch (definition.kind) {
    case "core-module":
      core.module.push(here.run.moduleOf(definition));
      break;
    case "core-inline-instance": {
      const exports = Object.create(null);
      for (const { name, sort, index } of definition.exports) exports[name] = core[sort][index];
      core.instance.push(exports);
      break;
    }
    case "core-export-alias":
      here.addCore(definition.sort, core.instance[definition.instance]![definition.name]);
      break;
    case "component":
      here.components.push({ component: definition.component, around: here });
      break;
    case "inline-instance":
      here.add(
        { sort: "instance", exports: thingsOf(definition.exports, here) },
        definition.type,
      );
      break;
    case "export-alias":
      here.add(here.instances[definition.instance]!.get(definition.name)!, definition.type);
      break;
    case "outer-alias": {
      let outer: Surroundings = here;
      for (let i = 0; i < definition.count; i++) outer = outer.around!;
      if (definition.sort === "component") {
        here.components.push(outer.components[definition.index]!);
      } else core.module.push(outer.core.module[definition.index]!);
      break;
    }
    case "resource":
      defineResource(definition, here);
      break;
    case "lift":
      here.functions.push(lifted(definition, here));
      break;
    case "lower":
      core.function.push(lowered(definition, here));
      break;
    case "resource.new":
    case "resource.drop":
    case "resource.rep":
      core.function.push(resourceFunction(definition, here));
  }
}

function* instantiateCore(
  { module, arguments: given }: CoreInstantiation,
  { run, core }: Environment,
): Steps<CoreInstance> {
  run.countInstance();
  const imports: WebAssembly.Imports = Object.create(null);
  for (const { name, instance } of given) {
    imports[name] = core.instance[instance] as WebAssembly.ModuleImports;
  }
  return yield { module: core.module[module]!, imports };
}

function thingsOf(items: readonly Item[], here: Environment): Things {
  return new Map(
    items.map(({ name, sort, index, type }) => [name, here.thing(sort, index, type)]),
  );
}

function defineResource({ resource, destructor }: ResourceDefinition, here: Environment): void {
  const call = destructor === undefined ? undefined : here.core.function[destructor] as Destructor;
  here.bindType(resource, LivingType.ofGuest(here.instance, call));
}

function lifted({ core, options, type }: Lift, here: Environment): LiftedFunction {
  const { postReturn } = options;
  return new LiftedFunction(
    here.core.function[core]!,
    type,
    sideOf(options, here),
    postReturn === undefined ? undefined : here.core.function[postReturn],
  );
}

function lowered({ function: index, options, type }: Lower, here: Environment): CoreFunction {
  const callee = here.functions[index]!;
  const side = sideOf(options, here);
  return callee instanceof LiftedFunction
    ? lowerGuest(callee, type, side)
    : lowerHost(callee, type, side);
}

function resourceFunction({ kind, resource }: ResourceFunction, here: Environment): CoreFunction {
  const type = here.living(resource);
  switch (kind) {
    case "resource.new":
      return resourceNew(type, here.instance, here.run);
    case "resource.drop":
      return resourceDrop(type, here.instance, here.run);
    case "resource.rep":
      return resourceRep(type, here.instance, here.run);
  }
}

function sideOf({ encoding, memory, realloc }: CanonOptions, here: Environment): Side {
  const { run, instance, living, core } = here;
  return here.side(`${encoding} ${memory} ${realloc}`, () =>
    new Side({
      run,
      instance,
      living,
      encoding,
      memory: memory === undefined ? undefined : core.memory[memory],
      realloc: realloc === undefined ? undefined : core.function[realloc] as Reallocate,
    }));
}
