/**
 * `deno task bench`: the guest's hot paths under Sluice, `node:wasi` and no host at all, or under two trees.
 *
 * @module
 */

import { checkOut } from "./checkout.ts";
import { compileNative } from "./compile.ts";
import {
  emptyScript,
  type Host,
  type HostOptions,
  native,
  nodeWasi,
  pathChecked,
  sluice,
} from "./hosts.ts";
import { allChecks, printHosts } from "./hosts_report.ts";
import { asCheckedOut, asInstalled } from "./installed.ts";
import { measure, type Results } from "./measure.ts";
import { type Options, parseOptions, USAGE } from "./options.ts";
import { writeJson } from "./results_json.ts";
import { CommandFailed, runToEnd } from "./spawn.ts";
import { BASE, BASE_AGAIN, compareTrees, CURRENT, printTrees } from "./trees_report.ts";
import { createWorkspace, fillAll, removeWhenInterrupted, type Workspace } from "./workspace.ts";

const HERE = import.meta.dirname ?? ".";
const TREE = `${HERE}/..`;

async function main(): Promise<number> {
  let options;
  try {
    options = parseOptions(Deno.args, `${HERE}/results/latest.json`);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(`error: ${error.message}\n${USAGE}`);
    return 2;
  }
  using workspace = createWorkspace(fillAll);
  removeWhenInterrupted(workspace);
  try {
    const results = options.against === undefined
      ? await runHosts(options, workspace)
      : await runTrees(options, options.against, workspace);
    return sluiceFailed(results) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    console.error(`error: ${error.message}`);
    return 1;
  }
}

async function runHosts(options: Options, workspace: Workspace): Promise<Results> {
  const guest = await guestIn(TREE, "sluice", options, workspace);
  const program = `${workspace.tools}/bench`;
  const wasm = await able([sluice(guest), pathChecked(guest), nodeWasi(guest)]);
  const results = await measure({
    hosts: await compileNative(`${HERE}/guest/bench.c`, program)
      ? [native(program, workspace.data), ...wasm]
      : wasm,
    starting: [emptyScript(workspace.tools), ...wasm],
    rounds: options.rounds,
    only: options.only,
    startUpProgram: await startUpProgram(workspace),
  });
  printHosts(results);
  writeJson(options, results, { checks: allChecks(results) });
  return results;
}

async function runTrees(
  options: Options,
  revision: string,
  workspace: Workspace,
): Promise<Results> {
  const base = `${workspace.tools}/base`;
  await checkOut(revision, TREE, base);
  const { isolation } = options;
  const before = await guestIn(base, "before", options, workspace);
  const now = await guestIn(TREE, "now", options, workspace);
  const hosts = await able([
    sluice(before, BASE),
    sluice({ ...now, ...(isolation !== undefined && { isolation }) }, CURRENT),
    sluice(before, BASE_AGAIN),
  ]);
  const results = await measure({
    hosts,
    starting: hosts,
    rounds: options.rounds,
    only: options.only,
    startUpProgram: await startUpProgram(workspace),
  });
  printTrees(results);
  writeJson(options, results, { comparisons: compareTrees(results) });
  return results;
}

/**
 * The guest is always the current one, so that only its host differs.
 *
 * @param name of the directory that the tree is installed in, if it is
 */
async function guestIn(
  tree: string,
  name: string,
  { installed }: Options,
  { data, tools }: Workspace,
): Promise<HostOptions> {
  const start = installed ? await asInstalled(tree, `${tools}/${name}`) : asCheckedOut(tree);
  return { tree, start, module: `${HERE}/guest/bench.wasm`, directory: data };
}

/** The hosts that can say hello; this also fills Deno's caches before the first sample. */
async function able(hosts: readonly Host[]): Promise<Host[]> {
  const working = [];
  for (const host of hosts) {
    try {
      await runToEnd(host.command(["hello"]));
      working.push(host);
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      console.error(`warning: without ${host.name}: ${error.message}`);
    }
  }
  return working;
}

async function startUpProgram({ tools }: Workspace): Promise<string | undefined> {
  const program = `${tools}/measure`;
  return await compileNative(`${HERE}/native/measure.c`, program) ? program : undefined;
}

/** Whether the thing that is being measured could not do a row that another host did. */
function sluiceFailed({ rows, startUp }: Results): boolean {
  return [...rows, ...startUp].some(({ samples }) =>
    samples.size > 0 && !samples.has("sluice") && !samples.has(CURRENT)
  );
}

Deno.exitCode = await main();
