/**
 * Types of resources as they live in a run.
 *
 * @module
 */

import type { HostResource } from "../host_interface.ts";

/** What is called with the representation when the last owner lets go. */
export type Destructor = (representation: number) => unknown;

/**
 * A type of resources. Its identity is that of the object: each instance of a component that defines
 * one has a type of its own.
 */
export class LivingType {
  /** The instance that implements it, known by its identity; undefined for a type of the host's. */
  readonly owner: object | undefined;
  /** For a type of a guest's that has one. */
  readonly destructor: Destructor | undefined;
  /** For a type of the host's: the class of the objects that represent its resources. */
  readonly represented: HostResource | undefined;

  /** For a type of the host's: its name in WIT. */
  readonly name: string | undefined;

  private constructor(parts: Partial<LivingType>) {
    this.owner = parts.owner;
    this.destructor = parts.destructor;
    this.represented = parts.represented;
    this.name = parts.name;
  }

  /** A type that an instance implements. */
  static ofGuest(owner: object, destructor: Destructor | undefined): LivingType {
    return new LivingType({ owner, destructor });
  }

  /** A type that the host implements. */
  static ofHost(represented: HostResource, name: string): LivingType {
    return new LivingType({ represented, name });
  }
}
