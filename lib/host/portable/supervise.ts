/**
 * Ending the guest at a deadline by Deno's means alone: it runs in a worker, and the thread that the
 * process began with looks on.
 *
 * The worker runs the same main module with the same words, so that an installed copy, which is one
 * file, can do so too. It is told by its name. Permissions are the process's: what the worker gives
 * back is gone here, too.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import type { EndOptions } from "../end_options.ts";

const WORKER = "sluice guest";

/** As long as the line may take to be written, in milliseconds: standard error can be full. */
const GRACE = 200;

/** What the worker says: that it begins, and the exit status that it came to. */
type Message = "begun" | number;

/**
 * Calls `body` in a worker, until the time is over. The process has to end then: the worker may go on.
 *
 * @param body answers the exit status
 * @returns the same, in the worker too; another where there was none in time
 * @throws SluiceError status 2 where the main module may not be read once more
 */
export async function supervise(
  { after, status, line }: EndOptions,
  body: () => Promise<number>,
): Promise<number> {
  if (globalThis.name === WORKER) {
    tell("begun");
    return await body();
  }
  const main = new URL(Deno.mainModule);
  if (main.protocol === "file:") requireReading(main);
  const worker = new Worker(main, { type: "module", name: WORKER });
  return await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data !== "begun") return resolve(data);
      setTimeout(() => sayUnlessFull(line).then(() => resolve(status)), after);
    };
    worker.onerror = (event) => {
      // Or else it is an error of this thread as well, which nobody catches.
      event.preventDefault();
      reject(new Error(event.message));
    };
  });
}

/**
 * Tells the thread that looks on, if there is one, what status this one's command came to. It is also
 * owed by a worker that has not come to its guest: that a worker ends is no event.
 */
export function tellStatus(status: number): void {
  if (globalThis.name === WORKER) tell(status);
}

function requireReading(path: URL): void {
  if (Deno.permissions.querySync({ name: "read", path }).state === "granted") return;
  throw new SluiceError(2, "--timeout wants a permission to end the guest in time", {
    hint: "start Deno with --allow-ffi on Linux, or with --allow-read",
  });
}

function tell(message: Message): void {
  (globalThis as unknown as { postMessage(message: Message): void }).postMessage(message);
}

async function sayUnlessFull(line: string): Promise<void> {
  const said = Deno.stderr.write(new TextEncoder().encode(line)).catch(() => {});
  await Promise.race([said, new Promise((resolve) => setTimeout(resolve, GRACE))]);
}
