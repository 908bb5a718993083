/**
 * Empty directories in memory, where trees are built thousands of times.
 *
 * A test that is killed leaves its plots behind, and memory is not emptied until the machine is. So
 * each bears the number of its process, and the next process to come takes away what belongs to none.
 *
 * @module
 */

/** A fresh directory, removed with all that is in it when disposed. */
export class Plot implements Disposable {
  readonly path: string;

  /** @param use a word for its name, which has the same length for the same word */
  constructor(use: string) {
    const place = inMemory();
    removeAbandoned(place);
    this.path = `${place}/sluice_${use}_${Deno.pid}_${crypto.randomUUID().replaceAll("-", "")}`;
    Deno.mkdirSync(this.path);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** Without a place in memory, where other temporary directories are. */
function inMemory(): string {
  const place = "/dev/shm";
  try {
    if (Deno.statSync(place).isDirectory) return place;
  } catch {
    // There is none here.
  }
  return Deno.env.get("TMPDIR") ?? "/tmp";
}

function removeAbandoned(place: string): void {
  for (const { name } of Deno.readDirSync(place)) {
    const owner = name.match(/^sluice_[a-z]+_(\d+)_[0-9a-f]{32}$/)?.[1];
    if (owner === undefined || isRunning(owner)) continue;
    try {
      Deno.removeSync(`${place}/${name}`, { recursive: true });
    } catch (error) {
      // Another process may be taking it away, too.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** By `/proc`: where there is none, nothing is known to be abandoned. */
function isRunning(process: string): boolean {
  try {
    Deno.statSync("/proc/self");
  } catch {
    return true;
  }
  try {
    Deno.statSync(`/proc/${process}`);
    return true;
  } catch {
    return false;
  }
}
