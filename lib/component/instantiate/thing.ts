/**
 * What components import, export and pass to each other.
 *
 * @module
 */

import type { Component } from "../component.ts";
import type { LivingType } from "../resources/living_type.ts";
import type { CoreModule } from "./core_module.ts";
import type { ComponentFunction } from "./lifted_function.ts";

/** Things by name. */
export type Things = ReadonlyMap<string, Thing>;

/** Something that has a name in a component. */
export type Thing =
  | { readonly sort: "function"; readonly function: ComponentFunction }
  | { readonly sort: "instance"; readonly exports: Things }
  | { readonly sort: "component"; readonly component: EnclosedComponent }
  | { readonly sort: "core-module"; readonly module: CoreModule }
  /** Only types of resources are alive. */
  | { readonly sort: "type"; readonly living: LivingType | undefined };

/** A component with what it can refer to of the components around it. */
export interface EnclosedComponent {
  readonly component: Component;
  readonly around: Surroundings | undefined;
}

/** What a component can refer to of the one around it. */
export interface Surroundings {
  readonly components: readonly EnclosedComponent[];
  readonly core: { readonly module: readonly CoreModule[] };
  /** Of the component around that one. */
  readonly around: Surroundings | undefined;
}
