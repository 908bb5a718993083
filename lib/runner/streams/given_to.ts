/**
 * Taking over what is handed over, for which nothing is loaded in a run without any.
 *
 * @module
 */

import type { GivenStreams } from "./given_streams.ts";
import { hasGiven, type RunOptions } from "../options.ts";

/**
 * The streams that the embedding program hands over to a run; undefined where it has none.
 *
 * @throws SluiceError status 2 when one cannot be read or written as it should
 */
export async function givenTo(options: RunOptions): Promise<GivenStreams | undefined> {
  if (!hasGiven(options)) return undefined;
  const { GivenStreams } = await import("./given_streams.ts");
  return new GivenStreams(options);
}
