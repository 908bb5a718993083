/**
 * Grants as the options of a command line that gives them.
 *
 * @module
 */

import type { Grant, StreamGrant } from "./grant.ts";
import { formatNetworkGrant } from "./network_text.ts";
import { directoryWords } from "./option_words.ts";

/** The options that give a grant; one of environment variables has one for each of them. */
export function optionsOf(grant: Exclude<Grant, StreamGrant>): readonly (readonly string[])[] {
  switch (grant.kind) {
    case "directory":
      return [directoryWords(grant)];
    case "environment":
      return Object.entries(grant.variables).map(([name, value]) => ["--env", `${name}=${value}`]);
    case "inherited-environment":
      return grant.names === "all"
        ? [["--inherit-env"]]
        : grant.names.map((name) => ["--env", name]);
    case "outbound":
    case "inbound":
    case "resolve":
      return [[`--allow-${grant.kind}`, formatNetworkGrant(grant)]];
  }
}
