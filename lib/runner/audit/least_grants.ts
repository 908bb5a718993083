/**
 * From an audit to the least that its run could have done with.
 *
 * @module
 */

import { parseDirectoryGrant } from "../../grants/directory.ts";
import type { DirectoryGrant, Rights } from "../../grants/grant.ts";
import { directoryWords } from "../../grants/option_words.ts";
import { WRITE_RIGHT_NAMES } from "../../grants/right_names.ts";
import { commonDirectory } from "./common_directory.ts";
import { parseAudit } from "./parse_audit.ts";
import type { GrantUse } from "./records.ts";

/** Options that a run has without being given them. */
const STREAMS = ["--stdin", "--stdout", "--stderr"];

/** Options that give some of the network. */
const NETWORK = ["--allow-outbound", "--allow-inbound", "--allow-resolve"];

/** How a grant was used in all. */
interface Uses {
  readonly grant: readonly string[];
  readonly operations: Set<string>;
  readonly parts: Set<string>;
  directory: string;
}

/**
 * The options without which a run would not have come as far: directories are read-only where nothing
 * was written, and only the part that was used where nothing else was; of the network only whom the run
 * has reached, and where it has listened; streams that were not used are `null`.
 *
 * @param text what `--audit` has written; several of them, one after the other, are one run
 * @returns the words of a command line
 * @throws SluiceError status 2 when it is no audit
 *
 * @example
 * ```ts
 * import { type AuditRecord, dir, env, leastGrants, run } from "@sluice/sluice";
 *
 * const module = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 10,
 *   1, 6, 95, 115, 116, 97, 114, 116, 0, 0, 10, 4, 1, 2, 0, 11]);
 * const lines: string[] = [];
 * const audit = (record: AuditRecord) => void lines.push(JSON.stringify(record));
 * await run(module, { grants: [dir("."), env({ LANG: "C" })], stdin: "inherit", audit });
 * const words = leastGrants(lines.join("\n") + "\n");
 * console.assert(words.join(" ") === "--stdin null --stdout null --stderr null");
 * ```
 */
export function leastGrants(text: string): string[] {
  const uses = usesByGrant(parseAudit(text).filter((record) => record.kind === "use"));
  const directories = uses.filter(({ grant }) => grant[0] === "--dir");
  const network = uses.filter(({ grant }) => NETWORK.includes(grant[0]!));
  const others = uses.filter(({ grant }) => !["--dir", ...NETWORK, ...STREAMS].includes(grant[0]!));
  return [
    ...leastDirectories(directories),
    ...others.flatMap(({ grant }) => grant),
    ...leastNetwork(network),
    ...STREAMS.flatMap((name) => leastStream(name, uses)),
  ];
}

function usesByGrant(records: readonly GrantUse[]): Uses[] {
  const found = new Map<string, Uses>();
  for (const { grant, operation, directory = ".", part } of records) {
    const key = JSON.stringify(grant);
    const uses = found.get(key) ?? { grant, operations: new Set(), parts: new Set(), directory };
    found.set(key, uses);
    uses.operations.add(operation);
    uses.directory = commonDirectory(uses.directory, directory);
    if (part !== undefined) uses.parts.add(part);
  }
  return [...found.values()];
}

function leastDirectories(uses: readonly Uses[]): string[] {
  const least = uses.map(({ grant: [, text = ""], operations, directory }) => {
    const whole = parseDirectoryGrant(text);
    const writes = operations.has("write") || operations.has("change");
    const { host, guest } = narrowed(whole, directory);
    return { whole, host, guest, rights: writes ? whole.rights : readOnly(whole.rights) };
  });
  return least.flatMap((one) => {
    // Two directories must not come to have one name.
    const isTaken = least.some((other) =>
      other !== one && [other.guest, other.whole.guest].includes(one.guest)
    );
    return directoryWords(isTaken ? { ...one.whole, rights: one.rights } : one);
  });
}

function narrowed({ host, guest }: DirectoryGrant, directory: string) {
  if (directory === ".") return { host, guest };
  return {
    host: `${host.replace(/\/+$/, "")}/${directory}`,
    guest: guest === "." ? directory : `${guest.replace(/\/+$/, "")}/${directory}`,
  };
}

function readOnly(rights: Rights): Rights {
  if (typeof rights === "string") return "ro";
  return rights.filter((name) => !WRITE_RIGHT_NAMES.includes(name));
}

/**
 * The parts that were used, unless there were too many. What needed no part in particular, such as a port
 * to send from, goes with any.
 */
function leastNetwork(uses: readonly Uses[]): readonly string[] {
  const least = uses.flatMap(({ grant: [option = "", value = ""], operations, parts }) => {
    const needed = parts.size === 0 || parts.has(value) ? [value] : [...parts];
    const isAsked = [...operations].every((operation) => operation === "resolve");
    return needed.map((value) => ({ option, value, isAsked }));
  });
  // Whoever may reach what a name stands for may ask for it, too.
  const reached = least.flatMap(({ option, value, isAsked }) =>
    option === "--allow-outbound" && !isAsked && !value.includes("#") ? [hostOf(value)] : []
  );
  const needed = least.filter(({ value, isAsked }) => !isAsked || !reached.includes(hostOf(value)));
  const words = needed.map(({ option, value }) => [option, value]);
  return [...new Map(words.map((pair) => [JSON.stringify(pair), pair])).values()].flat();
}

/** The host in the value of an option: without a transport before it, and ports behind. */
function hostOf(value: string): string {
  return value.replace(/^\w+:\/\//, "").replace(/:[^:]*$/, "");
}

function leastStream(name: string, uses: readonly Uses[]): readonly string[] {
  const used = uses.filter(({ grant }) => grant[0] === name);
  if (used.length === 0) return [name, "null"];
  return used[0]!.grant[1] === "inherit" ? [] : used[0]!.grant;
}
