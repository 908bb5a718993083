/**
 * Directories to grant, with a canary around them: files that no guest may read, change or learn of.
 *
 * @module
 */
import { assertEquals } from "@std/assert";

/** What stands under a name: text, a symbolic link, another name of a file, or a FIFO. */
export type Content =
  | string
  | { readonly link: string }
  | { readonly sameAs: string }
  | { readonly fifo: true };

/**
 * Names in a granted directory, parents made as needed. A name that ends in `/` is a directory. In
 * the text of a link `UP` is the directory that holds those granted; `sameAs` counts from there.
 */
export type Tree = Readonly<Record<string, Content>>;

/** A moment long ago, in seconds, that no file gets by itself. */
const LONG_AGO = 1_000_000_007;

/** The files that are the canary. */
const SECRETS = ["secret", "up/secret", "up/out/secret", "up/out/deep/secret"];

/** The file beside the grants that a hard link may lead to, and so be read. */
const LINKED = "/up/linked";

/** A size that no other file has. */
const CANARY_SIZE = 5_003;

/**
 * A fresh directory, laid out so:
 *
 * ```text
 * ROOT/secret            the canary: above what is granted,
 * ROOT/<marker>/file
 * ROOT/up/secret         and beside it
 * ROOT/up/out/secret
 * ROOT/up/out/deep/secret
 * ROOT/up/out/empty/
 * ROOT/up/out/<marker>
 * ROOT/up/out/link -> secret
 * ROOT/up/linked         a file of which a grant may hold a hard link
 * ROOT/up/in/...         what can be granted
 * ```
 */
export class Place implements Disposable {
  /** The directory that holds those granted and, beside them, canary files. */
  readonly up: string;
  readonly #root: string;
  /** In every canary file, and in the names of some. */
  readonly #marker: string;
  readonly #granted: readonly string[];
  readonly #before: readonly string[];
  readonly #numbers: ReadonlyMap<bigint, string>;

  /**
   * @param trees what the directories that can be granted hold, by their names
   */
  constructor(trees: Readonly<Record<string, Tree>> = { in: {} }) {
    this.#root = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "sandbox_" }));
    this.up = `${this.#root}/up`;
    this.#marker = `CANARY-${crypto.randomUUID()}`;
    this.#granted = Object.keys(trees).map((name) => `${this.up}/${name}`);
    this.#layOutCanary();
    for (const [name, tree] of Object.entries(trees)) {
      Deno.mkdirSync(`${this.up}/${name}`);
      this.#fill(name, tree);
    }
    for (const path of SECRETS) {
      Deno.utimeSync(`${this.#root}/${path}`, LONG_AGO - 1, LONG_AGO);
    }
    this.#before = this.#snapshot();
    this.#numbers = this.#canaryNumbers();
  }

  /** The host's path of a name beside the granted directories, or in one. */
  path(name: string): string {
    return `${this.up}/${name}`;
  }

  /** Makes what a tree says. */
  put(name: string, content: Content): void {
    const path = this.path(name);
    Deno.mkdirSync(name.endsWith("/") ? path : path.slice(0, path.lastIndexOf("/")), {
      recursive: true,
    });
    if (name.endsWith("/")) return;
    if (typeof content === "string") Deno.writeTextFileSync(path, content);
    else if ("link" in content) Deno.symlinkSync(content.link.replace("UP", this.up), path);
    else if ("sameAs" in content) Deno.linkSync(this.path(content.sameAs), path);
    else new Deno.Command("mkfifo", { args: [path] }).outputSync();
  }

  /** Makes a granted directory hold this and nothing else, for another attempt around the same canary. */
  refill(name: string, tree: Tree): void {
    for (const entry of Deno.readDirSync(this.path(name))) {
      Deno.removeSync(this.path(`${name}/${entry.name}`), { recursive: true });
    }
    this.#fill(name, tree);
  }

