/**
 * A file system in memory that says what each operation has to come to: POSIX as Linux does it, with
 * everything that leads out of a handle's directory refused.
 *
 * Names are strings of one character a byte. Nothing here knows how Sluice or the kernel do it; a
 * difference is a fault of one of the three.
 *
 * @module
 */

import { type ErrorCode, WasiError } from "../../../lib/errors.ts";

/** A directory. */
export interface DirectoryNode {
  readonly kind: "directory";
  readonly entries: Map<string, Node>;
  /** The directory it lies in; none for the top, and none once it has been removed. */
  parent: DirectoryNode | undefined;
  removed: boolean;
  inode?: bigint;
}

/** A regular file. */
export interface FileNode {
  readonly kind: "file";
  content: Uint8Array;
  links: number;
  inode?: bigint;
}

/** A symbolic link. */
export interface LinkNode {
  readonly kind: "link";
  readonly text: string;
  links: number;
  inode?: bigint;
}

/** Whatever has a name. */
export type Node = DirectoryNode | FileNode | LinkNode;

/** How a file is opened. */
export interface OpenMode {
  readonly follow: boolean;
  readonly write: boolean;
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
  readonly directory: boolean;
}

const LONGEST_NAME = 255;
const MOST_LINKS = 40;

/** A path that goes up from the top. */
export class UpAndOut extends WasiError {
  /**
   * Whether `loop` is as good an answer. Linux finds the step out while it walks without locks, walks
   * once more with them, and counts the links of both walks.
   */
  readonly orLoop: boolean;

  constructor(links: number) {
    super("not-capable");
    this.orLoop = 2 * links > MOST_LINKS;
  }
}

/** A directory without anything in it. */
export function emptyDirectory(parent?: DirectoryNode): DirectoryNode {
  return { kind: "directory", entries: new Map(), parent, removed: false };
}

/** A link that nobody has named yet. */
export function linkTo(text: string): LinkNode {
  return { kind: "link", text, links: 1 };
}

/** A file that nobody has named yet. */
export function fileOf(content: Uint8Array): FileNode {
  return { kind: "file", content, links: 1 };
}

/** A path before its last name, the last name, and what follows. */
interface Split {
  /** Empty, or with a slash at its end. */
  readonly parent: string;
  /** Without a slash; empty where the path is nothing but slashes. */
  readonly leaf: string;
  readonly slash: boolean;
}

function split(path: string): Split {
  const trimmed = path.replace(/\/+$/, "");
  if (trimmed === "") return { parent: path, leaf: "", slash: true };
  const at = trimmed.lastIndexOf("/") + 1;
  return {
    parent: trimmed.slice(0, at),
    leaf: trimmed.slice(at),
    slash: trimmed.length < path.length,
  };
}

function refuse(code: ErrorCode): never {
  throw new WasiError(code);
}

function isDots(name: string): boolean {
  return name === "" || name === "." || name === "..";
}

/** What is under a name, or undefined; a name that no file system takes is refused. */
function entryOf(directory: DirectoryNode, name: string): Node | undefined {
  if (directory.removed) refuse("no-entry");
  if (name.length > LONGEST_NAME) refuse("name-too-long");
  return directory.entries.get(name);
}

function presentEntry(directory: DirectoryNode, name: string): Node {
  return entryOf(directory, name) ?? refuse("no-entry");
}

/** One walk beneath a directory: it counts the links on the way. */
class Walk {
  readonly #root: DirectoryNode;
  #links = 0;

  constructor(root: DirectoryNode) {
    this.#root = root;
  }

  /** Goes to what `path` names, seen from `from`. */
  to(from: DirectoryNode, path: string, follow: boolean): Node {
    const { parent, name, slash } = this.toLast(from, path);
    if (name === undefined) return parent;
    const node = presentEntry(parent, name);
    if (node.kind === "link" && (follow || slash)) {
      const target = this.followed(parent, node);
      if (slash && target.kind !== "directory") refuse("not-directory");
      return target;
    }
    if (slash && node.kind !== "directory") refuse("not-directory");
    return node;
  }

  /** What a link in `directory` leads to. */
  followed(directory: DirectoryNode, link: LinkNode): Node {
    this.count();
    return this.to(directory, link.text, true);
  }

