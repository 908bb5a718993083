/**
 * What the process of a guest is told: how long a text is, that text, and the bytes that it speaks of.
 *
 * @module
 */

import type { ComponentValue, ProcessOptions, RunOptions } from "../options.ts";
import { decodeValue, encodeValue } from "./values.ts";

/** The options that are told of the guest's calls. */
export type Told = "trace" | "audit";

/** A run, as data. */
export interface Request {
  /** The path of the module; its bytes follow where there is none. */
  readonly path: string | undefined;
  readonly module: Uint8Array | undefined;
  /** Standard input where that is bytes; else it is among the options. */
  readonly input: Uint8Array | undefined;
  readonly options: Omit<RunOptions, "onWarning" | "process" | "signal" | Told>;
  /** The records that are to be told of. */
  readonly told: readonly Told[];
  readonly process: ProcessOptions;
}

/** The text: of bytes it has the number. */
interface Header extends Omit<Request, "module" | "input"> {
  readonly module: number | undefined;
  readonly input: number | undefined;
}

/** A request as what is sent, in turn. */
export function encodeRequest(request: Request): Uint8Array[] {
  const header: Header = {
    ...request,
    options: withInvocation(request.options, encodeValue),
    module: request.module?.length,
    input: request.input?.length,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const parts = [request.module, request.input].filter((part) => part !== undefined);
  return [new Uint8Array(new Uint32Array([text.length]).buffer), text, ...parts];
}

/**
 * Reads a request.
 *
 * @param fill fills a buffer with what comes next
 */
export function readRequest(fill: (into: Uint8Array<ArrayBuffer>) => void): Request {
  const bytes = (length: number) => {
    const into = new Uint8Array(length);
    fill(into);
    return into;
  };
  const [length = 0] = new Uint32Array(bytes(Uint32Array.BYTES_PER_ELEMENT).buffer);
  const { path, module, input, options, told, process }: Header = JSON.parse(
    new TextDecoder().decode(bytes(length)),
  );
  return {
    path,
    module: module === undefined ? undefined : bytes(module),
    input: input === undefined ? undefined : bytes(input),
    options: withInvocation(options, decodeValue),
    told,
    process,
  };
}

/** The options, with the arguments of a call made over. */
function withInvocation(
  options: Request["options"],
  over: (value: ComponentValue) => ComponentValue,
): Request["options"] {
  const { invoke } = options;
  if (typeof invoke !== "object") return options;
  return { ...options, invoke: { ...invoke, args: invoke.args.map(over) } };
}
