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
export function limitMemory(
  { bytes, name }: ModuleSource,
  most: number,
): Uint8Array<ArrayBuffer> {
  const use = heapUseOf(bytes);
  if (use !== undefined) {
    throw new SluiceError(126, `${name} has ${USES[use]}, which --max-memory cannot bound`, {
      hint: "without --max-memory it runs, and nothing bounds them",
    });
  }
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
