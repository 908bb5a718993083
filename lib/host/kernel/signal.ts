/**
 * signal(2).
 *
 * @module
 */

import { bind, COLD_INT, ColdInt } from "../libc/library.ts";

const SIGXFSZ = 25;
const SIG_IGN = 1n;

const { signal } = bind({
  /** (number, SIG_IGN) */
  signal: { parameters: [COLD_INT, "u64"], result: "u64" },
});

/** Makes a write beyond the limit of file sizes fail with `file-too-large`, instead of ending us. */
export function ignoreFileSizeSignal(): void {
  signal(new ColdInt().of(SIGXFSZ), SIG_IGN);
}
