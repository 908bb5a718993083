/**
 * What a guest has been given, as the interfaces of WASI 0.2 see it.
 *
 * @module
 */

import type { Description } from "../../abi/preview1/description.ts";
import { MODULE_NAMES } from "../../abi/preview1/imports.ts";
import type { Context, Preopen, Standard } from "../../abi/preview2/context.ts";
import { OpenCount } from "../../abi/preview2/filesystem/open_count.ts";
import { Lifetime } from "../../abi/preview2/lifetime.ts";
import { Scratch } from "../../abi/preview2/scratch.ts";
import type { Component } from "../../component/component.ts";
import { SluiceError } from "../../errors.ts";
import { commandLine, directoryWords } from "../../grants/option_words.ts";
import { accessOf } from "../directories.ts";
import { directoryGrants } from "../directory_grants.ts";
import { DEFAULT_HANDLES, type Guest } from "../guest.ts";
import type { RunOptions } from "../options.ts";

const decoder = new TextDecoder();

/**
 * Checks that a component can be given what is granted.
 *
 * @throws SluiceError status 2 for what has a meaning in preview1 alone
 */
export async function checkGrants(options: RunOptions): Promise<void> {
  const { grants = [], streams = {} } = options;
  const granted = grants.find((grant) => grant.kind === "stream");
  const stream = granted?.name ?? Object.keys(streams)[0];
  if (stream !== undefined) {
    throw (await import("./stream_refusal.ts")).streamRefusal(stream, granted?.spec);
  }
  const named = directoryGrants(options).find(({ rights }) => typeof rights !== "string");
  if (named === undefined) return;
  const rights = accessOf(named.rights) === "read-only" ? "ro" : "rw";
  throw new SluiceError(2, `${named.host} is granted with rights of preview1 to a component`, {
    hint: commandLine(directoryWords({ ...named, rights })),
  });
}

/**
 * The context of a component. What it holds belongs to the guest still.
 *
 * @param loaded what provides the interfaces of the packages of which it imports any
 */
export function contextOf(
  component: Component,
  guest: Guest,
  most: number = DEFAULT_HANDLES,
  loaded: Pick<Context, "filesystem" | "sockets"> = {},
): Context {
  const { descriptors, args, environ, clocks, random, shared } = guest.context;
  const [input, output, error] = [0, 1, 2].map((handle) => descriptors.get(handle)!);
  return {
    args: args.map(textOf),
    environment: environ.map(textOf).map(pairOf),
    stdin: standard(input!, input!.input),
    stdout: standard(output!, output!.output),
    stderr: standard(error!, error!.output),
    preopens: [...descriptors.entries()].flatMap(([, one]) => preopenOf(one)),
    ...loaded,
    clocks,
    random,
    shared,
    passesMutabilityOn: isAdapted(component),
    open: new OpenCount(descriptors.size, most),
    lifetime: new Lifetime(),
    scratch: new Scratch(),
    refused: undefined,
  };
}

/** Whether a core module in it was built for preview1, which an adapter provides. */
function isAdapted({ definitions }: Component): boolean {
  return definitions.some((definition) =>
    definition.kind === "core-module"
      ? definition.type.imports.some(({ module }) => MODULE_NAMES.includes(module))
      : definition.kind === "component" && isAdapted(definition.component)
  );
}

/** A terminal has no position, as isatty(3) of preview1's C library knows. */
function standard<T>({ node, cursor }: Description, stream: T | undefined): Standard<T> {
  return { stream, isTerminal: node.type === "character-device" && cursor === undefined };
}

function preopenOf({ directory, preopen }: Description): Preopen[] {
  if (directory === undefined || preopen === undefined) return [];
  return [{ name: decoder.decode(preopen), directory }];
}

/** The text before the NUL at its end. */
function textOf(terminated: Uint8Array): string {
  return decoder.decode(terminated.subarray(0, -1));
}

function pairOf(variable: string): [name: string, value: string] {
  const at = variable.indexOf("=");
  return [variable.slice(0, at), variable.slice(at + 1)];
}
