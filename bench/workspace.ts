/**
 * The directory that the guests work in, and one for what the harness needs itself.
 *
 * @module
 */

import { BIG_FILE } from "./rows.ts";

/**
 * Names a directory in memory on most desktops; measuring a disk is not the point. `/dev/shm` is no choice:
 * Sluice grants nothing below `/dev`.
 */
const MEMORY_DIRECTORY = "XDG_RUNTIME_DIR";
/** As in bench.c. */
const FILE_SIZE = 512 << 10;

/** Two temporary directories, removed on disposal. */
export interface Workspace extends Disposable {
  /** Where the guests work. */
  readonly data: string;
  /** Compiled programs and scripts; a memory directory may refuse to run them. */
  readonly tools: string;
}

/** Writes the files that some operations of bench.c need. */
export type Fill = (directory: string) => void;

/**
 * Make both directories.
 *
 * The data lies in memory where that is possible and has room, else where `TMPDIR` says.
 */
export function createWorkspace(fill: Fill): Workspace {
  const data = createData(fill, Deno.env.get(MEMORY_DIRECTORY)) ?? createData(fill, undefined);
  if (data === undefined) throw new Error("no room for the files of the benchmark");
  const tools = Deno.makeTempDirSync({ prefix: "sluice-bench-tools-" });
  return {
    data,
    tools,
    [Symbol.dispose]() {
      for (const directory of [data, tools]) removeTree(directory);
    },
  };
}

/** Has a workspace removed when the task is interrupted, which ends it. */
export function removeWhenInterrupted(workspace: Workspace): void {
  for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    Deno.addSignalListener(signal, () => {
      workspace[Symbol.dispose]();
      Deno.exit(status);
    });
  }
}

/** Removes a directory in which a guest may still be creating files when the task is interrupted. */
function removeTree(directory: string): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 1;; attempt++) {
    try {
      return Deno.removeSync(directory, { recursive: true });
    } catch (error) {
      if (attempt === 10) throw error;
      Atomics.wait(clock, 0, 0, 100);
    }
  }
}

function createData(fill: Fill, parent: string | undefined): string | undefined {
  let directory;
  try {
    directory = Deno.makeTempDirSync({ ...(parent && { dir: parent }), prefix: "sluice-bench-" });
  } catch {
    return undefined; // no such directory, or not ours to write
  }
  try {
    fill(directory);
    return directory;
  } catch {
    Deno.removeSync(directory, { recursive: true }); // no space left
    return undefined;
  }
}

/** Every file that bench.c names but those of the copy. */
export function fillSmall(directory: string): void {
  Deno.mkdirSync(`${directory}/a/b/c`, { recursive: true });
  for (const name of ["data", "out", "a/b/c/data"]) writeBytes(`${directory}/${name}`, FILE_SIZE);
  for (const entries of [100, 1000]) {
    const listed = `${directory}/entries-${entries}`;
    Deno.mkdirSync(listed);
    for (let i = 0; i < entries; i++) Deno.writeFileSync(`${listed}/entry-${i}`, new Uint8Array());
  }
}

/** Every file that bench.c names. The copy is there from the start, so that its room is proven. */
export function fillAll(directory: string): void {
  fillSmall(directory);
  for (const name of ["big", "copy"]) writeBytes(`${directory}/${name}`, BIG_FILE);
}

/** Writes a file of so many bytes. */
export function writeBytes(path: string, size: number): void {
  using file = Deno.createSync(path);
  const block = new Uint8Array(Math.min(size, 1 << 20)).fill(0x78);
  for (let written = 0; written < size; written += file.writeSync(block));
}
