/**
 * The hosts that run the guest, each as the command line of a fresh process.
 *
 * @module
 */

import type { Start } from "./installed.ts";
import type { Command } from "./spawn.ts";

/** Something that can run `bench.wasm`, or do the same work. */
export interface Host {
  readonly name: string;
  /** The command that hands these arguments to the guest, with its directory. */
  command(guest: readonly string[]): Command;
  /** The command of a guest that says hello and needs nothing. */
  readonly hello: Command;
}

/** What a host needs to know. */
export interface HostOptions {
  /** The source tree. */
  readonly tree: string;
  /** How Sluice is started. */
  readonly start: Start;
  /** The guest's module. */
  readonly module: string;
  /** The host directory that the guest knows as `/bench`. */
  readonly directory: string;
  /** What Sluice is told with `--isolation`; nothing without it. */
  readonly isolation?: string;
}

const EVERY_PERMISSION = ["-A", "--no-prompt"];

/** What Sluice asks for when it may not call libc: every permission but ffi. */
const WITHOUT_FFI = [
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-sys",
  "--allow-net",
  "--allow-run",
  "--deny-ffi",
  "--no-prompt",
];

/** Sluice as it is meant to be run: the kernel confines every path. */
export function sluice(options: HostOptions, name: string = "sluice"): Host {
  return sluiceWith(EVERY_PERMISSION, options, name);
}

/** Sluice without FFI. */
export function pathChecked(options: HostOptions): Host {
  return sluiceWith(WITHOUT_FFI, options, "path-checked");
}

function sluiceWith(permissions: string[], options: HostOptions, name: string): Host {
  const { tree, start, module, directory, isolation } = options;
  const walls = isolation === undefined ? [] : ["--isolation", isolation];
  const command = (...words: string[]) => ({
    words: deno(permissions, ...start, ...walls, ...words),
    cwd: tree,
  });
  return {
    name,
    command: (guest) => command("--dir", `${directory}::/bench`, module, ...guest),
    hello: command(module, "hello"),
  };
}

/** Deno's own `node:wasi`. */
export function nodeWasi(options: HostOptions): Host {
  const { tree, module, directory } = options;
  const script = `${tree}/bench/node_wasi.ts`;
  const command = (guest: readonly string[]) => ({
    words: deno(EVERY_PERMISSION, script, directory, module, ...guest),
    cwd: tree,
  });
  return { name: "node:wasi", command, hello: command(["hello"]) };
}

/** The guest's source as a native program. */
export function native(program: string, directory: string): Host {
  const command = (guest: readonly string[]) => ({
    words: [program, ...guest],
    env: { BENCH_DIRECTORY: directory },
  });
  return { name: "native", command, hello: command(["hello"]) };
}

/** An empty script in a directory without a configuration file: what Deno itself costs. */
export function emptyScript(tools: string): Host {
  Deno.writeTextFileSync(`${tools}/empty.ts`, "");
  const command = { words: deno(EVERY_PERMISSION, `${tools}/empty.ts`), cwd: tools };
  return { name: "empty script", command: () => command, hello: command };
}

function deno(permissions: string[], ...rest: string[]): string[] {
  return [Deno.execPath(), "run", ...permissions, ...rest];
}
