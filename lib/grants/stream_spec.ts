/**
 * The grammar of what stands behind a stream: `inherit`, `null`, `file:PATH`, `append:PATH`.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import type { StreamSpec } from "./grant.ts";

/**
 * Reads a stream specification as the command line has it.
 *
 * @param option the option that carries it, for the message
 * @throws SluiceError status 2 when it is malformed, or appends to an input
 */
export function parseStreamSpec(option: string, text: string): StreamSpec {
  if (text === "inherit" || text === "null") return { kind: text };
  const [scheme = "", path] = split(text);
  if ((scheme === "file" || (scheme === "append" && option !== "--stdin")) && path) {
    return { kind: scheme, path };
  }
  throw new SluiceError(2, `${option} ${text} is not a stream`, {
    hint: option === "--stdin"
      ? "--stdin inherit, null or file:PATH"
      : `${option} inherit, null, file:PATH or append:PATH`,
  });
}

function split(text: string): [scheme: string, path: string | undefined] {
  const colon = text.indexOf(":");
  return colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
}
