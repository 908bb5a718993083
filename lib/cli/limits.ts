/**
 * The options that limit what a guest uses.
 *
 * @module
 */

import { parseCount } from "../grants/count.ts";
import { parseDuration } from "../grants/duration.ts";
import { parseSize } from "../grants/size.ts";
import type { Limits } from "../runner/options.ts";
import type { Arguments } from "./arguments.ts";

/**
 * Reads `--timeout`, `--max-memory` and `--max-handles`.
 *
 * @throws SluiceError status 2 for a value that is malformed
 */
export function limitsOf({ options }: Arguments): Limits {
  const read = (name: string, parse: (option: string, text: string) => number) => {
    const text = options.get(name)?.[0];
    return text === undefined ? undefined : parse(`--${name}`, text);
  };
  const timeout = read("timeout", parseDuration);
  const maxMemory = read("max-memory", parseSize);
  const maxHandles = read("max-handles", parseCount);
  return {
    ...(timeout !== undefined && { timeout }),
    ...(maxMemory !== undefined && { maxMemory }),
    ...(maxHandles !== undefined && { maxHandles }),
  };
}
