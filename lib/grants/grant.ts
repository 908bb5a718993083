/**
 * Grants: what a guest is given, as plain data.
 *
 * @module
 */

import type { RightName } from "./right_names.ts";

/** What may be done below a directory: everything, reading only, or preview1 rights by name. */
export type Rights = "rw" | "ro" | readonly RightName[];

/** A directory of the host under a name of the guest. */
export interface DirectoryGrant {
  /** Tells it from the other grants. */
  readonly kind: "directory";
  /** The directory's path on the host. */
  readonly host: string;
  /** The guest's name for it. */
  readonly guest: string;
  /** What may be done with it and below it. */
  readonly rights: Rights;
}

/** Environment variables. Of several grants of a name the last wins. */
export interface EnvironmentGrant {
  /** Tells it from the other grants. */
  readonly kind: "environment";
  /** Values by name. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Variables of the host's own environment; what is not set there stays unset. */
export interface InheritedEnvironmentGrant {
  /** Tells it from the other grants. */
  readonly kind: "inherited-environment";
  /** The variables that are passed on. */
  readonly names: readonly string[] | "all";
}

/** A stream under a handle of its own, behind those of the directories. */
export interface StreamGrant {
  /** Tells it from the other grants. */
  readonly kind: "stream";
  /** What the guest knows it by, where it asks: `LISTEN_FDNAMES`. */
  readonly name: string;
  /** What stands behind it. */
  readonly spec: StreamSpec;
}

/** The ports from one to another, both among them. */
export interface PortRange {
  /** The lowest. */
  readonly first: number;
  /** The highest. */
  readonly last: number;
}

/** A family of IP addresses. */
export type AddressFamily = "ipv4" | "ipv6";

/** Whom a guest may reach, or where it may listen. */
export interface NetworkGrant {
  /** Tells it from the other grants: reaching, or listening. */
  readonly kind: "outbound" | "inbound";
  /** By connections or by datagrams. */
  readonly transport: "tcp" | "udp";
  /** A name, an IP address without brackets, or `*` for any address. */
  readonly host: string;
  /** Its ports; 0 of a listener stands for any that is free. */
  readonly ports: readonly PortRange[];
  /** Only with addresses of this family; with both, without it. */
  readonly family?: AddressFamily;
}

/** A name whose addresses a guest may ask for. */
export interface ResolveGrant {
  /** Tells it from the other grants. */
  readonly kind: "resolve";
  /** A name, `*.` and a name for all names below it, or `*` for any. */
  readonly name: string;
  /** Only addresses of this family; both, without it. */
  readonly family?: AddressFamily;
}

/** Something that a guest is given. */
export type Grant =
  | DirectoryGrant
  | EnvironmentGrant
  | InheritedEnvironmentGrant
  | NetworkGrant
  | ResolveGrant
  | StreamGrant;

/** What stands behind a stream. */
export type StreamSpec =
  /** For a standard stream: the process's own. */
  | { readonly kind: "inherit" }
  | { readonly kind: "null" }
  /** For standard output and error: made, and emptied if it exists. Else it is read. */
  | { readonly kind: "file"; readonly path: string }
  /** For output: made, and written at its end. */
  | { readonly kind: "append"; readonly path: string }
  /** A descriptor that this process inherited; it can be read and written as it was opened. */
  | { readonly kind: "fd"; readonly number: number }
  /** A TCP connection, made before the guest starts. */
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  /** A TCP listener, on any free port where that is 0. For a named stream. */
  | { readonly kind: "listen"; readonly host: string; readonly port: number };
