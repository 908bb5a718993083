/**
 * Resources of a guest in the hands of the host.
 *
 * @module
 */

import type { Resource } from "../values.ts";
import type { LivingType } from "./living_type.ts";

/** Lets go of what the host owned: calls the destructor, if there is one. */
export interface LetGo {
  /** Such that it cannot be suspended. */
  now(type: LivingType, representation: number): void;
  /** Such that it can be suspended, where guests are. */
  suspendable(type: LivingType, representation: number): Promise<void>;
}

/** See {@linkcode Resource}. */
export class GuestResource implements Resource {
  readonly type: LivingType;
  readonly #representation: number;
  readonly #letGo: LetGo | undefined;
  #owned: boolean;

  /** @param letGo absent where it is borrowed from a guest for a call */
  constructor(type: LivingType, representation: number, letGo?: LetGo) {
    this.type = type;
    this.#representation = representation;
    this.#owned = letGo !== undefined;
    this.#letGo = letGo;
  }

  get owned(): boolean {
    return this.#owned;
  }

  /** The number that the guest knows it by; undefined when it is no longer the host's. */
  lend(): number | undefined {
    return this.#owned ? this.#representation : undefined;
  }

  /** The same, and gives it away. */
  give(): number | undefined {
    const representation = this.lend();
    this.#owned = false;
    return representation;
  }

  [Symbol.dispose](): void {
    const representation = this.give();
    if (representation !== undefined) this.#letGo!.now(this.type, representation);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const representation = this.give();
    if (representation !== undefined) {
      await this.#letGo!.suspendable(this.type, representation);
    }
  }
}
