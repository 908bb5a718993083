/**
 * The few statistics that the tables are made of.
 *
 * @module
 */

/** A middle value and how far the samples lie from it. */
export interface Summary {
  readonly median: number;
  /** Median absolute deviation: half of the samples are nearer to the median than this. */
  readonly spread: number;
}

/**
 * The value below which the share `q` of the samples lies, interpolated between neighbours.
 *
 * @param samples At least one number, in any order.
 * @param q From 0 to 1.
 */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * q;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError("no samples");
  return below + (above - below) * (place - Math.floor(place));
}

/** The middle sample, or the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** Median and median absolute deviation. */
export function summarize(samples: readonly number[]): Summary {
  const middle = median(samples);
  return { median: middle, spread: median(samples.map((sample) => Math.abs(sample - middle))) };
}

/** The quotient of each pair of samples that were taken in the same round. */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
  if (over.length !== under.length) throw new RangeError("the two were not measured together");
  return over.map((sample, round) => sample / (under[round] ?? NaN));
}
