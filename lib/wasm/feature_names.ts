/**
 * The names of what WebAssembly has learnt since its first version.
 *
 * @module
 */

/** A feature, most of them by the name of its proposal. */
export type Feature =
  | "bulk-memory"
  | "custom-page-sizes"
  | "exceptions"
  | "extended-constants"
  | "gc"
  | "legacy-exceptions"
  | "memory64"
  | "multi-memory"
  | "multi-value"
  | "mutable-globals"
  | "reference-types"
  | "relaxed-simd"
  | "saturating-conversions"
  | "sign-extension"
  | "simd"
  | "stack-switching"
  | "tail-calls"
  | "threads"
  | "typed-function-references"
  | "wide-arithmetic";
