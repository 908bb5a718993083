/**
 * One guest: its grants as capabilities under handles, and the state of its ABI.
 *
 * @module
 */

import { Boundary } from "../abi/preview1/boundary.ts";
import type { Context } from "../abi/preview1/context.ts";
import type { Description } from "../abi/preview1/description.ts";
import { GuestMemory } from "../abi/preview1/guest_memory.ts";
import { Refusals } from "../abi/preview1/refusals.ts";
import { SluiceError } from "../errors.ts";
import { HandleTable } from "../handles/handle_table.ts";
import type { Host } from "../host/host.ts";
import { CollectedOutput } from "../io/collected_output.ts";
import { preopen } from "./directories.ts";
import { directoryGrants } from "./directory_grants.ts";
import { environOf } from "./environ.ts";
import { missingGrant } from "./hints/missing_grant.ts";
import type { GivenStreams } from "./streams/given_streams.ts";
import type { GrantedStreams } from "./streams/granted_streams.ts";
import { ofStream } from "./streams/opened_streams.ts";
import { isGiven, isSpec, type Outcome, type RunOptions, type RunResult } from "./options.ts";
import type { OpenNetwork } from "./network/network.ts";
import { standardInput, standardOutput } from "./streams/standard_streams.ts";
import { needsStreamFiles } from "./streams/stream_needs.ts";
import { kernelCanWait } from "./waiting.ts";

/** Handles that a guest may have open at once by default; fewer than a process may have files. */
export const DEFAULT_HANDLES = 1024;

/** Standard input, output and error. */
const STANDARD_STREAMS = 3;

const encoder = new TextEncoder();

/** Somebody who looks on at a guest. */
export interface Observation {
  /** The guest has come to its end. */
  end(): void;
}

/** Streams that take a while to open, or whose owner must learn when all has arrived. */
export interface OpenedBefore {
  /** What the embedding program hands over. */
  readonly given?: GivenStreams | undefined;
  /** Streams that are granted by name, descriptors and sockets. */
  readonly granted?: GrantedStreams | undefined;
  /** What is granted of the network. */
  readonly network?: OpenNetwork | undefined;
}

/** A guest that has been given what it gets, and has not begun. Disposing it closes all it holds. */
export class Guest implements Disposable {
  readonly host: Host;
  readonly context: Context;
  readonly boundary: Boundary;
  /** What is granted of the network; it belongs to whoever opened it. */
  readonly network: OpenNetwork | undefined;
  readonly #options: RunOptions;
  readonly #captured: Captured;
  /** What would have helped a guest that has failed. */
  #hint: () => string | undefined;
  #observation: Observation | undefined;
  readonly #given: GivenStreams | undefined;

