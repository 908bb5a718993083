/**
 * The timeout of the command, whose process is its own.
 *
 * @module
 */

import { endInTime } from "../host/end_in_time.ts";
import { timedOut } from "./limits.ts";

export { tellStatus } from "../host/end_in_time.ts";

/**
 * Calls `body`, which runs a guest, and ends the process when that has taken too long, whatever it does
 * then.
 *
 * @param timeout in milliseconds
 * @param lineOf makes the line that is printed of a message
 * @param body answers the exit status
 * @returns the status that the process has to end with
 * @throws SluiceError status 2 when there is no way to keep the time
 */
export async function runInTime(
  timeout: number,
  lineOf: (message: string) => string,
  body: () => Promise<number>,
): Promise<number> {
  const { status, message } = timedOut(timeout);
  return await endInTime({ after: timeout, status, line: `${lineOf(message)}\n` }, body);
}