  count(): void {
    if (++this.#links > MOST_LINKS) refuse("loop");
  }

  /** Goes as far as the directory of the last name; `.` and `..` in last place are no name. */
  toLast(
    from: DirectoryNode,
    path: string,
  ): { parent: DirectoryNode; name: string | undefined; slash: boolean } {
    if (path.startsWith("/")) refuse("not-capable");
    const names = path.split("/").filter((name) => name !== "");
    const slash = path.endsWith("/");
    let at = from;
    for (const [i, name] of names.entries()) {
      if (name === ".") continue;
      if (name === "..") {
        if (at === this.#root) throw new UpAndOut(this.#links);
        at = at.parent!;
        continue;
      }
      if (i === names.length - 1) return { parent: at, name, slash };
      const node = presentEntry(at, name);
      const entered: Node = node.kind === "link" ? this.followed(at, node) : node;
      if (entered.kind !== "directory") refuse("not-directory");
      at = entered;
    }
    return { parent: at, name: undefined, slash };
  }
}

/** What `path` names beneath `root`. */
export function find(root: DirectoryNode, path: string, follow: boolean): Node {
  return new Walk(root).to(root, path, follow);
}

function findDirectory(root: DirectoryNode, path: string): DirectoryNode {
  const node = find(root, path, true);
  return node.kind === "directory" ? node : refuse("not-directory");
}

/** The directory of the last name, with that name. */
function parentOf(root: DirectoryNode, path: string): Split & { directory: DirectoryNode } {
  const parts = split(path);
  const directory = parts.parent === "" ? root : findDirectory(root, parts.parent);
  return { ...parts, directory };
}

/** Opens; a file that is made has no content. */
export function open(root: DirectoryNode, path: string, mode: OpenMode): Node {
  const node = mode.create ? openOrCreate(root, path, mode) : find(root, path, mode.follow);
  if (mode.directory && node.kind !== "directory") refuse("not-directory");
  if (node.kind === "link") refuse("loop");
  if (node.kind === "directory" && (mode.write || mode.truncate)) refuse("is-directory");
  if (node.kind === "file" && mode.truncate) node.content = new Uint8Array(0);
  return node;
}

function openOrCreate(root: DirectoryNode, path: string, mode: OpenMode): Node {
  const walk = new Walk(root);
  let from = root;
  let rest = path;
  for (;;) {
    const { parent, name, slash } = walk.toLast(from, rest);
    if (name === undefined) refuse(mode.exclusive ? "exist" : "is-directory");
    if (slash) refuse("is-directory");
    const node = entryOf(parent, name);
    if (node === undefined) {
      const made = fileOf(new Uint8Array(0));
      parent.entries.set(name, made);
      return made;
    }
    if (mode.exclusive) refuse("exist");
    if (node.kind === "directory") refuse("is-directory");
    if (node.kind === "file" || !mode.follow) return node;
    walk.count();
    from = parent;
    rest = node.text;
  }
}

/** mkdir */
export function createDirectory(root: DirectoryNode, path: string): void {
  const at = parentOf(root, path);
  if (isDots(at.leaf)) refuseExisting(root, path);
  if (entryOf(at.directory, at.leaf) !== undefined) refuse("exist");
  at.directory.entries.set(at.leaf, emptyDirectory(at.directory));
}

/** What making `.` or `..` comes to. */
function refuseExisting(root: DirectoryNode, path: string): never {
  findDirectory(root, path);
  return refuse("exist");
}

/** rmdir */
export function removeDirectory(root: DirectoryNode, path: string): void {
  const at = parentOf(root, path);
  if (isDots(at.leaf)) {
    findDirectory(root, path);
    refuse(at.leaf === ".." ? "not-empty" : "invalid");
  }
  const node = presentEntry(at.directory, at.leaf);
  if (node.kind !== "directory") refuse("not-directory");
  if (node.entries.size > 0) refuse("not-empty");
  forget(at.directory, at.leaf);
}

/** unlink */
export function unlinkFile(root: DirectoryNode, path: string): void {
  const at = parentOf(root, path);
  if (isDots(at.leaf)) {
    findDirectory(root, path);
    refuse("is-directory");
  }
  const node = presentEntry(at.directory, at.leaf);
  if (at.slash && node.kind !== "directory") refuse("not-directory");
  if (node.kind === "directory") refuse("is-directory");
  forget(at.directory, at.leaf);
}

function forget(directory: DirectoryNode, name: string): void {
  const node = directory.entries.get(name)!;
  directory.entries.delete(name);
  if (node.kind === "directory") {
    node.removed = true;
    node.parent = undefined;
  } else node.links--;
}

/** rename */
export function rename(
  fromRoot: DirectoryNode,
  fromPath: string,
  toRoot: DirectoryNode,
  toPath: string,
): void {
  const from = parentOf(fromRoot, fromPath);
  const to = parentOf(toRoot, toPath);
  for (
    const [root, { leaf }, path] of [[fromRoot, from, fromPath], [toRoot, to, toPath]] as const
  ) {
    if (!isDots(leaf)) continue;
    findDirectory(root, path);
    refuse("busy");
  }
  const node = presentEntry(from.directory, from.leaf);
  if ((from.slash || to.slash) && node.kind !== "directory") refuse("not-directory");
  const replaced = entryOf(to.directory, to.leaf);
  if (node.kind === "directory" && isWithin(to.directory, node)) refuse("invalid");
  if (replaced?.kind === "directory" && isWithin(from.directory, replaced)) refuse("not-empty");
  if (replaced === node) return;
  if (replaced !== undefined) {
    if (node.kind === "directory" && replaced.kind !== "directory") refuse("not-directory");
    if (node.kind !== "directory" && replaced.kind === "directory") refuse("is-directory");
    if (replaced.kind === "directory" && replaced.entries.size > 0) refuse("not-empty");
    forget(to.directory, to.leaf);
  }
  from.directory.entries.delete(from.leaf);
  to.directory.entries.set(to.leaf, node);
  if (node.kind === "directory") node.parent = to.directory;
}

/** Whether `directory` is `above` or lies beneath it. */
function isWithin(directory: DirectoryNode, above: DirectoryNode): boolean {
  for (let at: DirectoryNode | undefined = directory; at !== undefined; at = at.parent) {
    if (at === above) return true;
  }
  return false;
}

/** link */
export function link(
  fromRoot: DirectoryNode,
  fromPath: string,
  follow: boolean,
  toRoot: DirectoryNode,
  toPath: string,
): void {
  const from = parentOf(fromRoot, fromPath);
  const to = parentOf(toRoot, toPath);
  if (isDots(from.leaf) || from.slash) {
    findDirectory(fromRoot, fromPath);
    refuse("not-permitted");
  }
  if (isDots(to.leaf)) refuseExisting(toRoot, toPath);
  if (to.slash) {
    presentEntry(to.directory, to.leaf);
    refuse("exist");
  }
  let node = presentEntry(from.directory, from.leaf);
  if (follow && node.kind === "link") node = find(fromRoot, fromPath, true);
  if (entryOf(to.directory, to.leaf) !== undefined) refuse("exist");
  if (node.kind === "directory") refuse("not-permitted");
  node.links++;
  to.directory.entries.set(to.leaf, node);
}

/** symlink */
export function symlink(root: DirectoryNode, text: string, path: string): void {
  if (text.startsWith("/")) refuse("not-capable");
  const at = parentOf(root, path);
  if (isDots(at.leaf)) refuseExisting(root, path);
  const there = entryOf(at.directory, at.leaf);
  if (at.slash && there === undefined) refuse("no-entry");
  if (there !== undefined) refuse("exist");
  at.directory.entries.set(at.leaf, linkTo(text));
}

/** readlink */
export function readlink(root: DirectoryNode, path: string): string {
  const at = parentOf(root, path);
  if (isDots(at.leaf) || at.slash) {
    findDirectory(root, path);
    refuse("invalid");
  }
  const node = presentEntry(at.directory, at.leaf);
  return node.kind === "link" ? node.text : refuse("invalid");
}

/** The names of a directory in order, with `.` and `..`. */
export function list(directory: DirectoryNode): string[] {
  if (directory.removed) refuse("no-entry");
  return [".", "..", ...directory.entries.keys()].sort();
}

/** How often a node is named, as stat(2) counts. */
export function linksOf(node: Node): number {
  if (node.kind !== "directory") return node.links;
  if (node.removed) return 0;
  return 2 + [...node.entries.values()].filter(({ kind }) => kind === "directory").length;
}