  /**
   * @param thread whether the guest has it for itself, where it can be blocked
   * @param opened what was opened for it before
   * @throws SluiceError status 2 when a grant cannot be given
   */
  constructor(
    host: Host,
    argv: readonly string[],
    options: RunOptions,
    thread: "own" | "shared",
    opened: OpenedBefore = {},
  ) {
    this.host = host;
    this.network = opened.network;
    this.#given = opened.given;
    this.#options = options;
    const { maxMemory } = options.limits ?? {};
    this.#captured = [new CollectedOutput(maxMemory), new CollectedOutput(maxMemory)];
    const descriptors = descriptorsOf(host, options, this.#captured, opened);
    this.context = {
      memory: new GuestMemory(),
      descriptors,
      args: argv.map(terminated),
      environ: environOf(host, options.grants ?? []).map(terminated),
      clocks: host.clocks,
      random: host.random,
      shared: thread === "shared" || opened.network !== undefined ||
        !kernelCanWait(host, descriptors.entries().map(([, description]) => description)),
      wait: undefined,
      resumed: undefined,
    };
    this.boundary = new Boundary(this.context);
    const refusals = new Refusals(this.context);
    this.context.failed = refusals.note;
    this.#hint = () => refusals.last && missingGrant(refusals.last, options);
  }

  /** Has another ABI tell what would have helped a guest that has failed. */
  hintBy(hint: () => string | undefined): void {
    this.#hint = hint;
  }

  /** Lets somebody who looks on know when it has come to its end. */
  observeBy(observation: Observation): void {
    this.#observation = observation;
  }

  /** Empties the files that standard output and error go to. From here on the run has begun. */
  emptyOutputs(): void {
    for (
      const [handle, target] of [[1, this.#options.stdout], [2, this.#options.stderr]] as const
    ) {
      if (!isSpec(target) || target.kind !== "file") continue;
      this.context.descriptors.get(handle)?.file?.resize(0);
    }
  }

  /** The result of a run that came to `outcome`. */
  resultOf(outcome: Outcome): RunResult {
    const hint = outcome.status === 0 ? undefined : this.#hint();
    const streams = this.#given?.captured();
    return {
      ...resultOf(outcome, this.#options, this.#captured),
      ...(hint !== undefined && { hint }),
      ...(streams !== undefined && { streams }),
    };
  }

  [Symbol.dispose](): void {
    using _table = this.context.descriptors;
    const observation = this.#observation;
    // A run disposes its guest before its streams, and once more when it is left.
    this.#observation = undefined;
    observation?.end();
  }
}

/** What a guest wrote where it is captured. */
type Captured = readonly [stdout: CollectedOutput, stderr: CollectedOutput];

/**
 * The result of a run that came to `outcome`.
 *
 * @param captured nothing for a guest that has not begun
 */
export function resultOf(
  outcome: Outcome,
  options: RunOptions,
  [stdout, stderr]: Captured = [new CollectedOutput(), new CollectedOutput()],
): RunResult {
  return {
    ...outcome,
    ...(options.stdout === "capture" && { stdout: stdout.bytes() }),
    ...(options.stderr === "capture" && { stderr: stderr.bytes() }),
  };
}

function descriptorsOf(
  host: Host,
  options: RunOptions,
  outputs: Captured,
  { given, granted }: OpenedBefore,
): HandleTable<Description> {
  using building = new DisposableStack();
  const most = options.limits?.maxHandles ?? DEFAULT_HANDLES;
  const table = building.use(new HandleTable<Description>(most));
  const directories = directoryGrants(options);
  const needed = STANDARD_STREAMS + directories.length + (granted?.count ?? 0) +
    (given?.count ?? 0);
  if (needed > most) {
    throw new SluiceError(2, `more is granted than the ${most} handles that a guest can have`, {
      hint: `--max-handles ${needed}`,
    });
  }
  // Outputs last: they may have to be made, and nothing is made when another grant is wrong.
  const preopened = directories.map((grant) => building.use(preopen(host, grant)));
  const { stdin = "null", stdout = "null", stderr = "null" } = options;
  const standard = (name: "stdin" | "stdout" | "stderr") => ofStream(given!.takeStandard(name)!);
  const input = building.use(
    isGiven(stdin) ? standard("stdin") : standardInput(host, stdin, granted),
  );
  const named = granted?.named(host).map((one) => building.use(one)) ?? [];
  const output = building.use(
    isGiven(stdout) ? standard("stdout") : standardOutput(host, 1, stdout, outputs[0], granted),
  );
  const error = building.use(
    isGiven(stderr) ? standard("stderr") : standardOutput(host, 2, stderr, outputs[1], granted),
  );
  refuseSharedFile(options, output, error);
  const handedOver = (given?.takeNamed() ?? []).map((node) => building.use(ofStream(node)));
  for (const description of [input, output, error, ...preopened, ...named, ...handedOver]) {
    table.insert(description);
  }
  building.move();
  return table;
}

/** Two positions in one file would overwrite each other's bytes; only appending twice loses none. */
function refuseSharedFile(options: RunOptions, output: Description, error: Description): void {
  const targets = [options.stdout, options.stderr];
  const files = targets.every((one) => isSpec(one) && "path" in one);
  if (!files || targets.every((one) => isSpec(one) && one.kind === "append")) return;
  const [first, second] = [output.node.stat(), error.node.stat()];
  if (output.file === undefined || first.device !== second.device || first.inode !== second.inode) {
    return;
  }
  throw new SluiceError(2, "standard output and standard error would overwrite each other", {
    hint: "append:PATH for both keeps every byte, in order",
  });
}

/** Whether a run with these options opens anything on the host by its name. */
export function needsFiles(options: RunOptions): boolean {
  return directoryGrants(options).length > 0 ||
    needsStreamFiles(options);
}

function terminated(text: string): Uint8Array {
  if (text.includes("\0")) throw new SluiceError(2, "an argument has a NUL character in it");
  return encoder.encode(`${text}\0`);
}
