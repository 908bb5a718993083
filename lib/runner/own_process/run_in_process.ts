/**
 * A run in a process of its own, seen from the one that asks for it.
 *
 * @module
 */

import { requirePermission } from "../../host/permission.ts";
import { readHostFile } from "../../host/read_file.ts";
import { CollectedOutput } from "../../io/collected_output.ts";
import { resultOf } from "../guest.ts";
import { checkLimits } from "../limits.ts";
import type {
  InputSource,
  OutputTarget,
  ProcessOptions,
  RunOptions,
  RunResult,
} from "../options.ts";
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
  const most = options.limits?.maxMemory;
  const captured = [new CollectedOutput(most), new CollectedOutput(most)] as const;
  const guest = new GuestProcess(requestOf(source, options, process), {
    stdin: kindOf(options.stdin) === "inherit" ? "inherit" : "null",
    stdout: targetOf(options.stdout, captured[0]),
    stderr: targetOf(options.stderr, captured[1]),
    onWarning: options.onWarning ?? (() => {}),
  });
  return resultOf(await guest.outcome(), options, captured);
}

function requestOf(
  source: string | Uint8Array,
  { onWarning: _, process: __, ...options }: RunOptions,
  process: ProcessOptions,
): Request {
  checkPermissions(options);
  const input = options.stdin instanceof Uint8Array ? options.stdin : undefined;
  return {
    ...moduleOf(source),
    input,
    options: {
      ...source === "-" && { argv0: source },
      ...options,
      grants: withValues(options.grants ?? []),
      stdin: input ? "null" : options.stdin ?? "null",
      stdout: passedOn(options.stdout),
      stderr: passedOn(options.stderr),
    },
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
  return typeof stream === "object" && "kind" in stream ? stream.kind : stream?.toString();
}
