/**
 * `--max-memory`: a module that cannot allocate more.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { formatSize } from "../grants/size.ts";
import { type HeapUse, heapUseOf } from "../wasm/heap_use.ts";
import { capAllocations, OverCap } from "../wasm/limits.ts";
import type { ModuleSource } from "./modules/load_module.ts";

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
  checkHeapUse(source);
  return limitBesideHeap(source, most);
}

/**
 * Refuses what allocates on the heap of the engine, which nothing bounds.
 *
 * @throws SluiceError status 126
 */
export function checkHeapUse({ bytes, name }: ModuleSource): void {
  const use = heapUseOf(bytes);
  if (use !== undefined) {
    throw new SluiceError(126, `${name} has ${USES[use]}, which --max-memory cannot bound`, {
      hint:
        "without --max-memory it runs, and nothing bounds them; the library's run() can bound " +
        "them in a process of its own",
    });
  }
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
    throw error instanceof OverCap ? tooMuch(name, error, most) : error;
  }
}

/** That something begins with more than it may have. */
export function tooMuch(name: string, { of, needed }: OverCap, most: number): SluiceError {
  const size = formatSize(Number(needed));
  return new SluiceError(
    126,
    `${name} begins with ${size} of ${of}, and --max-memory allows ${formatSize(most)}`,
    { hint: `--max-memory ${size}` },
  );
}
