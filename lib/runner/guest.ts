/**
 * One guest: its grants as capabilities under handles, and the state of its ABI.
 *
 * @module
 */

import { Boundary } from "../abi/preview1/boundary.ts";
import type { Context } from "../abi/preview1/context.ts";
import type { Description } from "../abi/preview1/description.ts";
import { GuestMemory } from "../abi/preview1/guest_memory.ts";
import { importsOf, MODULE_NAMES } from "../abi/preview1/imports.ts";
import { SluiceError } from "../errors.ts";
import type { DirectoryGrant } from "../grants/grant.ts";
import { HandleTable } from "../handles/handle_table.ts";
import type { Host } from "../host/host.ts";
import { CollectedOutput } from "../io/collected_output.ts";
import { preopen } from "./directories.ts";
import { environOf } from "./environ.ts";
import type { Outcome, RunOptions, RunResult } from "./options.ts";
import { standardInput, standardOutput } from "./standard_streams.ts";
import { waitInHost } from "./suspend.ts";

/** Handles that a guest may have open at once; fewer than a process may have files. */
const MAX_HANDLES = 1024;

/** Standard input, output and error. */
const STANDARD_STREAMS = 3;

const encoder = new TextEncoder();

/** A guest that has been given what it gets, and has not begun. Disposing it closes all it holds. */
export class Guest implements Disposable {
  readonly context: Context;
  readonly boundary: Boundary;
  readonly #options: RunOptions;
  readonly #captured: readonly [stdout: CollectedOutput, stderr: CollectedOutput];

  /**
   * @throws SluiceError status 2 when a grant cannot be given
   */
  constructor(host: Host, argv: readonly string[], options: RunOptions) {
    this.#options = options;
    this.#captured = [new CollectedOutput(), new CollectedOutput()];
    this.context = {
      memory: new GuestMemory(),
      descriptors: descriptorsOf(host, options, this.#captured),
      args: argv.map(terminated),
      environ: environOf(host, options.grants ?? []).map(terminated),
      clocks: host.clocks,
      random: host.random,
      wait: undefined,
    };
    this.boundary = new Boundary(this.context, (wait) => waitInHost(host, wait));
  }

  /**
   * The import objects, by module name.
   *
   * @param modules the names that are wanted; each costs 0.3 ms at the first start of a process
   */
  imports(modules: readonly string[] = MODULE_NAMES): WebAssembly.Imports {
    return Object.fromEntries(
      modules.map((name) => [name, importsOf(name, this.context, this.boundary)]),
    );
  }

  /** Empties the files that standard output and error go to. From here on the run has begun. */
  emptyOutputs(): void {
    for (
      const [handle, target] of [[1, this.#options.stdout], [2, this.#options.stderr]] as const
    ) {
      if (typeof target !== "object" || target.kind !== "file") continue;
      this.context.descriptors.get(handle)?.file?.resize(0);
    }
  }

  /** The result of a run that came to `outcome`. */
  resultOf(outcome: Outcome): RunResult {
    const [stdout, stderr] = this.#captured;
    return {
      ...outcome,
      ...(this.#options.stdout === "capture" && { stdout: stdout.bytes() }),
      ...(this.#options.stderr === "capture" && { stderr: stderr.bytes() }),
    };
  }

  [Symbol.dispose](): void {
    this.context.descriptors[Symbol.dispose]();
  }
}

function descriptorsOf(
  host: Host,
  options: RunOptions,
  [stdout, stderr]: readonly [CollectedOutput, CollectedOutput],
): HandleTable<Description> {
  using building = new DisposableStack();
  const table = building.use(new HandleTable<Description>(MAX_HANDLES));
  const directories = directoryGrants(options);
  if (STANDARD_STREAMS + directories.length > MAX_HANDLES) {
    throw new SluiceError(
      2,
      `more is granted than the ${MAX_HANDLES} handles that a guest can have`,
    );
  }
  // Outputs last: they may have to be made, and nothing is made when another grant is wrong.
  const preopened = directories.map((grant) => building.use(preopen(host, grant)));
  const input = building.use(standardInput(host, options.stdin ?? "null"));
  const output = building.use(standardOutput(host, 1, options.stdout ?? "null", stdout));
  const error = building.use(standardOutput(host, 2, options.stderr ?? "null", stderr));
  for (const description of [input, output, error, ...preopened]) table.insert(description);
  building.move();
  return table;
}

/** Whether a run with these options opens anything on the host by its name. */
export function needsFiles(options: RunOptions): boolean {
  return directoryGrants(options).length > 0 ||
    [options.stdin, options.stdout, options.stderr].some((stream) =>
      typeof stream === "object" && "path" in stream
    );
}

/** The directory grants, no two of which may have the same guest name. */
export function directoryGrants({ grants = [] }: RunOptions): DirectoryGrant[] {
  const directories = grants.filter((grant) => grant.kind === "directory");
  const seen = new Set<string>();
  for (const { guest } of directories) {
    if (seen.has(guest)) throw new SluiceError(2, `the guest name ${guest} is granted twice`);
    seen.add(guest);
  }
  return directories;
}

function terminated(text: string): Uint8Array {
  if (text.includes("\0")) throw new SluiceError(2, "an argument has a NUL character in it");
  return encoder.encode(`${text}\0`);
}
