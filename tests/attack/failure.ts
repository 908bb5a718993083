/**
 * What a fuzzer throws when it has found something.
 *
 * @module
 */

/** A finding, with what it takes to come to it again. */
export class FuzzFailure extends Error {
  override name = "FuzzFailure";

  /**
   * @param fuzzer its name for `--only`
   * @param seed of the episode alone
   * @param count how many steps of that episode lead to it
   */
  constructor(fuzzer: string, seed: number, count: number, finding: string) {
    super(`${finding}\nagain: deno task fuzz --only ${fuzzer} --seed ${seed} --count ${count}`);
  }
}
