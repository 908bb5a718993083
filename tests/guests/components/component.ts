/**
 * The components in this folder.
 *
 * @module
 */

import type { Component } from "../../../lib/component/component.ts";
import { decodeComponent } from "../../../lib/component/decode/component.ts";

/** The component of this name, decoded. */
export function component(name: string): Component {
  return decodeComponent(Deno.readFileSync(new URL(`${name}.wasm`, import.meta.url)));
}
