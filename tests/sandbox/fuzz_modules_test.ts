/**
 * Mutated modules, in short form; `deno task fuzz` is the long one.
 *
 * @module
 */

import { assert } from "@std/assert";
import { fuzzCommand } from "../attack/modules/command_fuzz.ts";
import { fuzzModulesApart } from "../attack/modules/apart.ts";

/** Modules run by the library, and by the command. */
const MODULES = 500;
const COMMANDS = 8;

for (const seed of [1, 2]) {
  Deno.test(`${MODULES} mutated modules end as modules may, seed ${seed}`, async () => {
    const endings = await fuzzModulesApart(seed, MODULES);
    // Mutants all of which are refused would not try the rest.
    assert((endings.get("refusal") ?? 0) > 0);
    assert((endings.get("trap") ?? 0) > 0);
    assert((endings.get("exit") ?? 0) > 0);
  });
}

Deno.test(`${COMMANDS} mutated modules end the command as modules may`, async () => {
  await fuzzCommand(1, COMMANDS);
});
