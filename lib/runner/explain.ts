/**
 * The handle table that grants produce, in words.
 *
 * @module
 */

import { formatDuration } from "../grants/duration.ts";
import { formatSize } from "../grants/size.ts";
import { selectHost } from "../host/select_host.ts";
import { DEFAULT_HANDLES, directoryGrants, Guest } from "./guest.ts";
import { checkIsolation, isolate, type Isolation, nameOf } from "./isolation.ts";
import type { InputSource, Limits, OutputTarget, RunOptions } from "./options.ts";

/** One handle. */
export interface HandleRow {
  readonly handle: number;
  readonly kind: "stream" | "file" | "directory";
  /** What the guest knows it by. */
  readonly name: string;
  /** What the guest may do with it. */
  readonly rights: string;
  /** What stands behind it on the host. */
  readonly behind: string;
}

/** What a run would be. */
export interface Explanation {
  readonly handles: readonly HandleRow[];
  /** The wall that stands, in words. */
  readonly isolation: string;
  /** What the guest may use at most, in words. */
  readonly limits: string;
}

const STANDARD = ["stdin", "stdout", "stderr"] as const;

/**
 * Opens what the grants name and raises the wall, as a run would, and says what the guest would have.
 * For a process that does nothing else.
 *
 * @throws SluiceError status 2 when a grant cannot be given
 */
export async function explain(
  options: RunOptions,
  isolation: Isolation | undefined,
): Promise<Explanation> {
  const host = await selectHost({ files: true, clocks: false, wall: true });
  checkIsolation(host, isolation);
  // A file that a run would make or empty is left alone.
  using guest = new Guest(host, [], {
    ...options,
    stdout: withoutFile(options.stdout),
    stderr: withoutFile(options.stderr),
  }, "own");
  const directories = directoryGrants(options);
  const handles = [...guest.context.descriptors.entries()].map(([handle, { node: { kind } }]) => {
    const standard = STANDARD[handle];
    if (standard !== undefined) {
      return {
        handle,
        kind: hasFile(options[standard]) ? "file" : kind,
        name: standard,
        rights: handle === 0 ? "read" : "write",
        behind: sourceOf(options[standard] ?? "null"),
      };
    }
    const grant = directories[handle - STANDARD.length]!;
    return {
      handle,
      kind,
      name: grant.guest,
      rights: typeof grant.rights === "string" ? grant.rights : grant.rights.join("+"),
      behind: `${grant.host} (${host.confinement})`,
    };
  });
  return {
    handles,
    isolation: nameOf(isolate(host, guest, isolation)),
    limits: inWords(options.limits ?? {}),
  };
}

function inWords({ timeout, maxMemory, maxHandles = DEFAULT_HANDLES }: Limits): string {
  const time = timeout === undefined ? "unlimited" : formatDuration(timeout);
  const memory = maxMemory === undefined ? "unlimited" : formatSize(maxMemory);
  return `time ${time}, memory ${memory}, handles ${maxHandles}`;
}

function hasFile(stream: InputSource | OutputTarget | undefined): boolean {
  return typeof stream === "object" && "path" in stream;
}

function withoutFile(target: OutputTarget | undefined): OutputTarget {
  return target === undefined || hasFile(target) ? "null" : target;
}

function sourceOf(source: InputSource | OutputTarget): string {
  if (typeof source === "string") return source;
  if (source instanceof Uint8Array) return `${source.length} bytes`;
  return "path" in source ? `${source.kind}:${source.path}` : source.kind;
}
