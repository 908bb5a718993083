/**
 * `--explain`.
 *
 * @module
 */

import { formatDuration } from "../grants/duration.ts";
import { formatSize } from "../grants/size.ts";
import { explain, type Explanation } from "../runner/explain.ts";
import type { Isolation } from "../runner/isolation.ts";
import type { RunOptions } from "../runner/options.ts";
import type { Arguments } from "./arguments.ts";
import { jsonText } from "./json_text.ts";
import { escaped, print } from "./messages.ts";
import { formatTable } from "./table.ts";

/**
 * Prints what a run would be.
 *
 * @returns the exit status
 */
export async function printExplanation(
  options: RunOptions,
  isolation: Isolation | undefined,
  parsed: Arguments,
): Promise<number> {
  const explanation = await explain(options, isolation);
  print(parsed.options.has("json") ? jsonText(explanation, 2) : textOf(explanation));
  return 0;
}

function textOf(
  { handles, network, environment, confinement, isolation, limits }: Explanation,
): string {
  return [
    formatTable(
      ["handle", "kind", "name", "rights", "behind it"],
      handles.map(({ handle, kind, name, rights, behind }) => [
        ...[`${handle}`, kind, name, rights, behind],
      ]),
    ),
    "",
    `isolation: ${isolationText(isolation)}`,
    `files: ${confinement}`,
    `limits: ${limitsText(limits)}`,
    `network: ${networkText(network)}`,
    `environment: ${environment.length === 0 ? "none" : escaped(environment.join(", "))}`,
  ].join("\n");
}

/** Which kind of module there is to be is not looked at. */
function networkText(network: Explanation["network"]): string {
  if (network.length === 0) return "none";
  return `${escaped(network.map(grantText).join(", "))} (for a component)`;
}

/** An option without its dashes, such as `outbound tcp://example.com:443`. */
function grantText([option, value]: readonly string[]): string {
  return `${option!.replace("--allow-", "")} ${value}`;
}

function isolationText({ kind, obstacle }: Explanation["isolation"]): string {
  return obstacle === undefined ? kind : `${kind} (${obstacle})`;
}

function limitsText({ timeout, maxMemory, maxHandles }: Explanation["limits"]): string {
  const time = timeout === undefined ? "unlimited" : formatDuration(timeout);
  const memory = maxMemory === undefined ? "unlimited" : formatSize(maxMemory);
  return `time ${time}, memory ${memory}, handles ${maxHandles}`;
}
