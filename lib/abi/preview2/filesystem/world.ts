/**
 * The interfaces of `wasi:filesystem` by their names.
 *
 * @module
 */

import type { Context, ProvideNamed } from "../context.ts";
import type { Interface } from "../interface.ts";
import { preopens } from "./preopens.ts";
import { types } from "./types.ts";

const INTERFACES: Readonly<Record<string, (context: Context) => Interface>> = {
  "wasi:filesystem/preopens": preopens,
  "wasi:filesystem/types": types,
};

/** What provides them. */
export const filesystemInterfaces: ProvideNamed = (name, context) => INTERFACES[name]!(context);
