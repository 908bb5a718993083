/**
 * Where trees are laid out that are read and written millions of times.
 *
 * @module
 */

/**
 * A fresh directory, removed when it is disposed.
 *
 * It lies in `TMPDIR`; for the long tasks that is best a file system in memory. Linux's own, `/dev/shm`,
 * is none that can be granted.
 */
export class FreshDirectory implements Disposable {
  readonly path: string;

  constructor(prefix: string) {
    this.path = Deno.realPathSync(Deno.makeTempDirSync({ prefix }));
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
