/**
 * `wasi:clocks/wall-clock`.
 *
 * @module
 */

import type { Context } from "../context.ts";
import { type Interface, interfaceOf } from "../interface.ts";
import { type Datetime, datetimeOf } from "./datetime.ts";

/** What a clock says that is set to before 1970. */
const EARLIEST: Datetime = { seconds: 0n, nanoseconds: 0 };

/** The interface. */
export function wallClock({ clocks }: Context): Interface {
  return interfaceOf({
    "now": ["func() -> datetime", () => datetimeOf(clocks().realtime.now()) ?? EARLIEST],
    "resolution": ["func() -> datetime", () => datetimeOf(clocks().realtime.resolution())],
  });
}
