/**
 * What each resource is to the guest, and by way of which grant it was come by.
 *
 * @module
 */

import type { TraceValue } from "../../../abi/preview1/trace/value.ts";
import { Descriptor } from "../../../abi/preview2/filesystem/descriptor.ts";
import { DirectoryEntryStream } from "../../../abi/preview2/filesystem/directory_entry_stream.ts";
import { IoError } from "../../../abi/preview2/io/error.ts";
import type { HostResource } from "../../../component/host_interface.ts";
import type { Directory } from "../../../filesystem/directory.ts";
import type { SocketAddress } from "../../../sockets/socket_address.ts";
import type { DirectoryGrant } from "../../../grants/grant.ts";

/** The grant behind a resource. */
export interface ResourceGrant {
  /** The option that gives it. */
  readonly words: readonly string[];
  readonly directory?: DirectoryGrant | undefined;
  /** Of the network: the value of a narrower option that would have done. */
  readonly part?: string | undefined;
}

/** Where a resource comes from. */
export interface Origin {
  /** The guest's name for it, or whom it talks to. */
  readonly name?: string | undefined;
  readonly grant?: ResourceGrant | undefined;
  /** The path from the granted directory; empty for that itself. */
  readonly within?: string | undefined;
  /** Of a socket: its peer, or where it listens. */
  readonly address?: SocketAddress | undefined;
  /** The directory that it lists. */
  readonly directory?: Directory | undefined;
}

/** A resource. */
export interface KnownResource extends Origin {
  /** Its type in WIT. */
  readonly type: string;
  /** Its place in the order in which the guest came by its resources. */
  readonly number: number;
  /** The directory that it is or lists. */
  readonly directory: Directory | undefined;
}

/** The resources of one guest that are the host's. */
export class KnownResources {
  readonly #types: ReadonlyMap<unknown, string>;
  readonly #known = new WeakMap<object, KnownResource>();
  #count = 0;

  /** @param types the classes by the names of WIT */
  constructor(types: Readonly<Record<string, HostResource>>) {
    this.#types = new Map(Object.entries(types).map(([name, represented]) => [represented, name]));
  }

  /** What is known of a resource, from now on if nothing was before. */
  get(resource: object): KnownResource {
    return this.#known.get(resource) ?? this.add(resource, {});
  }

  /** Notes where a resource comes from; it keeps its number. */
  add(resource: object, origin: Origin): KnownResource {
    const known: KnownResource = {
      ...origin,
      type: this.#types.get(resource.constructor) ?? "resource",
      number: this.#known.get(resource)?.number ?? ++this.#count,
      directory: directoryOf(resource, origin),
      ...resource instanceof IoError && { name: resource.toDebugString(), grant: undefined },
    };
    this.#known.set(resource, known);
    return known;
  }

  /** As a trace tells it. */
  told(resource: object): TraceValue {
    const { type, number, name } = this.get(resource);
    return { resource: type, number, ...name !== undefined && { name } };
  }
}

function directoryOf(resource: object, { directory }: Origin): Directory | undefined {
  if (resource instanceof DirectoryEntryStream) return directory;
  return resource instanceof Descriptor && resource.type === "directory"
    ? resource.directory
    : undefined;
}
