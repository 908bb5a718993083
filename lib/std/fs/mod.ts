/**
 * Local stand-in for `@std/fs`, of which npm has no copy: two of its functions, over `Deno`.
 *
 * @module
 */

/** Make a directory, and those above it, where there is none. */
export async function ensureDir(dir: string | URL): Promise<void> {
  await Deno.mkdir(dir, { recursive: true });
}

/** Whether a path leads to something, a last link followed. */
export async function exists(path: string | URL): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
