/**
 * The statuses of a run that the guest did not end itself.
 *
 * @module
 */

/** The exit status that stands for a trap. */
export const TRAP_STATUS = 134;

/** The exit status that stands for a timeout. */
export const TIMEOUT_STATUS = 124;

/** The exit status of a run that its caller aborted: as the command's after SIGTERM. */
export const ABORTED_STATUS = 143;
