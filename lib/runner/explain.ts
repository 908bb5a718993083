/**
 * What a run would be given, before there is one.
 *
 * @module
 */

import type { Description } from "../abi/preview1/description.ts";
import { flagNames, RIGHTS } from "../abi/preview1/trace/names.ts";
import { rightsText } from "../grants/option_words.ts";
import { optionsOf } from "../grants/options_of.ts";
import type { Confinement, Host } from "../host/host.ts";
import { selectHost } from "../host/select_host.ts";
import { DEFAULT_HANDLES, Guest } from "./guest.ts";
import type { HandleGrant } from "./directory_grants.ts";
import { handleGrants } from "./observation/handle_grants.ts";
import { checkIsolation, isolate, type Isolation } from "./isolation.ts";
import {
  type InputSource,
  isSpec,
  type Limits,
  type OutputTarget,
  type RunOptions,
} from "./options.ts";
import { FD_READ, FD_WRITE } from "../abi/preview1/rights.ts";
import type { Grant } from "../grants/grant.ts";
import { formatStreamSpec } from "../grants/stream_spec.ts";
import { hasNetwork } from "./network/open_network.ts";
import { openStreams } from "./streams/stream_needs.ts";

/** One handle. */
export interface HandleRow {
  readonly handle: number;
  readonly kind: "stream" | "file" | "directory" | "socket";
  /** What the guest knows it by. */
  readonly name: string;
  /** What the guest may do with it, as the grant says. */
  readonly rights: string;
  /** What stands behind it on the host. */
  readonly behind: string;
  /** The option that gives it. */
  readonly option: readonly string[];
  /** Every right that the guest has to it, as preview1 names them. */
  readonly held: readonly string[];
  /** Every right that it can have at most to what it opens through it. */
  readonly passedOn: readonly string[];
}

/** What a run would be. */
export interface Explanation {
  readonly handles: readonly HandleRow[];
  /** What is granted of the network, as the options that grant it. */
  readonly network: readonly (readonly string[])[];
  /** The names of the variables that the guest is given. */
  readonly environment: readonly string[];
  /** How directories are confined. */
  readonly confinement: Confinement;
  /** The wall around the process, and why there is no better one. */
  readonly isolation: { readonly kind: Isolation; readonly obstacle?: string };
  /** What the guest may use at most; what is left out is unlimited. */
  readonly limits: Limits;
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
  wanted: Isolation | undefined,
): Promise<Explanation> {
  const host = await selectHost({ files: true, clocks: false, wall: true, descriptors: true });
  checkIsolation(host, wanted);
  // A file that a run would make or empty is left alone.
  const changed = {
    ...options,
    stdout: withoutFile(options.stdout),
    stderr: withoutFile(options.stderr),
    grants: (options.grants ?? []).map(withoutAppending),
  };
  const network = await networkOf(options);
  await using granted = await openStreams(changed);
  using guest = new Guest(host, [], changed, "own", { granted });
  const grants = handleGrants(options);
  const { descriptors, environ } = guest.context;
  const decoder = new TextDecoder();
  const handles = Array.from(descriptors.entries(), ([handle, description]) => {
    const grant = grants[handle]!;
    const address = granted?.sockets.addressOf(optionNameOf(grant));
    const row = rowOf(handle, description, grant, options, host);
    return address === undefined ? row : { ...row, behind: `${row.behind} (${address})` };
  });
  const obstacle = isolate(host, guest, wanted);
  return {
    handles,
    network,
    environment: environ.map((variable) => decoder.decode(variable).replace(/=.*/s, "")),
    confinement: host.confinement,
    isolation: obstacle === undefined ? { kind: "strict" } : { kind: "basic", obstacle },
    limits: { maxHandles: DEFAULT_HANDLES, ...options.limits },
  };
}

/** Checks what is granted of the network, and says it; names are not looked for. */
async function networkOf(options: RunOptions): Promise<(readonly string[])[]> {
  if (!hasNetwork(options)) return [];
  const { NetworkGrants } = await import("./network/network_grants.ts");
  return new NetworkGrants(options).all.flatMap(optionsOf);
}

function rowOf(
  handle: number,
  description: Description,
  { name, words, directory, spec }: HandleGrant,
  options: RunOptions,
  host: Host,
): HandleRow {
  const { node: { kind }, rights, inheriting } = description;
  const held = { option: words, held: namesOf(rights), passedOn: namesOf(inheriting) };
  if (directory !== undefined) {
    const behind = `${directory.host} (${host.confinement})`;
    return { ...{ handle, kind, name, rights: rightsText(directory.rights), behind }, ...held };
  }
  const standard = STANDARD[handle];
  if (standard === undefined && spec !== undefined) {
    const direction = spec.kind === "append" ? "write" : directionOf(description);
    return {
      ...{ handle, kind: "path" in spec ? "file" : kind, name, rights: direction },
      ...{ behind: formatStreamSpec(spec), ...held },
    };
  }
  const stream = standard && options[standard];
  return {
    ...{ handle, kind: hasFile(stream) ? "file" : kind, name },
    ...{ rights: handle === 0 ? "read" : "write", behind: sourceOf(stream ?? "null"), ...held },
  };
}

/** The option as its socket is known by. */
function optionNameOf({ words: [option = "", value = ""] }: HandleGrant): string {
  return option === "--stream" ? `${option} ${value.slice(0, value.indexOf("="))}` : option;
}

function namesOf(rights: number): string[] {
  return flagNames(RIGHTS, BigInt(rights));
}

function directionOf({ input, output, rights }: Description): string {
  if (input === undefined && output === undefined) return "accept";
  const directions = [
    ...(rights & FD_READ) !== 0 ? ["read"] : [],
    ...(rights & FD_WRITE) !== 0 ? ["write"] : [],
  ];
  return directions.join("+");
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
