/**
 * The positive control: a directory that looks first and acts afterwards, by the same path.
 *
 * Without an attacker it lets nothing out. It must be broken by each attacker, or nothing is proved by
 * the confined directory's holding out.
 *
 * @module
 */

import { WasiError } from "../../../lib/errors.ts";
import type {
  Directory,
  DirectoryEntry,
  LookUp,
  Opened,
  OpenOptions,
  Path,
} from "../../../lib/filesystem/directory.ts";
import { isDots, isParent, names, splitPath } from "../../../lib/filesystem/path.ts";
import type { NewTime, Stat } from "../../../lib/filesystem/stat.ts";
import type { Host } from "../../../lib/host/host.ts";
import type { U64 } from "../../../lib/io/offset.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();
/** What is waited for and never comes. */
const nobody = new Int32Array(new SharedArrayBuffer(4));

/**
 * A host as `real`, but for its directories, which are naive.
 *
 * @param options.pause milliseconds between the check and the use: where attacker and guest share one
 * processor, the attacker gets no turn in between without it
 */
export function naiveHost(real: Host, options: { pause: number }): Host {
  return {
    ...real,
    openAmbientDirectory: (path) => new NaiveDirectory(real, path, options.pause),
  };
}

/** A directory as its path says, opened anew for every call. */
class NaiveDirectory implements Directory {
  readonly kind = "directory";
  readonly type = "directory";
  readonly access = "read-write";
  readonly #host: Host;
  readonly #path: string;
  readonly #pause: number;
  readonly #held: Directory;

  constructor(host: Host, path: string, pause: number) {
    this.#host = host;
    this.#path = path;
    this.#pause = pause;
    this.#held = host.openAmbientDirectory(path, "read-write");
  }

  openAt(path: Path, options: OpenOptions): Opened {
    this.#look(path);
    if (options.create && options.follow && !options.exclusive) this.#create(path);
    // Having looked, it sees no need for O_NOFOLLOW.
    using at = this.#go(path, true);
    return at.directory.openAt(at.leaf, options);
  }

  statAt(path: Path, lookUp: LookUp): Stat {
    this.#look(path);
    using at = this.#go(path, lookUp.follow);
    return at.directory.statAt(at.leaf, lookUp);
  }

  setTimesAt(path: Path, lookUp: LookUp, accessed: NewTime, modified: NewTime): void {
    this.#look(path);
    using at = this.#go(path, lookUp.follow);
    at.directory.setTimesAt(at.leaf, lookUp, accessed, modified);
  }

  createDirectoryAt(path: Path): void {
    this.#look(path);
    using at = this.#go(path, false);
    at.directory.createDirectoryAt(at.leaf);
  }

  removeDirectoryAt(path: Path): void {
    this.#look(path);
    using at = this.#go(path, false);
    at.directory.removeDirectoryAt(at.leaf);
  }

  unlinkFileAt(path: Path): void {
    this.#look(path);
    using at = this.#go(path, false);
    at.directory.unlinkFileAt(at.leaf);
  }

  renameAt(from: Path, toDirectory: Directory, to: Path): void {
    this.#look(from);
    this.#look(to);
    using source = this.#go(from, false);
    using target = (toDirectory as NaiveDirectory).#go(to, false);
    source.directory.renameAt(source.leaf, target.directory, target.leaf);
  }

  linkAt(from: Path, lookUp: LookUp, toDirectory: Directory, to: Path): void {
    this.#look(from);
    this.#look(to);
    using source = this.#go(from, lookUp.follow);
    using target = (toDirectory as NaiveDirectory).#go(to, false);
    source.directory.linkAt(source.leaf, lookUp, target.directory, target.leaf);
  }

  symlinkAt(text: Path, path: Path): void {
    this.#look(path);
    using at = this.#go(path, false);
    at.directory.symlinkAt(text, at.leaf);
  }

  readlinkAt(path: Path): Uint8Array {
    // The last name is a link: that is what is asked for.
    this.#look(splitPath(path).parent);
    using at = this.#go(path, false);
    return at.directory.readlinkAt(at.leaf);
  }

  entryAfter(cookie: U64): DirectoryEntry | undefined {
    return this.#held.entryAfter(cookie);
  }

  stat(): Stat {
    return this.#held.stat();
  }

  setTimes(accessed: NewTime, modified: NewTime): void {
    this.#held.setTimes(accessed, modified);
  }

  sync(): void {
    this.#held.sync();
  }

  syncData(): void {
    this.#held.syncData();
  }

  [Symbol.dispose](): void {
    this.#held[Symbol.dispose]();
  }

  /** The check: no name on the way may be a link, nor lead above this directory. */
  #look(path: Path): void {
    let depth = 0;
    let at = this.#path;
    for (const name of names(path)) {
      depth += isParent(name) ? -1 : 1;
      if (depth < 0) throw new WasiError("not-capable");
      at += `/${decoder.decode(name)}`;
      try {
        if (Deno.lstatSync(at).isSymlink) throw new WasiError("not-capable");
      } catch (error) {
        if (error instanceof WasiError) throw error;
      }
    }
    this.#wait();
  }

  #wait(): void {
    if (this.#pause > 0) Atomics.wait(nobody, 0, 0, this.#pause);
  }

  /** The use, which is too late: the parent as it is now, and the last name where it leads now. */
  #go(path: Path, follow: boolean): Disposable & { directory: Directory; leaf: Path } {
    const { parent, leaf } = splitPath(this.#lastFollowed(path, follow));
    const name = decoder.decode(parent);
    const directory = this.#host.openAmbientDirectory(
      name.includes("/../") ? this.#afterSteps(name) : name,
      "read-write",
    );
    return {
      directory,
      leaf: isDots(leaf) ? encoder.encode(".") : leaf,
      [Symbol.dispose]: () => directory[Symbol.dispose](),
    };
  }

  /** Goes a path with steps up in it step by step, and says where that leads. */
  #afterSteps(path: string): string {
    const before = Deno.cwd();
    try {
      Deno.chdir(this.#path);
      let paused = false;
      for (
        const step of path.slice(this.#path.length + 1).split("/").filter((step) => step !== "")
      ) {
        if (step === ".." && !paused) {
          this.#wait();
          paused = true;
        }
        Deno.chdir(step);
      }
      return Deno.cwd();
    } catch {
      throw new WasiError("no-entry");
    } finally {
      Deno.chdir(before);
    }
  }

  #lastFollowed(path: Path, follow: boolean): Path {
    const whole = `${this.#path}/${decoder.decode(path)}`;
    if (!follow && !whole.endsWith("/")) return encoder.encode(whole);
    if (whole.includes("/../")) return encoder.encode(whole);
    try {
      return encoder.encode(Deno.realPathSync(whole));
    } catch {
      return encoder.encode(whole);
    }
  }

  #create(path: Path): void {
    try {
      Deno.openSync(`${this.#path}/${decoder.decode(path)}`, { write: true, create: true }).close();
    } catch {
      // What is wrong is told by the open that follows.
    }
  }
}
