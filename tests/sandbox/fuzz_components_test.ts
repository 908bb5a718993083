/**
 * Mutated components, in short form; `deno task fuzz` is the long one.
 *
 * @module
 */

import { assert } from "@std/assert";
import { fuzzComponents } from "../attack/components/component_fuzz.ts";

const COMPONENTS = 2000;

for (const seed of [1, 2]) {
  Deno.test(`${COMPONENTS} mutated components are taken or refused, seed ${seed}`, () => {
    const outcomes = fuzzComponents(seed, COMPONENTS);
    // Mutants all of which are refused alike would not try the rest.
    assert((outcomes.get("taken") ?? 0) > COMPONENTS / 50);
    assert((outcomes.get("malformed") ?? 0) > COMPONENTS / 50);
    assert((outcomes.get("unsupported") ?? 0) > 0);
  });
}
