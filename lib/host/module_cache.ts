/**
 * A cache of modules, each under the digest of its bytes.
 *
 * @module
 */

import { isGranted } from "./permission.ts";
import { sha256 } from "./sha256.ts";
import { variable } from "./variable.ts";

/**
 * The bytes that are kept under a digest, which is worked out again: what has changed on the disk is
 * not what was kept.
 *
 * @returns undefined where there are none, or other ones
 */
export async function cachedModule(digest: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const folder = cacheFolder();
  if (folder === undefined || !isGranted({ name: "read", path: folder })) return undefined;
  try {
    const bytes = Deno.readFileSync(`${folder}/${digest}`);
    return await sha256(bytes) === digest ? bytes : undefined;
  } catch {
    // Whatever keeps it from being read, it can be fetched.
    return undefined;
  }
}

/** Keeps bytes under their digest, where there is a place for them. */
export function cacheModule(digest: string, bytes: Uint8Array): void {
  const folder = cacheFolder();
  if (folder === undefined || !canWrite(folder)) return;
  const made = `${folder}/${digest}.${crypto.randomUUID()}`;
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    Deno.writeFileSync(made, bytes, { createNew: true, mode: 0o600 });
    // In one step, so that nobody finds half of it.
    Deno.renameSync(made, `${folder}/${digest}`);
  } catch {
    // A cache that cannot be written costs time, and nothing else.
    try {
      Deno.removeSync(made);
    } catch {
      // It was not made.
    }
  }
}

function canWrite(path: string): boolean {
  return isGranted({ name: "read", path }) && isGranted({ name: "write", path });
}

/** Where the system wants caches to be; undefined where that is not known. */
function cacheFolder(): string | undefined {
  const given = variable("XDG_CACHE_HOME");
  // The specification ignores a relative one.
  const base = given?.startsWith("/") ? given : usualFolder();
  return base === undefined ? undefined : `${base}/sluice/modules`;
}

function usualFolder(): string | undefined {
  switch (Deno.build.os) {
    case "windows":
      return variable("LOCALAPPDATA");
    case "darwin":
      return variable("HOME")?.concat("/Library/Caches");
    default:
      return variable("HOME")?.concat("/.cache");
  }
}
