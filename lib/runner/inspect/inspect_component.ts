/**
 * What a component wants and offers.
 *
 * @module
 */

import { type ComponentDescription, describeComponent } from "../../component/describe.ts";
import { decodeComponent } from "../../component/decode/component.ts";
import { SluiceError } from "../../errors.ts";
import { decoding } from "../component/decode.ts";
import { checkImports } from "../component/imports.ts";
import { leastComponentOptions } from "./least_component_options.ts";
import type { ModuleSource } from "../modules/load_module.ts";

/** What a component turned out to be. */
export interface ComponentInspection extends ComponentDescription {
  /** Bytes. */
  readonly size: number;
  /** The fewest options that give it what it imports, as words of a command line. */
  readonly options: readonly string[];
  /** Why it cannot be run here; absent where it can. */
  readonly problem?: string;
}

/**
 * Reads a component without running anything of it.
 *
 * @throws SluiceError status 126 when it is not valid, or uses what this version does not run
 */
export function inspectComponent({ bytes, name }: ModuleSource): ComponentInspection {
  const description = decoding(name, () => describeComponent(bytes));
  const problem = problemOf(bytes);
  return {
    ...description,
    size: bytes.length,
    options: leastComponentOptions(description),
    ...(problem !== undefined && { problem }),
  };
}

function problemOf(bytes: Uint8Array): string | undefined {
  try {
    checkImports(decodeComponent(bytes).type);
    return undefined;
  } catch (error) {
    if (error instanceof SluiceError) return error.message;
    throw error;
  }
}
