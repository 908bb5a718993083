/**
 * The flags with which files are opened.
 *
 * @module
 */

/** The flags `descriptor-flags`. */
export interface DescriptorFlags {
  readonly read: boolean;
  readonly write: boolean;
  readonly fileIntegritySync: boolean;
  readonly dataIntegritySync: boolean;
  readonly requestedWriteSync: boolean;
  readonly mutateDirectory: boolean;
}

/** The flags `path-flags`. */
export interface PathFlags {
  readonly symlinkFollow: boolean;
}

/** The flags `open-flags`. */
export interface OpenFlags {
  readonly create: boolean;
  readonly directory: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
}

/** What waits for the medium. */
export function syncOf(flags: DescriptorFlags): "none" | "data" | "all" {
  if (flags.fileIntegritySync) return "all";
  return flags.dataIntegritySync || flags.requestedWriteSync ? "data" : "none";
}
