/**
 * The handle table that grants produce, in words.
 *
 * @module
 */

import { selectHost } from "../host/select_host.ts";
import { directoryGrants, Guest } from "./guest.ts";
import type { InputSource, OutputTarget, RunOptions } from "./options.ts";

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

const STANDARD = ["stdin", "stdout", "stderr"] as const;

/**
 * Opens what the grants name, as a run would, and says what the guest would have.
 *
 * @throws SluiceError status 2 when a grant cannot be given
 */
export async function explain(options: RunOptions): Promise<HandleRow[]> {
  const host = await selectHost({ files: true, clocks: false });
  // A file that a run would make or empty is left alone.
  using guest = new Guest(host, [], {
    ...options,
    stdout: withoutFile(options.stdout),
    stderr: withoutFile(options.stderr),
  });
  const directories = directoryGrants(options);
  return [...guest.context.descriptors.entries()].map(([handle, { node: { kind } }]) => {
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
