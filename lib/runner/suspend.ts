/**
 * Waiting where the thread is shared: the guest is suspended by JSPI, and only a call that really has
 * to wait pays for it.
 *
 * @module
 */

import type { Suspension } from "../abi/preview1/boundary.ts";
import type { Wait } from "../abi/preview1/context.ts";
import { functionsOf, WAITING_FUNCTIONS } from "../abi/preview1/imports.ts";
import { signatureOf } from "../abi/preview1/signatures.ts";
import { SluiceError } from "../errors.ts";
import { wakeAfter } from "../host/event_loop.ts";
import type { Host } from "../host/host.ts";
import { ENDED, SHIM_IMPORTS, suspendingShim, WAITS } from "../wasm/suspending_shim.ts";
import type { RunEnd } from "./run_end.ts";
import type { Waiting, WaitingGuest, WasmFunction } from "./waiting.ts";

/** What the type declarations leave out. */
interface JSPI {
  readonly Suspending?: new (
    call: (...args: never[]) => Promise<unknown>,
  ) => WebAssembly.ImportValue;
  readonly promising?: (exported: WasmFunction) => WasmFunction;
}

/** Every so many waits the others in the thread get a turn, also where all that is waited for is there. */
const WAITS_PER_TURN = 16;

const STATES = { waits: WAITS, done: 0, ended: ENDED } as const;

/**
 * Suspends the guest while a call waits.
 *
 * @param end when the run is over, whatever the guest waits for; absent where only the guest ends it
 * @throws SluiceError status 2 where the runtime cannot suspend
 */
export function suspending({ host, context, boundary }: WaitingGuest, end?: RunEnd): Waiting {
  const { Suspending, promising } = WebAssembly as JSPI;
  if (Suspending === undefined || promising === undefined) {
    throw new SluiceError(2, "the guest cannot be suspended: WebAssembly.promising is missing", {
      hint: "a version of Deno with JSPI, 2.9 or later",
    });
  }
  const state = new WebAssembly.Global({ value: "i32", mutable: true }, 0);
  const waits = new Waits(host, end);
  const suspension: Suspension = {
    wait: (wanted) => waits.wait(wanted),
    tell: (now) => void (state.value = STATES[now]),
  };
  const shim = new WebAssembly.Module(suspendingShim(WAITING_FUNCTIONS.map((name) => ({
    name,
    type: signatureOf(name)!,
  }))));
  return {
    imports(module) {
      const calls = Object.entries(functionsOf(module, context));
      const whole = calls.filter(([name]) => !WAITING_FUNCTIONS.includes(name));
      const divided = calls.filter(([name]) => WAITING_FUNCTIONS.includes(name))
        .map(([name, call]) => [name, boundary.divide(call, suspension)] as const);
      const { exports } = new WebAssembly.Instance(shim, {
        [SHIM_IMPORTS.attempt]: Object.fromEntries(
          divided.map(([name, { attempt }]) => [name, attempt]),
        ),
        [SHIM_IMPORTS.finish]: Object.fromEntries(
          divided.map(([name, { finish }]) => [
            name,
            new Suspending(end === undefined ? finish : (...args) => end.resuming(finish(...args))),
          ]),
        ),
        [SHIM_IMPORTS.state]: { [SHIM_IMPORTS.state]: state },
      });
      return {
        ...Object.fromEntries(whole.map(([name, call]) => [name, boundary.guard(call)])),
        ...exports as Record<string, () => unknown>,
      };
    },
    entrance: (exported) =>
      end === undefined ? promising(exported) : end.enteringSuspendable(exported, promising),
  };
}

/** The waits of one guest. */
class Waits {
  readonly #host: Host;
  readonly #end: RunEnd | undefined;
  #count = 0;

  constructor(host: Host, end: RunEnd | undefined) {
    this.#host = host;
    this.#end = end;
  }

  /** See {@linkcode Suspension.wait}. */
  async wait(wanted: Wait): Promise<void> {
    await this.#ready(wanted);
    if (++this.#count % WAITS_PER_TURN === 0) await this.#ready({ pollables: [], timeout: 0n });
    // What was waited for can have come together with the end, and been first.
    if (this.#end?.outcome !== undefined) throw this.#end.reason;
  }

  #ready({ pollables, timeout }: Wait): Promise<void> {
    return new Promise((resolve, reject) => {
      const watched: (() => void)[] = [];
      let over = false;
      const stop = () => {
        over = true;
        for (const unwatch of watched) unwatch();
      };
      const watch = (begin: (wake: () => void) => () => void, settle: () => void = resolve) => {
        if (over) return;
        const unwatch = begin(() => {
          stop();
          settle();
        });
        // Waking at once is allowed, before there is anything to take back.
        if (over) unwatch();
        else watched.push(unwatch);
      };
      const end = this.#end;
      if (end !== undefined) watch((wake) => end.watch(wake), () => reject(end.reason));
      try {
        for (const pollable of pollables) {
          watch((wake) => pollable.watch?.(wake) ?? this.#host.watch(pollable, wake));
        }
        if (timeout !== undefined) watch((wake) => wakeAfter(timeout, wake));
      } catch (error) {
        stop();
        reject(error);
      }
    });
  }
}
