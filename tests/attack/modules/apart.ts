/**
 * An episode of the module fuzzer in a process of its own, which may crash or hang.
 *
 * `deno run -A apart.ts SEED MODULES PROGRESS` is that process.
 *
 * @module
 */

import { FuzzFailure } from "../failure.ts";
import { FreshDirectory } from "../place.ts";
import { type Endings, fuzzModules } from "./module_fuzz.ts";

/** Milliseconds without a next module after which the process hangs. */
const PATIENCE = 30_000;

const FOUND = 9;

/** Runs an episode, on the back end that this process has; see {@linkcode fuzzModules}. */
export async function fuzzModulesApart(seed: number, modules: number): Promise<Endings> {
  const pathChecked = Deno.permissions.querySync({ name: "ffi" }).state !== "granted";
  using place = new FreshDirectory("sluice_progress_");
  const progress = `${place.path}/progress`;
  Deno.writeTextFileSync(progress, "0");
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--no-prompt", ...pathChecked ? ["--deny-ffi"] : []],
      new URL(import.meta.url).pathname,
      ...[`${seed}`, `${modules}`, progress],
    ],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const come = () => Number(Deno.readTextFileSync(progress));
  let last = 0;
  let hangs = false;
  const watch = setInterval(() => {
    const now = come();
    if (now === last) {
      hangs = true;
      child.kill("SIGKILL");
    }
    last = now;
  }, PATIENCE);
  const { code, signal, stdout, stderr } = await child.output();
  clearInterval(watch);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (code === 0) return new Map(JSON.parse(text(stdout)));
  const finding = hangs
    ? "it hangs"
    : code === FOUND
    ? text(stdout)
    : `the process ended with ${signal ?? code}: ${text(stderr).slice(-2000)}`;
  throw new FuzzFailure("modules", seed, come(), finding);
}

if (import.meta.main) {
  const [seed = "0", modules = "0", progress = ""] = Deno.args;
  using file = Deno.openSync(progress, { write: true });
  const encoder = new TextEncoder();
  try {
    const endings = await fuzzModules(Number(seed), Number(modules), (number) => {
      file.seekSync(0, Deno.SeekMode.Start);
      file.writeSync(encoder.encode(`${number}`));
    });
    console.log(JSON.stringify([...endings]));
  } catch (error) {
    if (!(error instanceof FuzzFailure)) throw error;
    console.log(error.message);
    Deno.exit(FOUND);
  }
}
