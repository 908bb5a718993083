/**
 * Which capability a function of WASI makes use of.
 *
 * @module
 */

import { MODULE_NAMES } from "../../abi/preview1/imports.ts";
import { signatureOf } from "../../abi/preview1/signatures.ts";

/** What the imports of a module are about; `foreign` is what Sluice does not provide. */
export type Capability =
  | "streams"
  | "files"
  | "sockets"
  | "arguments"
  | "environment"
  | "clocks"
  | "random"
  | "poll"
  | "process"
  | "foreign";

/** All of them, in the order in which they are told. */
export const CAPABILITIES: readonly Capability[] = [
  "streams",
  "files",
  "sockets",
  "arguments",
  "environment",
  "clocks",
  "random",
  "poll",
  "process",
  "foreign",
];

/** What also a program uses that has its standard streams alone. */
const STREAM_FUNCTIONS = [
  "fd_close",
  "fd_fdstat_get",
  "fd_fdstat_set_flags",
  "fd_fdstat_set_rights",
  "fd_read",
  "fd_renumber",
  "fd_seek",
  "fd_tell",
  "fd_write",
];

/** By what a function's name begins with. */
const FAMILIES: readonly (readonly [prefix: string, Capability])[] = [
  ["fd_", "files"],
  ["path_", "files"],
  ["sock_", "sockets"],
  ["args_", "arguments"],
  ["environ_", "environment"],
  ["clock_", "clocks"],
  ["random_", "random"],
  ["poll_", "poll"],
  ["proc_", "process"],
  ["sched_", "process"],
];

/** The capability of an import. */
export function capabilityOf(module: string, name: string): Capability {
  if (!MODULE_NAMES.includes(module) || signatureOf(name) === undefined) return "foreign";
  if (STREAM_FUNCTIONS.includes(name)) return "streams";
  return FAMILIES.find(([prefix]) => name.startsWith(prefix))?.[1] ?? "foreign";
}
