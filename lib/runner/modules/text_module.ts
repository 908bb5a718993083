/**
 * Modules in the text format, which an npm package translates.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import { readTextFile } from "../../host/read_text.ts";
import { runApart } from "../../host/run_apart.ts";
import type { NamedModule, Preparing } from "./given_module.ts";

/** A text of that size takes seconds. */
const MAX_SIZE = 1 << 26;

/** The status of the translator for text that is no module. */
const REFUSED = 3;

/**
 * The translator: text in, a module out. It runs with no permission, so that neither the text nor the
 * package can do more than make a module, which is trusted as little as any other.
 */
const PROGRAM = `
import wabt from "npm:wabt@1.0.39";
const text = new Uint8Array(await new Response(Deno.stdin.readable).arrayBuffer());
const features = ["exceptions", "mutable_globals", "sat_float_to_int", "sign_extension", "simd",
  "threads", "function_references", "multi_value", "tail_call", "bulk_memory", "reference_types",
  "annotations", "gc", "memory64", "multi_memory", "extended_const", "relaxed_simd"];
const { parseWat } = await wabt();
let bytes;
try {
  const enabled = Object.fromEntries(features.map((name) => [name, true]));
  const module = parseWat("text", text, enabled);
  bytes = module.toBinary({ write_debug_names: true }).buffer;
} catch ({ message }) {
  console.error(message);
  Deno.exit(${REFUSED});
}
for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
`;

/**
 * Reads a module in the text format.
 *
 * @throws SluiceError status 127 when there is nothing to read, 126 with line and column where it is
 * no module, or when the translator cannot be had
 */
export async function textModule(
  path: string,
  { watch, over }: Preparing,
): Promise<NamedModule> {
  const text = readTextFile(path, { status: 127, most: MAX_SIZE });
  using _ = await watch?.(`translating ${path}`);
  const { status, output, error } = await runApart(PROGRAM, text, over);
  if (status === 0) {
    return { name: path, baseName: path.slice(path.lastIndexOf("/") + 1), bytes: output };
  }
  if (status === REFUSED) throw new SluiceError(126, `${path}${reasonOf(error)}`);
  throw new SluiceError(126, `${path} cannot be translated: npm:wabt cannot be had`, {
    hint: "the first translation needs the network, and Deno's cache",
    cause: error,
  });
}

/** Line, column and reason of the first error, without the lines of the text that it shows. */
function reasonOf(error: string): string {
  const [, at, reason] = /^text:(\d+:\d+): error: (.*?)\.?$/m.exec(error) ?? [];
  return at === undefined ? " is not a module in the text format" : `:${at}: ${reason}`;
}
