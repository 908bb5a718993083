/**
 * What a component was not let do for want of a grant.
 *
 * @module
 */

import type { NetworkRefusal } from "../../sockets/refusal.ts";

/** Something was to be changed below a directory that is granted for reading alone. */
export interface DirectoryRefusal {
  readonly kind: "directory";
  /** The guest's name of the granted directory. */
  readonly preopen: string;
  /** Of what was to be changed; empty for what had been opened. */
  readonly path: string;
  /** Whether the path counts from the granted directory, and not from one below it. */
  readonly isWhole: boolean;
}

/** Something that was refused. */
export type Refusal = DirectoryRefusal | NetworkRefusal;
