/**
 * Types of resources as they live in a run.
 *
 * @module
 */

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

  constructor(owner?: object, destructor?: Destructor) {
    this.owner = owner;
    this.destructor = destructor;
  }
}
