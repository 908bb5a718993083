/**
 * The grammar of named streams: `NAME=SPEC`.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import type { StreamGrant, StreamSpec } from "./grant.ts";
import { checkStreamSpec, formatStreamSpec, parseStreamSpec } from "./stream_spec.ts";

const OPTION = "--stream";

/** As systemd wants the names of descriptors that it passes on. */
const NAME = /^[!-9;<>-~][ -9;<>-~]{0,254}$/;

/**
 * Grants a stream under a handle of its own, behind the standard streams and the directories.
 *
 * Corresponds to a descriptor that systemd passes to a service: a guest that is granted a `listen`
 * stream finds the names of all in `LISTEN_FDNAMES`.
 *
 * @param name ASCII text without control characters, `:` and `=`, 255 characters at most
 * @param spec what stands behind it; a file is read
 * @returns the grant, as data: nothing is opened yet
 * @throws SluiceError status 2 when the name is none, or the specification is malformed
 *
 * @example
 * ```ts
 * import { stream } from "@sluice/sluice";
 *
 * const web = stream("web", { kind: "listen", host: "127.0.0.1", port: 8080 });
 * ```
 */
export function stream(name: string, spec: StreamSpec): StreamGrant {
  if (!NAME.test(name)) {
    throw new SluiceError(2, `${OPTION} ${name}=${formatStreamSpec(spec)} has no usable name`, {
      hint: "a name is ASCII text without a colon, such as web",
    });
  }
  checkStreamSpec(OPTION, spec, name);
  return { kind: "stream", name, spec };
}

/**
 * Reads a stream grant as the command line has it.
 *
 * @throws SluiceError status 2 when it is malformed
 */
export function parseStreamGrant(text: string): StreamGrant {
  const equals = text.indexOf("=");
  if (equals < 0) {
    throw new SluiceError(2, `${OPTION} ${text} has no name`, { hint: `${OPTION} NAME=${text}` });
  }
  const name = text.slice(0, equals);
  return stream(name, parseStreamSpec(OPTION, text.slice(equals + 1), name));
}
