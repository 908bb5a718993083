/**
 * A listing, from the names that a directory had when it began.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { DirectoryEntry } from "../../filesystem/directory.ts";
import type { FileType } from "../../filesystem/stat.ts";
import { MAX_OFFSET, type U64 } from "../../io/offset.ts";
import { act } from "./error_code.ts";
import { inodeOf, typeOf } from "./file_status.ts";
import { encodePath, isUsableName, join } from "./path_text.ts";
import { statusOf } from "./resolve.ts";

/** What Deno puts where a name is not UTF-8. A name can have the character itself, too. */
const REPLACEMENT = "\ufffd";

/** What a listing needs to know of an entry. */
interface ListedName {
  readonly name: string;
  readonly path: string;
  readonly type: FileType | undefined;
}

/** The names of one directory. A cookie is the number of entries before it. */
export class DirectoryListing {
  readonly #names: readonly ListedName[];

  /**
   * @param path of the directory
   * @param parent the path that `..` stands for
   */
  constructor(path: string, parent: string) {
    this.#names = [
      { name: ".", path, type: "directory" },
      { name: "..", path: parent, type: "directory" },
      ...namesIn(path),
    ];
  }

  /** The entry behind `cookie`. */
  after(cookie: U64): DirectoryEntry | undefined {
    if (cookie > MAX_OFFSET) throw new WasiError("invalid");
    const listed = this.#names[Number(cookie)];
    return listed && new ListedEntry(listed, Number(cookie) + 1);
  }
}

/** An entry that is looked at only when someone wants to know more than its name. */
class ListedEntry implements DirectoryEntry {
  readonly name: Uint8Array;
  readonly next: number;
  readonly #listed: ListedName;

  constructor(listed: ListedName, next: number) {
    this.name = encodePath(listed.name);
    this.next = next;
    this.#listed = listed;
  }

  /** 0 for one that has gone since. */
  get inode(): U64 {
    const { path } = this.#listed;
    const info = statusOf(path);
    return info === undefined ? 0 : inodeOf(info, path);
  }

  get type(): FileType {
    if (this.#listed.type !== undefined) return this.#listed.type;
    const info = statusOf(this.#listed.path);
    return info === undefined ? "unknown" : typeOf(info);
  }
}

function namesIn(directory: string): ListedName[] {
  const replaced = new Set<string>();
  const listed: ListedName[] = [];
  for (const entry of act(() => [...Deno.readDirSync(directory)])) {
    const { name } = entry;
    if (!isUsableName(name)) continue;
    const path = join(directory, name);
    if (!name.includes(REPLACEMENT)) {
      listed.push({ name, path, type: typeOfEntry(entry) });
      continue;
    }
    // It is a name of its own only if it can be found, and then once.
    const info = replaced.has(name) ? undefined : statusOf(path);
    if (info === undefined) continue;
    replaced.add(name);
    listed.push({ name, path, type: typeOf(info) });
  }
  return listed;
}

/** Deno tells three types apart; the others have to be looked at. */
function typeOfEntry({ isFile, isDirectory, isSymlink }: Deno.DirEntry): FileType | undefined {
  if (isFile) return "regular-file";
  if (isDirectory) return "directory";
  return isSymlink ? "symbolic-link" : undefined;
}
