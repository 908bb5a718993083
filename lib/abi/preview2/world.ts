/**
 * The interfaces of WASI 0.2 by their names.
 *
 * @module
 */

import { environment } from "./cli/environment.ts";
import { exit } from "./cli/exit.ts";
import { stderr, stdin, stdout } from "./cli/stdio.ts";
import {
  terminalInput,
  terminalOutput,
  terminalStderr,
  terminalStdin,
  terminalStdout,
} from "./cli/terminal.ts";
import { monotonicClock } from "./clocks/monotonic_clock.ts";
import { wallClock } from "./clocks/wall_clock.ts";
import type { Context } from "./context.ts";
import type { Interface } from "./interface.ts";
import { errors } from "./io/error.ts";
import { polling } from "./io/poll.ts";
import { streams } from "./io/streams.ts";
import { insecure, insecureSeed, random } from "./random.ts";

/** What provides an interface. */
export type Provide = (context: Context) => Interface;

/** The interfaces, without a version: from 0.2.0 on they have only been added to. */
const INTERFACES: Readonly<Record<string, Provide>> = {
  "wasi:cli/environment": environment,
  "wasi:cli/exit": exit,
  "wasi:cli/stdin": stdin,
  "wasi:cli/stdout": stdout,
  "wasi:cli/stderr": stderr,
  "wasi:cli/terminal-input": terminalInput,
  "wasi:cli/terminal-output": terminalOutput,
  "wasi:cli/terminal-stdin": terminalStdin,
  "wasi:cli/terminal-stdout": terminalStdout,
  "wasi:cli/terminal-stderr": terminalStderr,
  "wasi:clocks/monotonic-clock": monotonicClock,
  "wasi:clocks/wall-clock": wallClock,
  "wasi:io/error": errors,
  "wasi:io/poll": polling,
  "wasi:io/streams": streams,
  "wasi:random/insecure": insecure,
  "wasi:random/insecure-seed": insecureSeed,
  "wasi:random/random": random,
};

/** Those that are loaded for a guest that imports one of them, by what provides them then. */
const LOADED: Readonly<Record<string, "filesystem" | "sockets">> = {
  "wasi:filesystem/preopens": "filesystem",
  "wasi:filesystem/types": "filesystem",
  "wasi:sockets/instance-network": "sockets",
  "wasi:sockets/ip-name-lookup": "sockets",
  "wasi:sockets/network": "sockets",
  "wasi:sockets/tcp": "sockets",
  "wasi:sockets/tcp-create-socket": "sockets",
  "wasi:sockets/udp": "sockets",
  "wasi:sockets/udp-create-socket": "sockets",
};

/** The last version that is known: 0.2 and this. */
export const LAST_PATCH = 12;

const NAME = /^(wasi:[a-z-]+\/[a-z-]+)@0\.2\.(0|[1-9][0-9]*)$/;

/** What provides the interface of this name, with version; undefined where nothing does. */
export function provideOf(name: string): Provide | undefined {
  const [, path = "", patch] = NAME.exec(name) ?? [];
  if (!(Number(patch) <= LAST_PATCH)) return undefined;
  const loaded = Object.hasOwn(LOADED, path) ? LOADED[path] : undefined;
  if (loaded !== undefined) return (context) => context[loaded]!(path, context);
  return Object.hasOwn(INTERFACES, path) ? INTERFACES[path] : undefined;
}

/** Whether an interface of this name is known in some version. */
export function isKnown(name: string): boolean {
  const path = name.replace(/@.*$/, "");
  return Object.hasOwn(INTERFACES, path) || Object.hasOwn(LOADED, path);
}
