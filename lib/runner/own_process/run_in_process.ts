/**
 * A run in a process of its own, seen from the one that asks for it.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import { requirePermission } from "../../host/permission.ts";
import { readHostFile } from "../../host/read_file.ts";
import { CollectedOutput } from "../../io/collected_output.ts";
import { resultOf } from "../guest.ts";
import { checkLimits } from "../limits.ts";
import { Listener } from "../listener.ts";
import {
  hasGiven,
  type InputSource,
  isSpec,
  type OutputTarget,
  type ProcessOptions,
  type RunOptions,
  type RunResult,
} from "../options.ts";
import { abortedBy } from "../run_end.ts";
import { checkPermissions, withValues } from "./grants.ts";
import { GuestProcess } from "./guest_process.ts";
import type { Request } from "./request.ts";

/**
 * Runs a module in a process of its own, as {@linkcode run} says.
 *
 * @param process what the process is like
 * @throws SluiceError as `run` does, and status 2 without the permission to start a process
 */
export async function runInProcess(
  source: string | Uint8Array,
  options: RunOptions,
  process: ProcessOptions,
): Promise<RunResult> {
  if (options.limits !== undefined) checkLimits(options.limits);
  checkWord(process);
  refuseGiven(options);
  const most = options.limits?.maxMemory;
  const captured = [new CollectedOutput(most), new CollectedOutput(most)] as const;
  const request = requestOf(source, options, process);
  if (options.signal?.aborted) return resultOf(abortedBy(options.signal), options);
  const trace = options.trace && new Listener(options.trace);
  const audit = options.audit && new Listener(options.audit);
  const guest = new GuestProcess(request, {
    stdin: kindOf(options.stdin) === "inherit" ? "inherit" : "null",
    stdout: targetOf(options.stdout, captured[0]),
    stderr: targetOf(options.stderr, captured[1]),
    onWarning: options.onWarning ?? (() => {}),
    trace: trace?.tell,
    audit: audit?.tell,
    signal: options.signal,
  });
  const outcome = await guest.outcome();
  trace?.check();
  audit?.check();
  return resultOf(outcome, options, captured);
}

/** Options are plain data, which no type need have checked. */
function checkWord({ isolation }: ProcessOptions): void {
  if (isolation === undefined || isolation === "strict" || isolation === "basic") return;
  throw new SluiceError(2, `the isolation ${isolation} is neither strict nor basic`);
}

function requestOf(
  source: string | Uint8Array,
  options: RunOptions,
  process: ProcessOptions,
): Request {
  checkPermissions(options);
  const { args, grants, stdin, stdout, stderr, invoke, limits } = options;
  const argv0 = options.argv0 ?? (source === "-" ? source : undefined);
  const input = stdin instanceof Uint8Array ? stdin : undefined;
  return {
    ...moduleOf(source),
    input,
    options: {
      ...args !== undefined && { args },
      ...argv0 !== undefined && { argv0 },
      grants: withValues(grants ?? []),
      stdin: stdin instanceof Uint8Array ? "null" : stdin ?? "null",
      stdout: passedOn(stdout),
      stderr: passedOn(stderr),
      ...invoke !== undefined && { invoke },
      ...limits !== undefined && { limits },
    },
    told: [
      ...options.trace === undefined ? [] : ["trace" as const],
      ...options.audit === undefined ? [] : ["audit" as const],
    ],
    process,
  };
}

/** Standard input is this process's own, whatever the guest has for it. */
function moduleOf(source: string | Uint8Array): Pick<Request, "path" | "module"> {
  if (typeof source !== "string") return { path: undefined, module: source };
  if (source === "-") return { path: undefined, module: readHostFile(source) };
  if (source !== "") requirePermission({ name: "read", path: source });
  return { path: source, module: undefined };
}

/** What is captured comes by the process's own streams. */
function passedOn(target: OutputTarget | undefined): OutputTarget {
  return target === undefined ? "null" : target === "capture" ? "inherit" : target;
}

function targetOf(
  target: OutputTarget | undefined,
  captured: CollectedOutput,
): "inherit" | "null" | CollectedOutput {
  if (target === "capture") return captured;
  return kindOf(target) === "inherit" ? "inherit" : "null";
}

function kindOf(stream: InputSource | OutputTarget | undefined): string | undefined {
  return isSpec(stream) ? stream.kind : typeof stream === "string" ? stream : undefined;
}

/** @throws SluiceError status 2 for what only this process has */
function refuseGiven(options: RunOptions): void {
  if (!hasGiven(options)) return;
  throw new SluiceError(
    2,
    "a process of its own cannot have a stream that is an object of this one",
  );
}
