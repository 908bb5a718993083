/**
 * Starting a guest, and telling how it ended.
 *
 * @module
 */

import type { Ending } from "../abi/preview1/boundary.ts";
import { LimitReached, SluiceError } from "../errors.ts";
import type { Outcome, RunResult } from "./options.ts";
import { TRAP_STATUS } from "./statuses.ts";

/** An exception of the guest's own; the type declarations leave the class out. */
const { Exception } = WebAssembly as unknown as { Exception: new (...args: never[]) => unknown };

/** What knows how a guest was ended from within a host call. */
export interface Ended {
  readonly ending: Ending | undefined;
}

/**
 * Runs `body`, which calls into the guest, to its end.
 *
 * @returns how the guest ended; what `body` returned are the results
 * @throws SluiceError status 125 for a failure that no guest should be able to cause
 */
export async function execute(
  guest: Ended,
  body: () => RunResult["results"] | Promise<RunResult["results"]>,
): Promise<Outcome> {
  try {
    const results = await body();
    // A guest cannot swallow its own end: where it ran on after it, the end still counts.
    const ending = guest.ending;
    if (ending !== undefined) return outcomeOf(ending);
    return { status: 0, ended: "exit", ...(results !== undefined && { results }) };
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    return outcomeOf(guest.ending ?? endingOf(error));
  }
}

function endingOf(error: unknown): Ending {
  if (error instanceof WebAssembly.RuntimeError) return { kind: "trap", message: error.message };
  if (error instanceof Exception) {
    return { kind: "trap", message: "uncaught exception" };
  }
  if (error instanceof RangeError && /call stack/.test(error.message)) {
    return { kind: "trap", message: "call stack exhausted" };
  }
  return { kind: "bug", cause: error };
}

function outcomeOf(ending: Ending): Outcome {
  switch (ending.kind) {
    case "exit":
      return { status: ending.status, ended: "exit" };
    case "trap":
      return { status: TRAP_STATUS, ended: "trap", message: ending.message };
    case "bug":
      if (!(ending.cause instanceof LimitReached)) throw bug(ending.cause);
      return { status: TRAP_STATUS, ended: "limit", message: ending.cause.message };
  }
}

/** A failure of ours; or one of Deno's, which loads parts of us when they are needed. */
export function bug(cause: unknown): SluiceError {
  if (isNotLoaded(cause)) {
    return new SluiceError(2, `a part of Sluice cannot be loaded: ${reasonOf(cause)}`, {
      cause,
      hint: "DENO_DIR must name a directory in which Deno finds or can store what it downloads",
    });
  }
  const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new SluiceError(125, `Sluice failed, which is a bug: ${detail}`, {
    cause,
    hint: "please report it with the command and the module",
  });
}

/** Whether an `import()` failed, and not what it imported. */
function isNotLoaded(cause: unknown): cause is Error {
  return cause instanceof TypeError && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND";
}

/** Deno's message in one line: it numbers the causes, and tells last where the import stands. */
function reasonOf({ message }: Error): string {
  const lines = message.split("\n").map((line) => line.trim().replace(/^\d+: /, ""));
  return lines.filter((line) => !line.startsWith("at ")).join(": ");
}
