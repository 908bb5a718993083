/**
 * How a component is refused.
 *
 * @module
 */

/** Characters of a message: the names in it are the component's, and may be of any length. */
const MAX_MESSAGE = 500;

/** A component that breaks off or breaks the rules of the format, with the place in the binary. */
export class MalformedComponent extends Error {
  override name = "MalformedComponent";
}

/** A component that uses something of the format that Sluice does not run. */
export class UnsupportedComponent extends Error {
  override name = "UnsupportedComponent";

  /** @param uses what it uses, as "uses ... " goes on */
  constructor(uses: string) {
    super(`uses ${uses}, which this version does not run`);
  }
}

/**
 * A rule that a definition breaks, before it is known where the definition stands.
 *
 * Only for within the decoder: whoever reads definitions in a row adds the place.
 */
export class BrokenRule extends Error {
  override name = "BrokenRule";

  constructor(why: string) {
    super(why.length <= MAX_MESSAGE ? why : `${why.slice(0, MAX_MESSAGE)}…`);
  }
}

/** Refuses what belongs to WASI 0.3. */
export function refuseAsync(): never {
  throw new UnsupportedComponent("async (WASI 0.3)");
}
