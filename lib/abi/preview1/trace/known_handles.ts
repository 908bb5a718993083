/**
 * What each handle is to the guest, and from which of its first handles it was come by.
 *
 * @module
 */

import type { HandleTable } from "../../../handles/handle_table.ts";
import { joined } from "../../../filesystem/path.ts";
import type { Description } from "../description.ts";

/** Where an open description came from. */
interface Origin {
  readonly root: Description;
  /** The path from the root; empty for the root itself. */
  readonly within: string;
}

/** A handle that is open. */
export interface KnownHandle {
  readonly fd: number;
  readonly description: Description;
  /** The description that the guest was given, through which this one was opened. */
  readonly root: Description;
  /** The path from there; empty for the root itself. */
  readonly within: string;
  /** The guest's name for it. */
  readonly name: string;
}

/** The handles of one guest. Descriptions are followed, so that a handle can be moved. */
export class KnownHandles {
  readonly #descriptors: HandleTable<Description>;
  readonly #names = new WeakMap<Description, string>();
  readonly #origins = new WeakMap<Description, Origin>();

  /**
   * @param descriptors those that the guest was given, and no other yet
   * @param names the guest's names for them, by number
   */
  constructor(descriptors: HandleTable<Description>, names: readonly string[]) {
    this.#descriptors = descriptors;
    for (const [fd, description] of descriptors.entries()) {
      this.#names.set(description, names[fd] ?? `handle ${fd}`);
      this.#origins.set(description, { root: description, within: "" });
    }
  }

  /** What is open under a number. */
  get(fd: number): KnownHandle | undefined {
    const description = this.#descriptors.get(fd);
    const origin = description && this.#origins.get(description);
    if (description === undefined || origin === undefined) return undefined;
    const { root, within } = origin;
    return { fd, description, root, within, name: joined(this.#names.get(root)!, within) };
  }

  /** Notes that what is open under a number was opened by way of another handle. */
  add(fd: number, { root, within }: KnownHandle, path: string): void {
    const description = this.#descriptors.get(fd);
    if (description !== undefined) {
      this.#origins.set(description, { root, within: joined(within, path) });
    }
  }
}
