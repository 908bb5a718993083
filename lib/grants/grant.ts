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

/** Something that a guest is given. */
export type Grant = DirectoryGrant | EnvironmentGrant | InheritedEnvironmentGrant;

/** What stands behind a standard stream. */
export type StreamSpec =
  | { readonly kind: "inherit" }
  | { readonly kind: "null" }
  /** For output: made, and emptied if it exists. */
  | { readonly kind: "file"; readonly path: string }
  /** For output: made, and written at its end. */
  | { readonly kind: "append"; readonly path: string };
