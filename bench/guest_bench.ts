/**
 * `deno bench -A bench/guest_bench.ts`: the guest under `run()` of mod.ts beside `node:wasi`, in one process.
 *
 * An iteration is a whole run: compiling, a new instance, and COUNT operations without a warm-up of their own.
 * `deno task bench` is the measurement to believe; this one is quick and shows what a change does.
 *
 * @module
 */

import { closeSync, openSync } from "node:fs";
import { WASI } from "node:wasi";
import { dir, run } from "../mod.ts";
import { createWorkspace, fillSmall } from "./workspace.ts";

const workspace = createWorkspace(fillSmall);
const discard = openSync("/dev/null", "w");
globalThis.addEventListener("unload", () => {
  closeSync(discard);
  workspace[Symbol.dispose]();
});

const bytes = Deno.readFileSync(`${import.meta.dirname}/guest/bench.wasm`);

/** Group names with the guest's arguments. */
const GROUPS: readonly (readonly [name: string, ...guest: string[]])[] = [
  ["hello", "hello"],
  ["4000 x fd_read 16 B", "read", "16", "4000", "0"],
  ["4000 x fd_read 4 KiB", "read", "4096", "4000", "0"],
  ["4000 x fd_pread 4 KiB", "pread", "4096", "4000", "0"],
  ["4000 x fd_pwrite 4 KiB", "pwrite", "4096", "4000", "0"],
  ["20000 x fd_seek", "seek", "64", "20000", "0"],
  ["500 x open + close", "open", "1", "500", "0"],
  ["500 x path stat", "stat", "1", "500", "0"],
  ["20000 x clock", "clock", "0", "20000", "0"],
];

for (const [group, ...args] of GROUPS) {
  Deno.bench("sluice", { group }, async () => {
    const { status } = await run(bytes, {
      args,
      grants: [dir(workspace.data, { guest: "/bench" })],
    });
    if (status !== 0) throw new Error(`${group}: exit status ${status}`);
  });

  Deno.bench("node:wasi", { group, baseline: true }, () => {
    const wasi = new WASI({
      version: "preview1",
      args: ["bench", ...args],
      preopens: { "/bench": workspace.data },
      stdout: discard,
      stderr: discard,
      returnOnExit: true,
    });
    const imports = wasi.getImportObject() as WebAssembly.Imports;
    const compiled = new WebAssembly.Module(bytes); // as run() does
    const status = wasi.start(new WebAssembly.Instance(compiled, imports));
    if (status !== 0) throw new Error(`${group}: exit status ${status}`);
  });
}
