/**
 * Those who swap what the guest names, each running until it is disposed.
 *
 * @module
 */

import type { Ground, Target } from "./ground.ts";

/** How an attacker is started. */
export interface AttackOptions {
  readonly ground: Ground;
  readonly target: Target;
  readonly seed: number;
}

const here = new URL("./", import.meta.url);
const mainModule = new URL("../../../main.ts", here).pathname;

/** The attackers by name. */
export const ATTACKERS: Readonly<
  Record<string, (options: AttackOptions) => Promise<AsyncDisposable>>
> = {
  /** An outside process that exchanges two names at once. */
  exchange: ({ ground, target, seed }) =>
    spawned([new URL("exchange.ts", here).pathname, ground.grant, target, `${seed}`]),
  /** An outside process with the calls that a guest has, too: rename, symlink, unlink. */
  replace: ({ ground, target, seed }) =>
    spawned([new URL("replace.ts", here).pathname, ground.grant, target, `${seed}`]),
  /** A second guest of the same grant, in a process of its own. */
  guest: ({ ground, target }) =>
    spawned([
      ...[mainModule, "--dir", `${ground.grant}::.`],
      ...[new URL("guest.wasm", here).pathname, "replace", target],
    ]),
  /** A second guest in this process, on a thread of its own. */
  thread: async ({ ground, target }) => {
    const worker = new Worker(new URL("thread.ts", here), { type: "module" });
    const message = () =>
      new Promise<void>((resolve, reject) => {
        worker.onmessage = () => resolve();
        worker.onerror = (error) => reject(new Error(error.message));
      });
    const ready = message();
    worker.postMessage({ grant: ground.grant, target });
    await ready;
    return {
      async [Symbol.asyncDispose]() {
        const ended = message();
        ground.stop();
        await ended;
        worker.terminate();
      },
    };
  },
};

/** A program of ours that prints a line when it has begun. */
async function spawned(words: readonly string[]): Promise<AsyncDisposable> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", ...words],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.getReader();
  const { done } = await reader.read();
  if (done) throw new Error(`an attacker did not begin: ${words.join(" ")}`);
  return {
    async [Symbol.asyncDispose]() {
      // One that has given up before would have made the race an easy one.
      const atWork = quietly(() => child.kill("SIGKILL"));
      await reader.cancel();
      const { signal } = await child.status;
      if (!atWork || signal !== "SIGKILL") throw new Error(`an attacker gave up: ${words[0]}`);
    },
  };
}

/** Whether `call` succeeds. */
function quietly(call: () => void): boolean {
  try {
    call();
    return true;
  } catch {
    return false;
  }
}
