/**
 * A program that runs a guest in a process of its own, with its streams: `embedder.ts OPTIONS`, the
 * options as JSON, `module` among them. Prints how that ended on a line of its own.
 *
 * @module
 */
import { run, SluiceError } from "../../../mod.ts";

const { module, ...options } = JSON.parse(Deno.args[0]!);
try {
  console.log(JSON.stringify(await run(module, { process: {}, ...options })));
} catch (error) {
  if (!(error instanceof SluiceError)) throw error;
  const { status, message, hint } = error;
  console.log(JSON.stringify({ refused: status, message, hint }));
}
