/**
 * Interleaved rounds: whatever else the machine does meets every host alike.
 *
 * @module
 */

import { CommandFailed } from "./spawn.ts";

/** What each host's processes answered for one row, a sample a round. */
export class Series<Sample> {
  readonly #samples = new Map<string, Sample[]>();
  readonly #failures = new Map<string, string>();

  /** Run every host once; the one that begins changes with the round. */
  async round<Host extends { readonly name: string }>(
    hosts: readonly Host[],
    turn: number,
    sample: (host: Host) => Promise<Sample>,
  ): Promise<void> {
    for (let i = 0; i < hosts.length; i++) {
      const host = hosts[(i + turn) % hosts.length];
      if (host === undefined || this.#failures.has(host.name)) continue;
      try {
        const taken = await sample(host);
        this.#samples.getOrInsertComputed(host.name, () => []).push(taken);
      } catch (error) {
        if (!(error instanceof CommandFailed)) throw error;
        this.#failures.set(host.name, error.message);
      }
    }
  }

  /** The samples of a host, or nothing if it is not there or failed once. */
  of(host: string): readonly Sample[] | undefined {
    return this.#failures.has(host) ? undefined : this.#samples.get(host);
  }

  /** Hosts that failed, with what they said. */
  get failures(): ReadonlyMap<string, string> {
    return this.#failures;
  }
}
