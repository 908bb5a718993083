/**
 * Clocks as capabilities.
 *
 * @module
 */

/** A clock that can be read. */
export interface Clock {
  /** The present time in nanoseconds: since 1970, or since some moment that never changes. */
  now(): bigint;
  /** The least difference between two readings, in nanoseconds. */
  resolution(): bigint;
}

/** The clocks of a run. */
export interface Clocks {
  /** Time of day; can be set back and forth by the host. */
  readonly realtime: Clock;
  /** Never runs back. */
  readonly monotonic: Clock;
}
