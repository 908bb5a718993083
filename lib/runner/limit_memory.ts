/**
 * `--max-memory`: a module that cannot allocate more.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { formatSize } from "../grants/size.ts";
import { type HeapUse, heapUseOf } from "../wasm/heap_use.ts";
import { capAllocations, OverCap } from "../wasm/limits.ts";
import type { ModuleSource } from "./load_module.ts";

const USES: Readonly<Record<HeapUse, string>> = {
  objects: "types of the garbage collector",
  exceptions: "exceptions that can pile up",
};

/**
 * Caps what a module can allocate.
 *
 * @param most bytes for its memories together, and for its tables together
 * @throws SluiceError status 126 when it begins with more, or allocates in a way that has no cap
 * @throws MalformedModule when it cannot be read
 */
export function limitMemory(source: ModuleSource, most: number): Uint8Array<ArrayBuffer> {
  const { bytes, name } = source;
  const use = heapUseOf(bytes);
  if (use !== undefined) {
    throw new SluiceError(126, `${name} has ${USES[use]}, which --max-memory cannot bound`, {
      hint:
        "without --max-memory it runs, and nothing bounds them; the library's run() can bound " +
        "them in a process of its own",
    });
  }
  return limitBesideHeap(source, most);
}

/**
 * Caps what a module can allocate but on the heap of the engine, which has a limit of its own.
 *
 * @throws as {@linkcode limitMemory}, save for the ways that have no cap
 */
export function limitBesideHeap(
  { bytes, name }: ModuleSource,
  most: number,
): Uint8Array<ArrayBuffer> {
  try {
    return capAllocations(bytes, most);
  } catch (error) {
    if (!(error instanceof OverCap)) throw error;
    const needed = formatSize(Number(error.needed));
    throw new SluiceError(
      126,
      `${name} begins with ${needed} of ${error.of}, and --max-memory allows ${formatSize(most)}`,
      { hint: `--max-memory ${needed}` },
    );
  }
}
