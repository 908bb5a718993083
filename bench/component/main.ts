/**
 * `deno task bench:component`: components beside core modules that do the same, and beside jco.
 *
 * @module
 */

import { compileNative } from "../compile.ts";
import type { Results } from "../measure.ts";
import { writeJson } from "../results_json.ts";
import { CommandFailed } from "../spawn.ts";
import {
  createWorkspace,
  removeWhenInterrupted,
  type Workspace,
  writeBytes,
} from "../workspace.ts";
import { prepareHosts } from "./hosts.ts";
import { FILE_SIZE, LOOP_NAMES, loopsOf } from "./loops.ts";
import { measure } from "./measure.ts";
import { type ComponentOptions, parseOptions, USAGE } from "./options.ts";
import { componentChecks, printComponents } from "./report.ts";
import { START_NAMES, startsOf } from "./starts.ts";

const BENCH = `${import.meta.dirname}/..`;

async function main(): Promise<number> {
  let options;
  try {
    const names = [...START_NAMES, ...LOOP_NAMES];
    options = parseOptions(Deno.args, names, `${BENCH}/results/component.json`);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(`error: ${error.message}\n${USAGE}`);
    return 2;
  }
  using workspace = createWorkspace(fillFiles);
  removeWhenInterrupted(workspace);
  try {
    const results = await measured(options, workspace);
    printComponents(results);
    writeJson(options, results, { checks: componentChecks(results) });
    return sluiceFailed(results) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    console.error(`error: ${error.message}`);
    return 1;
  }
}

/** The file that is read, and the one that is written: its room is proven. */
function fillFiles(directory: string): void {
  for (const name of ["data", "copy"]) writeBytes(`${directory}/${name}`, FILE_SIZE);
}

async function measured(
  { rounds, only, jco }: ComponentOptions,
  { data, tools }: Workspace,
): Promise<Results> {
  const isWanted = ({ name }: { readonly name: string }) => name.includes(only);
  const hosts = await prepareHosts(tools, jco);
  const program = `${tools}/measure`;
  const isCompiled = await compileNative(`${BENCH}/native/measure.c`, program);
  return await measure({
    starts: startsOf(hosts).filter(isWanted),
    loops: loopsOf(hosts, data).filter(isWanted),
    rounds,
    startUpProgram: isCompiled ? program : undefined,
  });
}

/** Whether the thing that is being measured could not do a row. */
function sluiceFailed({ rows, startUp }: Results): boolean {
  return [...startUp, ...rows].some(({ failures }) =>
    failures.keys().some((host) => host !== "jco")
  );
}

Deno.exitCode = await main();
