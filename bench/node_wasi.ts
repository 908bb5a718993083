/**
 * `deno run -A bench/node_wasi.ts DIRECTORY MODULE ARGS...`: the guest under Deno's own WASI.
 *
 * @module
 */

import { WASI } from "node:wasi";

const [directory = "", module = "", ...args] = Deno.args;
const wasi = new WASI({
  version: "preview1",
  args: ["bench", ...args],
  preopens: { "/bench": directory },
  returnOnExit: false,
});
const compiled = new WebAssembly.Module(Deno.readFileSync(module));
wasi.start(new WebAssembly.Instance(compiled, wasi.getImportObject() as WebAssembly.Imports));
