/**
 * An interface of WASI, as the host provides it.
 *
 * @module
 */

import type { HostFunction, HostInterface, HostResource } from "../../component/host_interface.ts";
import { TYPES } from "./types.ts";

/** An interface with the types of its functions, which a component may have got wrong. */
export interface Interface extends HostInterface {
  readonly functions: Readonly<Record<string, HostFunction>>;
  readonly resources: Readonly<Record<string, HostResource>>;
  /** The types of its functions, in the words of `structureOf`: see lib/component/wit/structure.ts. */
  readonly signatures: Readonly<Record<string, string>>;
  readonly waiting: readonly string[];
}

/** A function with its type, in which names of {@linkcode TYPES} stand for those types. */
export type Typed = readonly [signature: string, call: HostFunction];

/**
 * An interface of these functions and resources.
 *
 * @param waiting the functions that may have to wait
 */
export function interfaceOf(
  typed: Readonly<Record<string, Typed>>,
  resources: Interface["resources"] = {},
  waiting: readonly string[] = [],
): Interface {
  const named = Object.entries(typed);
  return {
    functions: Object.fromEntries(named.map(([name, [, call]]) => [name, call])),
    resources,
    waiting,
    signatures: Object.fromEntries(named.map(([name, [signature]]) => [name, expand(signature)])),
  };
}

const WORD = /[a-z][a-z0-9-]*/g;

function expand(text: string): string {
  return text.replace(WORD, (word) => {
    const definition = Object.hasOwn(TYPES, word) ? TYPES[word] : undefined;
    return definition === undefined ? word : expand(definition);
  });
}