  /** The text of a file; undefined where there is none. */
  read(name: string): string | undefined {
    try {
      return Deno.readTextFileSync(this.path(name));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  /** Whether anything has this name, be it a link that leads nowhere. */
  has(name: string): boolean {
    try {
      Deno.lstatSync(this.path(name));
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  }

  /** The names in a directory, in order. */
  list(name: string): string[] {
    return [...Deno.readDirSync(this.path(name))].map((entry) => entry.name).sort();
  }

  /** Everything in a directory, links not followed: paths with type, links, size, mode and text. */
  tree(name: string): string[] {
    return [...describe(this.path(name), this.up, [])].sort();
  }

  /**
   * Asserts that nothing outside the grants has changed. Whether the text of the canary is as it
   * was is looked at in the end, for reading it changes its times.
   */
  assertIntact(): void {
    assertEquals(this.#snapshot(), this.#before, "something outside the grants has changed");
  }

  /**
   * Asserts that no byte of the canary is in what a guest got: its text, its names, its inodes,
   * sizes and times.
   */
  assertNothingOf(bytes: Uint8Array, what: string): void {
    const latin = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    assertEquals(latin.includes(this.#marker), false, `the guest got the canary by ${what}`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + 8 <= bytes.length; at += 8) {
      const leak = this.#numbers.get(view.getBigUint64(at, true));
      assertEquals(leak, undefined, `the guest got it by ${what}`);
    }
  }

  [Symbol.dispose](): void {
    try {
      for (const path of SECRETS) {
        assertEquals(Deno.readTextFileSync(`${this.#root}/${path}`), this.#secret(path));
      }
    } finally {
      Deno.removeSync(this.#root, { recursive: true });
    }
  }

  #fill(name: string, tree: Tree): void {
    for (const [path, content] of Object.entries(tree)) this.put(`${name}/${path}`, content);
  }

  #secret(path: string): string {
    return `${this.#marker} ${path}\n`.padEnd(CANARY_SIZE, this.#marker);
  }

  #layOutCanary(): void {
    const root = this.#root;
    Deno.mkdirSync(`${root}/${this.#marker}`);
    Deno.writeTextFileSync(`${root}/${this.#marker}/file`, this.#marker);
    Deno.mkdirSync(`${this.up}/out/deep`, { recursive: true });
    Deno.mkdirSync(`${this.up}/out/empty`);
    for (const path of SECRETS) {
      Deno.writeTextFileSync(`${root}/${path}`, this.#secret(path));
    }
    Deno.writeTextFileSync(`${this.up}/out/${this.#marker}`, this.#marker);
    Deno.symlinkSync("secret", `${this.up}/out/link`);
    Deno.writeTextFileSync(`${this.up}/linked`, "linked");
  }

  /** The canary as it is, without the directories that can be granted. */
  #snapshot(): string[] {
    return [...describe(this.#root, this.#root, this.#granted)];
  }

  /** Numbers by which a guest could know a canary file. */
  #canaryNumbers(): ReadonlyMap<bigint, string> {
    const numbers = new Map([
      [BigInt(CANARY_SIZE), "a canary's size"],
      [BigInt(LONG_AGO) * 1_000_000_000n, "a canary's time"],
    ]);
    for (const path of canaryPaths(this.#root, this.#granted)) {
      if (path.endsWith(LINKED)) continue;
      const { ino } = Deno.lstatSync(path);
      if (ino !== null) numbers.set(BigInt(ino), `the inode of ${path.slice(this.#root.length)}`);
    }
    return numbers;
  }
}

function* canaryPaths(path: string, without: readonly string[]): Generator<string> {
  if (without.includes(path)) return;
  yield path;
  if (!Deno.lstatSync(path).isDirectory) return;
  for (const { name } of Deno.readDirSync(path)) yield* canaryPaths(`${path}/${name}`, without);
}

/** What could change about everything below `path`. Files are told by size and times, not read. */
function* describe(path: string, base: string, without: readonly string[]): Generator<string> {
  if (without.includes(path)) {
    yield `${path.slice(base.length)} granted`;
    return;
  }
  const info = Deno.lstatSync(path);
  const { mode, nlink, size, mtime, ctime } = info;
  const type = info.isFile ? "file" : info.isDirectory ? "directory" : info.isSymlink ? "link" : "";
  const accessed = info.isFile && !path.endsWith(LINKED) ? info.atime?.getTime() : "";
  const words = [path.slice(base.length), type, mode, nlink, accessed, mtime?.getTime()];
  yield [...words, ctime?.getTime(), info.isDirectory ? "" : size].join(" ");
  if (info.isSymlink) yield `-> ${Deno.readLinkSync(path)}`;
  if (!info.isDirectory) return;
  const names = Array.from(Deno.readDirSync(path), ({ name }) => name).sort();
  for (const name of names) yield* describe(`${path}/${name}`, base, without);
}
