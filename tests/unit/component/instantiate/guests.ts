/**
 * Running components in tests, in either way of waiting.
 *
 * @module
 */

import { assert } from "@std/assert";
import type { HostInterface } from "../../../../lib/component/host_interface.ts";
import type { Ending } from "../../../../lib/component/instantiate/ending.ts";
import { ExportedFunction } from "../../../../lib/component/instantiate/exported_function.ts";
import { ComponentGuest, type Exports } from "../../../../lib/component/instantiate/guest.ts";
import type { RunOptions } from "../../../../lib/component/instantiate/run.ts";
import { suspended } from "../../../../lib/component/instantiate/suspended.ts";
import { inThread } from "../../../../lib/component/instantiate/waiting.ts";
import type { Value } from "../../../../lib/component/values.ts";
import { component } from "../../../guests/components/component.ts";

/** The ways in which a guest can wait. */
export const WAYS = ["thread", "suspended"] as const;

/** One of them. */
export type Way = typeof WAYS[number];

/** A component of tests/guests/components that has been instantiated. */
export class Running implements Disposable {
  readonly guest: ComponentGuest;
  readonly #exports: Exports;
  readonly #way: Way;

  private constructor(guest: ComponentGuest, exports: Exports, way: Way) {
    this.guest = guest;
    this.#exports = exports;
    this.#way = way;
  }

  /** @param waited is told what is waited for */
  static async of(
    name: string,
    host: HostInterface,
    way: Way,
    { waited = () => {}, ...options }:
      & { readonly waited?: (wait: unknown) => void }
      & Partial<RunOptions> = {},
  ): Promise<Running> {
    const waiting = way === "thread"
      ? inThread<unknown>(waited)
      : suspended<unknown>(async (wait) => {
        await Promise.resolve();
        waited(wait);
      });
    const guest = new ComponentGuest(component(name), host, { waiting, ...options });
    const exports = way === "thread" ? guest.instantiate() : await guest.instantiateSuspended();
    return new Running(guest, exports, way);
  }

  /** How it was ended. */
  get ending(): Ending | undefined {
    return this.guest.ending;
  }

  /** Calls an export; a call that throws answers a promise that is rejected. */
  call(name: string, ...values: Value[]): Promise<Value> {
    const exported = this.#exports.get(name);
    assert(exported instanceof ExportedFunction, `no export ${name}`);
    if (this.#way === "suspended") return exported.callSuspended(values);
    return new Promise((resolve) => resolve(exported.call(values)));
  }

  [Symbol.dispose](): void {
    this.guest[Symbol.dispose]();
  }
}

/** Defines a test for each way of waiting. */
export function eachWay(name: string, body: (way: Way) => Promise<void>): void {
  for (const way of WAYS) Deno.test(`${name} (${way})`, () => body(way));
}
