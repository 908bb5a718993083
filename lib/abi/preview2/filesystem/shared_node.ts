/**
 * What a descriptor has opened, and the streams that were made of it may still use.
 *
 * @module
 */

import type { Opened } from "../../../filesystem/directory.ts";
import type { OpenCount } from "./open_count.ts";

/** Something opened. It is closed when the last one that uses it is disposed. */
export class SharedNode<Node extends Opened = Opened> implements Disposable {
  readonly node: Node;
  readonly #count: OpenCount | undefined;
  #uses = 1;
  #isAppending = false;

  /** @param count where it is counted; absent for what belongs to somebody else */
  constructor(node: Node, count?: OpenCount) {
    this.node = node;
    this.#count = count;
    count?.opened(node);
  }

  /** One more that uses it, and disposes it. */
  use(): this {
    this.#uses++;
    return this;
  }

  /** Whether the next write goes to the end of the file, wherever it is meant to go. */
  setAppending(appending: boolean): void {
    if (this.#isAppending === appending || this.node.kind !== "file") return;
    this.node.setAppending(appending);
    this.#isAppending = appending;
  }

  [Symbol.dispose](): void {
    if (--this.#uses > 0 || this.#count === undefined) return;
    this.#count.closed(this.node);
    this.node[Symbol.dispose]();
  }
}
