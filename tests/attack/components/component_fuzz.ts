/**
 * Mutated components, decoded in this process: each is taken or refused, soon.
 *
 * @module
 */

import { describeComponent } from "../../../lib/component/describe.ts";
import { MalformedComponent, UnsupportedComponent } from "../../../lib/component/decode/errors.ts";
import { Chance } from "../chance.ts";
import { FuzzFailure } from "../failure.ts";
import { ComponentMutator } from "./mutate.ts";

/** Components of an episode. */
export const EPISODE = 10_000;

/** Milliseconds that are too long for a component of some thousand bytes, on a busy machine too. */
const TOO_LONG = 10_000;

/** How components came out. */
export type Outcomes = Map<"taken" | "malformed" | "unsupported", number>;

/**
 * One episode. What is taken is described as well, for which all its types are gone through.
 *
 * @throws FuzzFailure
 */
export function fuzzComponents(seed: number, components: number): Outcomes {
  const mutator = new ComponentMutator(new Chance(seed));
  const outcomes: Outcomes = new Map();
  for (let i = 1; i <= components; i++) {
    const { story, bytes } = mutator.next();
    const fail = (finding: string): never => {
      throw new FuzzFailure("components", seed, i, `${story}: ${finding}`);
    };
    const begun = performance.now();
    const outcome = outcomeOf(bytes, fail);
    if (performance.now() - begun > TOO_LONG) fail("it took too long");
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return outcomes;
}

function outcomeOf(bytes: Uint8Array, fail: (finding: string) => never) {
  try {
    describeComponent(bytes);
    return "taken";
  } catch (error) {
    if (error instanceof MalformedComponent) return "malformed";
    if (error instanceof UnsupportedComponent) return "unsupported";
    return fail(error instanceof Error ? `${error.stack}` : `${error}`);
  }
}
