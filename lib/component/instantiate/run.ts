/**
 * The state that all instances in one run of a component share.
 *
 * @module
 */

import { LimitReached, Trap } from "../../errors.ts";
import { raiseTrap } from "../../wasm/trap.ts";
import { Allowance } from "../canonical/allowance.ts";
import { Layouts } from "../canonical/layout.ts";
import { Scratch } from "../canonical/scratch.ts";
import type { CoreModuleDefinition } from "../component.ts";
import type { HostResource } from "../host_interface.ts";
import { LivingType } from "../resources/living_type.ts";
import { Room } from "../resources/room.ts";
import { Call } from "./call.ts";
import type { ComponentInstance } from "./component_instance.ts";
import { type Compile, compileModule, compileUnstarted, type CoreModule } from "./core_module.ts";
import { type Ending, endingOf } from "./ending.ts";
import type { Waiting } from "./waiting.ts";

/** Instances, of components and of core modules, that there may be in one run. */
const MAX_INSTANCES = 1000;

/**
 * Definitions that may take effect in one run, each in every instance of its component: what stays of one
 * is a kilobyte, and a small binary can have very many of them in very many instances.
 */
const MAX_DEFINITIONS = 200_000;

/** Handles that there may be in one run, where nothing else is said. */
const MAX_HANDLES = 100_000;

/** What can be said of a run. */
export interface RunOptions {
  /** How the guest waits. */
  readonly waiting: Waiting;
  /** Compiles a core module; the place to hold it to limits. */
  readonly compile?: Compile | undefined;
  /** How many handles the guest may have, in all its instances; 100 000 by default. */
  readonly maxHandles?: number | undefined;
}

/** A run. Once it has ended, nothing in it can be called any more. */
export class Run {
  readonly waiting: Waiting;
  readonly room: Room;
  readonly layouts: Layouts = new Layouts();
  readonly allowance: Allowance = new Allowance();
  /** Where trampolines find the arguments of callees. */
  readonly scratch: Scratch = new Scratch();
  readonly #compile: Compile;
  readonly #coreModules = new Map<CoreModuleDefinition, CoreModule>();
  readonly #modules = new Map<string, WebAssembly.Module>();
  readonly #hostTypes = new Map<HostResource, LivingType>();
  readonly #instances: ComponentInstance[] = [];
  #instanceCount = 0;
  #definitionCount = 0;
  #call: Call | undefined;
  #ending: Ending | undefined;
  /** Found set at the next call when the stack ran out inside a call: nothing could be noted then. */
  #inside = false;

  constructor({ waiting, compile, maxHandles }: RunOptions) {
    this.waiting = waiting;
    this.#compile = compile ?? ((bytes) => new WebAssembly.Module(bytes as BufferSource));
    this.room = new Room(maxHandles ?? MAX_HANDLES);
  }

  /** How it was ended, once it was. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** The innermost call that is going on. */
  get call(): Call {
    return this.#call!;
  }

  /**
   * Counts an instance, of a component or of a core module.
   *
   * @throws LimitReached when there are too many
   */
  countInstance(): void {
    if (++this.#instanceCount > MAX_INSTANCES) {
      throw new LimitReached(`the component makes more than ${MAX_INSTANCES} instances`);
    }
  }

  /**
   * Takes in an instance of a component with so many definitions.
   *
   * @throws LimitReached when there are too many of either
   */
  add(instance: ComponentInstance, definitions: number): void {
    this.countInstance();
    this.#definitionCount += definitions;
    if (this.#definitionCount > MAX_DEFINITIONS) {
      throw new LimitReached(`the instances have more than ${MAX_DEFINITIONS} definitions`);
    }
    this.#instances.push(instance);
  }

  /** The type of the resources that are objects of `represented`, which WIT calls `name`. */
  hostType(represented: HostResource, name: string): LivingType {
    let type = this.#hostTypes.get(represented);
    if (type === undefined) {
      for (const other of this.#hostTypes.values()) {
        if (other.name === name) throw new TypeError(`two types of resources are called ${name}`);
      }
      this.#hostTypes.set(represented, type = LivingType.ofHost(represented, name));
    }
    return type;
  }

  /**
   * The core module that `definition` brings, which is compiled once for all instances.
   *
   * @throws SluiceError status 126 when it is not valid
   */
  moduleOf(definition: CoreModuleDefinition): CoreModule {
    let module = this.#coreModules.get(definition);
    if (module === undefined) {
      const { waiting } = this;
      module = waiting.kind === "thread"
        ? compileModule(definition.bytes, this.#compile)
        : compileUnstarted(definition.bytes, this.#compile, waiting);
      this.#coreModules.set(definition, module);
    }
    return module;
  }

  /** The module of a trampoline or a shim, which is made once for all that have the same name. */
  generated(name: string, generate: () => Uint8Array<ArrayBuffer>): WebAssembly.Module {
    let module = this.#modules.get(name);
    if (module === undefined) {
      this.#modules.set(name, module = new WebAssembly.Module(generate()));
    }
    return module;
  }

  /** Begins a call into an instance. */
  begin(resultPointer: number): Call {
    this.allowance.refill();
    return this.#call = new Call(this.#call, resultPointer);
  }

  /** Ends the innermost call. */
  finish(call: Call): void {
    call.giveBack();
    this.#call = call.outer;
  }

  /** A call of the guest's to the host begins. */
  enterHost(): void {
    if (this.#ending !== undefined) raiseTrap();
    if (this.#inside) {
      this.#ending = { kind: "trap", message: "call stack exhausted" };
      raiseTrap();
    }
    this.#inside = true;
  }

  /** A call of the guest's to the host is done, or put off. */
  leaveHost(): void {
    this.#inside = false;
  }

  /** Calls `body` for a trampoline, which makes a trap of what it throws. */
  endingOnError<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      this.end(error);
      throw error;
    }
  }

  /** Ends the run because of `error`, in a call from a guest. */
  fail(error: unknown): never {
    this.end(error);
    raiseTrap();
  }

  /** Ends the run because of `error`, if it has not ended already. */
  end(error: unknown): void {
    this.#ending ??= endingOf(error);
  }

  /** @throws Trap when it has ended */
  checkAlive(): void {
    if (this.#ending !== undefined) throw new Trap("the component has ended");
  }

  /** Lets go of what the guests still own; one that fails does not keep the others. */
  dispose(): void {
    this.#ending ??= { kind: "trap", message: "the component has ended" };
    using stack = new DisposableStack();
    for (const { handles } of this.#instances) {
      for (const { type, representation } of handles.clear()) {
        if (type.owner === undefined) {
          stack.defer(() => (representation as Partial<Disposable>)[Symbol.dispose]?.());
        }
      }
    }
  }
}
