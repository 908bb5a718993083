/**
 * A component that is instantiated and called by the host.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import type { Component } from "../component.ts";
import type { HostInterface } from "../host_interface.ts";
import type { ExternType } from "../types.ts";
import { instantiateModule, startModule } from "./core_module.ts";
import type { Ending } from "./ending.ts";
import { ExportedFunction } from "./exported_function.ts";
import { instantiateDefinitions, type Steps } from "./instantiate_definitions.ts";
import { LiftedFunction } from "./lifted_function.ts";
import { Run, type RunOptions } from "./run.ts";
import type { Things } from "./thing.ts";
import type { Suspended } from "./waiting.ts";
import { provided } from "./world.ts";

/** What the host can call, by name. */
export type Exports = ReadonlyMap<string, ExportedFunction | Exports>;

/**
 * A component with what the host provides for it.
 *
 * Disposing it disposes all resources of the host's that it still owns.
 *
 * ```ts ignore
 * using guest = new ComponentGuest(component, world, { waiting });
 * const exports = guest.instantiate();
 * const run = exports.get("run") as ExportedFunction;
 * run.call([]);
 * ```
 */
export class ComponentGuest implements Disposable {
  readonly #component: Component;
  readonly #imports: Things;
  readonly #run: Run;

  /**
   * @throws SluiceError status 126 for an import that is not provided
   */
  constructor(component: Component, host: HostInterface, options: RunOptions) {
    this.#component = component;
    this.#run = new Run(options);
    this.#imports = provided(component.type.imports, host, this.#run);
  }

  /** How it was ended, once it was. */
  get ending(): Ending | undefined {
    return this.#run.ending;
  }

  /**
   * Makes the instance.
   *
   * @throws SluiceError status 126 where a core module turns out not to be valid
   * @throws what ends the guest, if a start function does: `ending` tells how
   */
  instantiate(): Exports {
    try {
      const steps = this.#steps();
      let step = steps.next();
      while (!step.done) {
        step = steps.next(instantiateModule(step.value.module, step.value.imports));
      }
      return exportsOf(step.value, this.#component.type.exports);
    } catch (error) {
      throw this.#ended(error);
    }
  }

  /** The same for a guest that is suspended while it waits, in start functions too. */
  async instantiateSuspended(): Promise<Exports> {
    try {
      const waiting = this.#run.waiting as Suspended;
      const steps = this.#steps();
      let step = steps.next();
      while (!step.done) {
        const { module, imports } = step.value;
        step = steps.next(await startModule(module, imports, waiting));
      }
      return exportsOf(step.value, this.#component.type.exports);
    } catch (error) {
      throw this.#ended(error);
    }
  }

  [Symbol.dispose](): void {
    this.#run.dispose();
  }

  #steps(): Steps<Things> {
    return instantiateDefinitions(this.#component, this.#imports, this.#run);
  }

  #ended(error: unknown): unknown {
    if (!(error instanceof SluiceError)) this.#run.end(error);
    return error;
  }
}

function exportsOf(things: Things, types: ReadonlyMap<string, ExternType>): Exports {
  const exports = new Map<string, ExportedFunction | Exports>();
  for (const [name, type] of types) {
    const thing = things.get(name);
    if (thing?.sort === "function" && type.kind === "function") {
      // What the host itself provided needs no guest to be called.
      if (thing.function instanceof LiftedFunction) {
        exports.set(name, new ExportedFunction(thing.function, type));
      }
    } else if (thing?.sort === "instance" && type.kind === "instance") {
      exports.set(name, exportsOf(thing.exports, type.exports));
    }
  }
  return exports;
}
