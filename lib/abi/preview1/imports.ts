/**
 * The import objects of preview1.
 *
 * @module
 */

import { argsEnviron } from "./args_environ.ts";
import { clock } from "./clock.ts";
import type { Context, Family, Functions } from "./context.ts";
import { fdIo } from "./fd_io.ts";
import { fdReaddir } from "./fd_readdir.ts";
import { fdStatus } from "./fd_status.ts";
import { type Layouts, SNAPSHOT_PREVIEW1, UNSTABLE } from "./layouts.ts";
import { path } from "./path.ts";
import { pathOpen } from "./path_open.ts";
import { poll } from "./poll.ts";
import { proc } from "./proc.ts";
import { random } from "./random.ts";
import { FUNCTION_NAMES } from "./signatures.ts";
import { sock } from "./sock.ts";

const FAMILIES: readonly Family[] = [
  argsEnviron,
  clock,
  fdIo,
  fdReaddir,
  fdStatus,
  path,
  pathOpen,
  poll,
  proc,
  random,
  sock,
];

const MODULES: Readonly<Record<string, Layouts>> = {
  wasi_snapshot_preview1: SNAPSHOT_PREVIEW1,
  wasi_unstable: UNSTABLE,
};

/** The names under which preview1 is imported. */
export const MODULE_NAMES: readonly string[] = Object.keys(MODULES);

/** The functions that can answer SUSPEND. */
export const WAITING_FUNCTIONS: readonly string[] = [
  "fd_read",
  "fd_write",
  "poll_oneoff",
  "sched_yield",
  "sock_accept",
  "sock_recv",
  "sock_send",
];

/** The functions of one import module by their names, as they are: not guarded. */
export function functionsOf(module: string, context: Context): Functions {
  const layouts = MODULES[module]!;
  const families: Functions = Object.assign(
    {},
    ...FAMILIES.map((family) => family(context, layouts)),
  );
  const { observe } = context;
  return Object.fromEntries(FUNCTION_NAMES.map((name) => {
    const call = families[name]!;
    return [name, observe === undefined ? call : observe(name, call, layouts)];
  }));
}
