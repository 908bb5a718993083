/**
 * Starting another process of Deno's, with a channel to it that has no name.
 *
 * Loading this module starts Deno's Node layer, which can give a process further descriptors.
 *
 * @module
 */

import { spawn } from "node:child_process";
import type { Duplex, Readable } from "node:stream";
import { SluiceError } from "../../errors.ts";
import { requirePermission } from "../permission.ts";
import { PLACES } from "./channel.ts";

/** What of this process's environment the other one needs to find what it runs. */
const PASSED_ON: readonly string[] = [
  ...["DENO_DIR", "HOME", "XDG_CACHE_HOME", "TMPDIR"],
  ...["USERPROFILE", "LOCALAPPDATA", "SystemRoot", "TEMP"],
];

/** As much of its last words as is kept. */
const MAX_WORDS = 1 << 16;

/** Takes what the process writes. */
type Sink = (bytes: Uint8Array) => void;

/** How a process is started. */
export interface ChildOptions {
  /** The module that it runs, which finds the channel by {@linkcode openChannel}. */
  readonly script: string;
  /** The most that its heap may grow to, in MiB. */
  readonly heap?: number | undefined;
  readonly stdin: "inherit" | "null";
  readonly stdout: "inherit" | "null" | Sink;
  readonly stderr: "inherit" | "null" | Sink;
  /** Takes what comes on the channel, in parts of any size. */
  readonly channel: Sink;
}

/** How a process came to its end. */
export interface ChildEnd {
  readonly status: number | null;
  readonly signal: string | null;
  /** What its runtime said, where that was not among what it wrote to a stream that was given. */
  readonly words: string;
}

/** A process that was started. */
export interface Child {
  /** Sends these bytes in turn; what the process does not read any more is lost. */
  send(parts: readonly Uint8Array[]): void;
  /** Ends it, whatever it does; nothing happens where it has ended. */
  kill(): void;
  /** Its end, when all that it wrote has been taken. */
  readonly ended: Promise<ChildEnd>;
}

/**
 * Starts a process with every permission, save FFI where this one was denied it.
 *
 * @throws SluiceError status 2 without the permission to do so, or where this is not Deno itself
 */
export function startChild(options: ChildOptions): Child {
  if (Deno.build.standalone) {
    throw new SluiceError(2, "a compiled program cannot run a guest in a process of its own");
  }
  const program = Deno.execPath();
  requirePermission({ name: "run", command: program });
  // The Node layer looks at it, and would ask for the permission.
  requirePermission({ name: "env", variable: "NODE_V8_COVERAGE" });
  const outputs = [options.stdout, options.stderr].map((one) => one === "inherit" ? one : "pipe");
  const child = spawn(program, argumentsOf(options), {
    stdio: [options.stdin === "null" ? "ignore" : "inherit", ...outputs, "pipe", "pipe"],
    env: environment(),
  });
  const words = new LastWords();
  const ended = new Promise<ChildEnd>((resolve, reject) => {
    child.on("error", (cause) => {
      const message = `the guest's process did not start: ${cause.message}`;
      reject(new SluiceError(125, message, { cause }));
    });
    child.on("close", (status, signal) => resolve({ status, signal, words: words.text() }));
  });
  // What did not start has no streams either.
  if (child.pid === undefined) return { send: nothing, kill: nothing, ended };
  const take = (place: number, sink: Sink | "inherit" | "null", otherwise: Sink) => {
    if (sink === "inherit") return;
    const stream = child.stdio[place] as Readable;
    stream.on("data", typeof sink === "function" ? sink : otherwise).on("error", nothing);
  };
  take(1, options.stdout, nothing);
  take(2, options.stderr, words.add);
  take(PLACES.channel, options.channel, nothing);
  take(PLACES.words, words.add, nothing);
  return {
    send(parts) {
      for (const part of parts) (child.stdio[PLACES.channel] as Duplex).write(part);
    },
    kill: () => void child.kill("SIGKILL"),
    ended,
  };
}

function argumentsOf({ script, heap }: ChildOptions): string[] {
  return [
    ...["run", "--quiet", "--no-prompt", "--no-lock", "--allow-all"],
    // Files are compiled anew where the settings for them change; what is not a file has none here.
    ...script.startsWith("file:") ? [] : ["--no-config"],
    ...isDenied("ffi") ? ["--deny-ffi"] : [],
    ...heap === undefined ? [] : [`--v8-flags=--max-old-space-size=${heap}`],
    script,
  ];
}

function isDenied(name: Deno.PermissionName): boolean {
  return Deno.permissions.querySync({ name }).state === "denied";
}

function environment(): Record<string, string> {
  const granted = PASSED_ON.filter((variable) =>
    Deno.permissions.querySync({ name: "env", variable }).state === "granted"
  );
  const set = granted.map((name) => [name, Deno.env.get(name)] as const);
  return {
    ...Object.fromEntries(set.filter((one): one is [string, string] => one[1] !== undefined)),
    DENO_NO_PACKAGE_JSON: "1",
    DENO_NO_UPDATE_CHECK: "1",
    NO_COLOR: "1",
  };
}

/** The beginning of what a runtime says when it fails: the reason comes first. */
class LastWords {
  readonly #decoder = new TextDecoder();
  #text = "";

  readonly add: Sink = (bytes) => {
    if (this.#text.length < MAX_WORDS) this.#text += this.#decoder.decode(bytes, { stream: true });
  };

  text(): string {
    return this.#text;
  }
}

function nothing(): void {}
