/**
 * The channel of a process that was started for a guest, by Deno's Node layer: the only way to a
 * descriptor by its number.
 *
 * What the runtime says stays on standard error.
 *
 * @module
 */

import { readSync, writeSync } from "node:fs";
import { type Channel, moveAll, PLACES } from "../child/channel.ts";

/** Opens the channel. */
export function portableChannel(): Channel {
  return {
    read: (into) => moveAll(into, (rest) => readSync(PLACES.channel, rest)),
    write: (from) => moveAll(from, (rest) => writeSync(PLACES.channel, rest)),
  };
}
