/**
 * `wasi:cli/exit`.
 *
 * @module
 */

import type { Result } from "../../../component/values.ts";
import { ProcExit } from "../../../errors.ts";
import { type Interface, interfaceOf } from "../interface.ts";

/** The interface. */
export function exit(): Interface {
  return interfaceOf({
    "exit": ["func(result)", ({ tag }: Result) => end(tag === "ok" ? 0 : 1)],
    "exit-with-code": ["func(u8)", end],
  });
}

/** As _exit(2). */
function end(status: number): never {
  throw new ProcExit(status);
}
