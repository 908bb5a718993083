/**
 * jco, where it is installed: components as JavaScript modules that Node runs.
 *
 * @module
 */

import { type Command, CommandFailed, runToEnd } from "../spawn.ts";
import { COMPONENTS, HELLO } from "./guests.ts";

/** The components as jco has translated them. */
export interface Jco {
  /** Runs one of the scripts in {@linkcode ./jco/}. */
  command(script: string, ...args: readonly string[]): Command;
  /** Translates a component and runs it at once. */
  run(component: string): Command;
}

/**
 * Translates the components by the jco in `directory/node_modules`.
 *
 * @param into an empty directory, in which they find what jco has brought
 * @throws {CommandFailed} where there is no jco, or no Node
 */
export async function prepareJco(directory: string, into: string): Promise<Jco> {
  const modules = `${directory}/node_modules`;
  const jco = `${modules}/.bin/jco`;
  await Deno.symlink(modules, `${into}/node_modules`);
  const scripts = new URL("jco/", import.meta.url);
  for (const { name } of Deno.readDirSync(scripts)) {
    await Deno.copyFile(new URL(name, scripts), `${into}/${name}`);
  }
  const translate = async (name: string, component: string, ...rest: string[]) => {
    const words = [jco, "transpile", component, "--name", name, "-o", `${into}/${name}`, ...rest];
    await runToEnd({ words });
  };
  try {
    await translate("hello", HELLO);
    await translate("files", `${COMPONENTS}/files.wasm`);
    await translate("calls", `${COMPONENTS}/calls.wasm`, "--map", "bench:host/streams=../host.mjs");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new CommandFailed(`there is no ${jco}: npm install @bytecodealliance/jco`);
  }
  return {
    command: (script, ...args) => ({ words: ["node", `${into}/${script}`, ...args] }),
    run: (component) => ({ words: [jco, "run", component] }),
  };
}
