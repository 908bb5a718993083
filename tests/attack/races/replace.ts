/**
 * An attacker outside of the sandbox with no more than a guest has: rename, symlink, unlink.
 *
 * `deno run -A replace.ts GRANT TARGET SEED`
 *
 * @module
 */

import { swapUntilOrphaned } from "./swap_until.ts";

const [grant = "", target = "", seed = "0"] = Deno.args;
const swaps: Readonly<Record<string, readonly [real: string, kept: string, text: string]>> = {
  directory: ["d", "d3", "../outside"],
  leaf: ["leaf", "leaf3", "../outside/f"],
  hatch: ["hatch", "hatch3", "../outside/new"],
};
const found = swaps[target];

if (found !== undefined) {
  const [real, kept, text] = found;
  const [from, to] = [`${grant}/${real}`, `${grant}/${kept}`];
  let away = 0;
  swapUntilOrphaned(Number(seed), () => {
    Deno.renameSync(from, to);
    away = performance.now();
    quietly(() => Deno.symlinkSync(text, from));
  }, () => {
    // Where the guest has made something under the free name meanwhile, that goes away, too.
    quietly(() => Deno.removeSync(from));
    Deno.renameSync(to, from);
    // The link stands for as long as the real one: removing it can take much longer than making it.
    const back = performance.now();
    while (performance.now() < back + (back - away));
  });
} else {
  const [below, above] = [`${grant}/a/b`, `${grant}/b`];
  swapUntilOrphaned(
    Number(seed),
    () => Deno.renameSync(below, above),
    () => Deno.renameSync(above, below),
  );
}

function quietly(call: () => void): void {
  try {
    call();
  } catch {
    // The guest was quicker.
  }
}
