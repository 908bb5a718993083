/**
 * `deno task bench:component`: components beside core modules that do the same, and beside jco.
 *
 * @module
 */

import { resolve } from "@std/path";
import { compileNative } from "../compile.ts";
import type { Result } from "../measure.ts";
import { writeJson } from "../results_json.ts";
import { CommandFailed } from "../spawn.ts";
import {
  createWorkspace,
  removeWhenInterrupted,
  type Workspace,
  writeBytes,
} from "../workspace.ts";
import { CALL_NAMES, callsOf } from "./calls_rows.ts";
import { FILE_NAMES, FILE_SIZE, filesOf } from "./files_rows.ts";
import { prepareHosts } from "./hosts.ts";
import { measure } from "./measure.ts";
import { type ComponentOptions, parseOptions, USAGE } from "./options.ts";
import { componentChecks, printComponents } from "./report.ts";
import { START_NAMES, startsOf } from "./starts.ts";

const BENCH = resolve(import.meta.dirname ?? ".", "..");

async function main(): Promise<number> {
  let options;
  try {
    const names = [...START_NAMES, ...CALL_NAMES, ...FILE_NAMES];
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
    const checks = componentChecks(results);
    writeJson(options, { rows: results, startUp: [] }, { checks });
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
): Promise<Result[]> {
  const hosts = await prepareHosts(tools, jco);
  const compiled = `${tools}/measure`;
  const isCompiled = await compileNative(`${BENCH}/native/measure.c`, compiled);
  const program = isCompiled ? compiled : undefined;
  const rows = [
    ...startsOf(hosts, program),
    ...callsOf(hosts),
    ...filesOf(hosts, data, program),
  ].filter(({ name }) => name.includes(only));
  return await measure(rows, rounds);
}

/** Whether the thing that is being measured could not do a row. */
function sluiceFailed(results: readonly Result[]): boolean {
  return results.some(({ failures }) => failures.keys().some((host) => host !== "jco"));
}

Deno.exitCode = await main();
