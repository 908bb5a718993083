/**
 * The handle table that grants produce, in words.
 *
 * @module
 */

import type { Description } from "../abi/preview1/description.ts";
import { FD_READ, FD_WRITE } from "../abi/preview1/rights.ts";
import { formatDuration } from "../grants/duration.ts";
import type { Grant } from "../grants/grant.ts";
import { formatSize } from "../grants/size.ts";
import { formatStreamSpec } from "../grants/stream_spec.ts";
import { selectHost } from "../host/select_host.ts";
import { DEFAULT_HANDLES, directoryGrants, Guest } from "./guest.ts";
import { checkIsolation, isolate, type Isolation, nameOf } from "./isolation.ts";
import {
  type InputSource,
  isSpec,
  type Limits,
  type OutputTarget,
  type RunOptions,
} from "./options.ts";
import { optionOf, streamGrants } from "./stream_grants.ts";
import { openStreams } from "./stream_needs.ts";

/** One handle. */
export interface HandleRow {
  readonly handle: number;
  readonly kind: "stream" | "file" | "directory" | "socket";
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
  const host = await selectHost({ files: true, clocks: false, wall: true, descriptors: true });
  checkIsolation(host, isolation);
  // A file that a run would make or empty is left alone.
  const changed = {
    ...options,
    stdout: withoutFile(options.stdout),
    stderr: withoutFile(options.stderr),
    grants: (options.grants ?? []).map(withoutAppending),
  };
  await using granted = await openStreams(changed);
  using guest = new Guest(host, [], changed, "own", { granted });
  const directories = directoryGrants(options);
  const grants = streamGrants(options);
  const address = (option: string) => {
    const found = granted?.sockets.addressOf(option);
    return found === undefined ? "" : ` (${found})`;
  };
  const handles = [...guest.context.descriptors.entries()].map(
    ([handle, description]): HandleRow => {
      const { kind } = description.node;
      const standard = STANDARD[handle];
      if (standard !== undefined) {
        return {
          handle,
          kind: hasFile(options[standard]) ? "file" : kind,
          name: standard,
          rights: handle === 0 ? "read" : "write",
          behind: `${sourceOf(options[standard] ?? "null")}${address(`--${standard}`)}`,
        };
      }
      const grant = directories[handle - STANDARD.length];
      if (grant === undefined) {
        const stream = grants[handle - STANDARD.length - directories.length]!;
        return {
          handle,
          kind: "path" in stream.spec ? "file" : kind,
          name: stream.name,
          rights: stream.spec.kind === "append" ? "write" : directionOf(description),
          behind: `${formatStreamSpec(stream.spec)}${address(optionOf(stream))}`,
        };
      }
      return {
        handle,
        kind,
        name: grant.guest,
        rights: typeof grant.rights === "string" ? grant.rights : grant.rights.join("+"),
        behind: `${grant.host} (${host.confinement})`,
      };
    },
  );
  return {
    handles,
    isolation: nameOf(isolate(host, guest, isolation)),
    limits: inWords(options.limits ?? {}),
  };
}

function directionOf({ input, output, rights }: Description): string {
  if (input === undefined && output === undefined) return "accept";
  const directions = [
    ...(rights & FD_READ) !== 0 ? ["read"] : [],
    ...(rights & FD_WRITE) !== 0 ? ["write"] : [],
  ];
  return directions.join("+");
}

function inWords({ timeout, maxMemory, maxHandles = DEFAULT_HANDLES }: Limits): string {
  const time = timeout === undefined ? "unlimited" : formatDuration(timeout);
  const memory = maxMemory === undefined ? "unlimited" : formatSize(maxMemory);
  return `time ${time}, memory ${memory}, handles ${maxHandles}`;
}

function hasFile(stream: InputSource | OutputTarget | undefined): boolean {
  return isSpec(stream) && "path" in stream;
}

function withoutFile(target: OutputTarget | undefined): OutputTarget {
  return target === undefined || hasFile(target) ? "null" : target;
}

function withoutAppending(grant: Grant): Grant {
  return grant.kind === "stream" && grant.spec.kind === "append"
    ? { ...grant, spec: { kind: "null" } }
    : grant;
}

function sourceOf(source: InputSource | OutputTarget): string {
  if (typeof source === "string") return source;
  if (source instanceof Uint8Array) return `${source.length} bytes`;
  return isSpec(source) ? formatStreamSpec(source) : "handed over";
}
