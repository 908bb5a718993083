/**
 * The resource `directory-entry-stream`.
 *
 * @module
 */

import type { Directory } from "../../../filesystem/directory.ts";
import { isDots } from "../../../filesystem/path.ts";
import type { FileType } from "../../../filesystem/stat.ts";
import type { U64 } from "../../../io/offset.ts";
import { textOf } from "./path.ts";
import type { SharedNode } from "./shared_node.ts";

/** The record `directory-entry`. */
export interface DirectoryEntry {
  readonly type: FileType;
  readonly name: string;
}

/** The entries of a directory, one after the other. */
export class DirectoryEntryStream implements Disposable {
  readonly #directory: SharedNode<Directory>;
  #next: U64 = 0;

  /** @param directory is disposed with it */
  constructor(directory: SharedNode<Directory>) {
    this.#directory = directory;
  }

  /** The next entry; undefined at the end. There are none for `.` and `..`. */
  readDirectoryEntry(): DirectoryEntry | undefined {
    for (;;) {
      const entry = this.#directory.node.entryAfter(this.#next);
      if (entry === undefined) return undefined;
      this.#next = entry.next;
      if (!isDots(entry.name)) return { type: entry.type, name: textOf(entry.name) };
    }
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }
}
