/**
 * What lies outside of a grant, watched.
 *
 * @module
 */

/** Everything about one path that a change would show in. */
type State = string;

/** A tree that nobody may read or change, as it was when it was last looked at. */
export class Canary {
  readonly #root: string;
  readonly #grant: string;
  readonly #inodes: Set<number> = new Set();
  #states: ReadonlyMap<string, State>;

  /**
   * @param root the directory to watch, with all that is below it
   * @param grant what there is not watched
   */
  constructor(root: string, grant: string) {
    this.#root = root;
    this.#grant = grant;
    this.#states = this.#look();
  }

  /** The inodes of what is watched: one that a guest gets to see is an escape. */
  get inodes(): ReadonlySet<number> {
    return this.#inodes;
  }

  /** What differs from the last look, a line each. */
  differences(): string[] {
    const now = this.#look();
    const lines: string[] = [];
    for (const [path, state] of this.#states) {
      const other = now.get(path);
      if (other !== state) lines.push(`${path}: ${state} became ${other ?? "nothing"}`);
    }
    for (const [path, state] of now) {
      if (!this.#states.has(path)) lines.push(`${path}: nothing became ${state}`);
    }
    this.#states = now;
    return lines;
  }

  #look(): ReadonlyMap<string, State> {
    const states = new Map<string, State>();
    this.#inodes.clear();
    const visit = (path: string): void => {
      if (path === this.#grant) return;
      let info: Deno.FileInfo;
      try {
        info = Deno.lstatSync(path);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return;
        throw error;
      }
      this.#inodes.add(info.ino!);
      const { mode, nlink, size, mtime, ctime, ino } = info;
      const times = `${mtime?.getTime()} ${ctime?.getTime()}`;
      const content = info.isFile
        ? Deno.readTextFileSync(path)
        : info.isSymlink
        ? Deno.readLinkSync(path)
        : "";
      states.set(path, `${ino} ${mode} ${nlink} ${size} ${times} ${content}`);
      if (!info.isDirectory) return;
      for (const { name } of Deno.readDirSync(path)) visit(`${path}/${name}`);
    };
    visit(this.#root);
    return states;
  }
}
