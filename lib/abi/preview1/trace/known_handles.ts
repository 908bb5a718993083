/**
 * What each handle is to the guest, and from which of its first handles it was come by.
 *
 * @module
 */

import type { HandleTable } from "../../../handles/handle_table.ts";
import { joined } from "../../../filesystem/path.ts";
import type { Description } from "../description.ts";

/** What is open under a handle. */
export interface KnownHandle {
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
  readonly #known = new WeakMap<Description, KnownHandle>();

  /**
   * @param descriptors those that the guest was given, and no other yet
   * @param names the guest's names for them, by number
   */
  constructor(descriptors: HandleTable<Description>, names: readonly string[]) {
    this.#descriptors = descriptors;
    for (const [fd, description] of descriptors.entries()) {
      const name = names[fd] ?? `handle ${fd}`;
      this.#known.set(description, { description, root: description, within: "", name });
    }
  }

  /** What is open under a number. */
  get(fd: number): KnownHandle | undefined {
    const description = this.#descriptors.get(fd);
    return description && this.#known.get(description);
  }

  /** Notes that what is open under a number was opened by way of another handle. */
  add(fd: number, { root, within, name }: KnownHandle, path: string): void {
    const description = this.#descriptors.get(fd);
    if (description === undefined) return;
    this.#known.set(description, {
      ...{ description, root },
      ...{ within: joined(within, path), name: joined(name, path) },
    });
  }
}
