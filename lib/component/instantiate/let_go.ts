/**
 * The host lets go of a resource that a guest implements.
 *
 * @module
 */

import type { LetGo } from "../resources/guest_resource.ts";
import type { Destructor, LivingType } from "../resources/living_type.ts";
import { type ComponentInstance, enter, leave } from "./component_instance.ts";
import type { Run } from "./run.ts";
import { type CoreFunction, suspendable } from "./waiting.ts";

/** What calls destructors; nothing once the run has ended. */
export function letGo(run: Run): LetGo {
  const begin = ({ owner, destructor }: LivingType): Destroying | undefined => {
    if (run.ending !== undefined || destructor === undefined) return undefined;
    return new Destroying(owner as ComponentInstance, destructor, run);
  };
  return {
    now: (type, representation) => begin(type)?.now(representation),
    suspendable: async (type, representation) => await begin(type)?.suspendable(representation),
  };
}

/** A call of a destructor. */
class Destroying {
  readonly #entered: readonly ComponentInstance[];
  readonly #destructor: Destructor;
  readonly #run: Run;

  constructor(owner: ComponentInstance, destructor: Destructor, run: Run) {
    this.#entered = owner.enteredFrom();
    this.#destructor = destructor;
    this.#run = run;
  }

  now(representation: number): void {
    const { waiting } = this.#run;
    const destroy = () =>
      this.#run.endingOnError(() => {
        this.#enter();
        this.#destructor(representation);
        this.#leave();
      });
    if (waiting.kind === "suspended") waiting.call(destroy);
    else destroy();
  }

  async suspendable(representation: number): Promise<void> {
    const { waiting } = this.#run;
    if (waiting.kind === "thread") return this.now(representation);
    try {
      this.#enter();
      const destroy = suspendable(this.#destructor as CoreFunction, waiting);
      await (destroy as Destructor)(representation);
      this.#leave();
    } catch (error) {
      this.#run.end(error);
      throw error;
    }
  }

  #enter(): void {
    enter(this.#entered);
    this.#run.begin(0);
  }

  #leave(): void {
    this.#run.finish(this.#run.call);
    leave(this.#entered);
  }
}
