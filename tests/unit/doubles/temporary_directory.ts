/**
 * A directory of the host's own for one test.
 *
 * @module
 */
import { assertEquals } from "@std/assert";

/** A new directory, which goes away with all that is in it. */
export class TemporaryDirectory implements Disposable {
  /** Its path, without a link in it. */
  readonly path: string = Deno.realPathSync(Deno.makeTempDirSync());

  /** The path of something in it. */
  at(name: string): string {
    return `${this.path}/${name}`;
  }

  /**
   * Makes a tree: a name that ends with a slash is a directory, a content that begins with `-> ` a
   * link, and everything else a file.
   */
  make(tree: Readonly<Record<string, string>>): this {
    for (const [name, content] of Object.entries(tree)) {
      const path = this.at(name);
      if (name.endsWith("/")) Deno.mkdirSync(path, { recursive: true });
      else if (content.startsWith("-> ")) Deno.symlinkSync(content.slice(3), path);
      else Deno.writeTextFileSync(path, content);
    }
    return this;
  }

  /** What is in it, as {@linkcode make} takes it; directories have no content. */
  tree(below = ""): Record<string, string> {
    const found: Record<string, string> = {};
    const entries = [...Deno.readDirSync(this.at(below))];
    for (const entry of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
      const name = below + entry.name;
      if (entry.isDirectory) Object.assign(found, { [`${name}/`]: "" }, this.tree(`${name}/`));
      else if (entry.isSymlink) found[name] = `-> ${Deno.readLinkSync(this.at(name))}`;
      else found[name] = entry.isFile ? Deno.readTextFileSync(this.at(name)) : "";
    }
    return found;
  }

  /** Asserts that it holds exactly this. */
  assertTree(expected: Readonly<Record<string, string>>, why?: string): void {
    const sorted = Object.entries(expected).sort(([a], [b]) => a < b ? -1 : 1);
    const found = Object.entries(this.tree()).sort(([a], [b]) => a < b ? -1 : 1);
    assertEquals(found, sorted, why);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
