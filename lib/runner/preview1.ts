/**
 * The lower level: imports for a module that the caller instantiates.
 *
 * @module
 */

import { isShared } from "../abi/preview1/guest_memory.ts";
import { MODULE_NAMES } from "../abi/preview1/imports.ts";
import { SluiceError } from "../errors.ts";
import { selectHost } from "../host/select_host.ts";
import { execute } from "./execute.ts";
import { observeIfWanted } from "./observation/observe_if_wanted.ts";
import { givenTo } from "./streams/given_to.ts";
import { Guest, needsFiles, type OpenedBefore } from "./guest.ts";
import type { Limits, RunOptions, RunResult } from "./options.ts";
import type { Waiting, WasmFunction } from "./waiting.ts";
import { waitingOf } from "./choose_waiting.ts";
import { hasNetwork } from "./network/open_network.ts";
import { needsDescriptors, openStreams } from "./streams/stream_needs.ts";
import { warningsOf } from "./warnings.ts";

/** What a {@linkcode Preview1} is given: a run's options, argv[0] the first of the arguments. */
export type Preview1Options =
  & Omit<RunOptions, "invoke" | "argv0" | "limits" | "signal" | "process">
  & {
    /** What the guest may use at most; time and memory are the caller's, who makes the instance. */
    readonly limits?: Pick<Limits, "maxHandles">;
  };

/**
 * The imports of one guest, and the way to start it. Disposing it closes all that it holds; disposing it
 * asynchronously also waits until what was written to streams that were handed over has arrived, and to
 * sockets is sent.
 */
export class Preview1 implements Disposable, AsyncDisposable {
  /** The import objects `wasi_snapshot_preview1` and `wasi_unstable`. */
  readonly imports: WebAssembly.Imports;
  readonly #guest: Guest;
  readonly #waiting: Waiting;
  readonly #opened: OpenedBefore;
  #started = false;

  /** Use {@linkcode preview1}. */
  constructor(guest: Guest, waiting: Waiting, opened: OpenedBefore) {
    this.#guest = guest;
    this.#waiting = waiting;
    this.#opened = opened;
    this.imports = Object.fromEntries(MODULE_NAMES.map((name) => [name, waiting.imports(name)]));
  }

  /**
   * Starts a command, as `WASI.start` of `node:wasi`; an exit and a trap are results, not exceptions,
   * and the thread is free while the guest waits.
   *
   * @param instance made with {@linkcode imports}; it exports `memory` and `_start`
   * @returns how it ended, and what was captured
   * @throws SluiceError status 126 when an export is missing or threads share the memory, 125 for a bug
   * of Sluice
   */
  start(instance: WebAssembly.Instance): Promise<RunResult> {
    return this.#call(instance, "_start");
  }

  /**
   * Initialises a reactor, as `WASI.initialize` of `node:wasi`; then its exports can be called, by way of
   * `WebAssembly.promising` where they may have to wait: a call that has to and cannot is a trap.
   *
   * @param instance made with {@linkcode imports}; it exports `memory`
   * @returns how `_initialize` ended, where there is one
   * @throws SluiceError status 126 when the memory is missing or shared, 125 for a bug of Sluice
   */
  initialize(instance: WebAssembly.Instance): Promise<RunResult> {
    return this.#call(instance, "_initialize" in instance.exports ? "_initialize" : undefined);
  }

  /** Closes every handle of the guest. */
  [Symbol.dispose](): void {
    this.#guest[Symbol.dispose]();
  }

  /** Closes every handle of the guest, and waits until all that it wrote has arrived or is sent. */
  async [Symbol.asyncDispose](): Promise<void> {
    this[Symbol.dispose]();
    const { given, granted } = this.#opened;
    await Promise.all([given?.arrived(undefined), granted?.sent(undefined)]);
  }

  async #call({ exports }: WebAssembly.Instance, name: string | undefined): Promise<RunResult> {
    if (this.#started) throw new SluiceError(126, "the guest has been started before");
    if (!(exports.memory instanceof WebAssembly.Memory)) {
      throw new SluiceError(126, "the module exports no memory");
    }
    if (isShared(exports.memory)) {
      throw new SluiceError(126, "the module's memory is shared by threads");
    }
    if (name !== undefined && typeof exports[name] !== "function") {
      throw new SluiceError(126, `the module exports no function ${name}`);
    }
    this.#started = true;
    this.#guest.emptyOutputs();
    this.#guest.context.memory.attach(exports.memory);
    const outcome = await execute(this.#guest.boundary, async () => {
      if (name !== undefined) await this.#waiting.entrance(exports[name] as WasmFunction)();
      return undefined;
    });
    return this.#guest.resultOf(outcome);
  }
}

/**
 * Builds the imports of WASI preview1 for a module that the caller instantiates.
 *
 * Corresponds to `new WASI()` of `node:wasi`; the grants are those of {@linkcode run}.
 *
 * @param options what the guest is given; `args` begin with argv[0]
 * @returns the imports, to be disposed when the guest is done
 * @throws SluiceError status 2 when a grant is wrong
 *
 * @example
 * ```ts
 * import { preview1 } from "@sluice/sluice";
 *
 * const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 3, 1,
 *   0, 1, 7, 19, 2, 6, 109, 101, 109, 111, 114, 121, 2, 0, 6, 95, 115, 116, 97, 114, 116, 0, 0, 10,
 *   4, 1, 2, 0, 11]);
 * using wasi = await preview1({ args: ["guest"], stdout: "inherit" });
 * const { instance } = await WebAssembly.instantiate(bytes, wasi.imports);
 * console.assert((await wasi.start(instance)).status === 0);
 * ```
 */
export async function preview1(options: Preview1Options = {}): Promise<Preview1> {
  if (options.limits !== undefined) (await import("./limits.ts")).checkLimits(options.limits);
  const host = await selectHost({
    files: needsFiles(options),
    descriptors: needsDescriptors(options),
    clocks: true,
    shared: true,
  });
  await using building = new AsyncDisposableStack();
  const given = building.use(await givenTo(options));
  const granted = building.use(await openStreams(options));
  const opened = { given, granted };
  const guest = building.use(new Guest(host, options.args ?? [], options, "shared", opened));
  await observeIfWanted(guest, options);
  if (options.onWarning !== undefined) {
    warningsOf(host, options, granted).forEach(options.onWarning);
  }
  if (hasNetwork(options)) {
    const warning = (await import("./network/no_sockets.ts")).noSocketsWarning(options);
    options.onWarning?.(warning);
  }
  const made = new Preview1(guest, await waitingOf(guest, true), opened);
  building.move();
  return made;
}
