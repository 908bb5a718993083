/**
 * Which features of WebAssembly a value type belongs to.
 *
 * @module
 */

import { type BinaryReader, MalformedModule } from "./binary_reader.ts";
import type { Feature } from "./feature_names.ts";

/** Types that take a heap type behind them: `(ref null ht)` and `(ref ht)`. */
const REF_NULL = 0x63;
const REF = 0x64;

/** Goes past a value type, or the packed one of a field, and tells of what it needs. */
export function skipType(code: BinaryReader, use: (feature: Feature) => void): void {
  const byte = code.byte();
  if (byte === REF_NULL || byte === REF) {
    const heap = code.s33();
    use(heap >= 0 ? "typed-function-references" : featureOf(heap & 0x7f));
  } else if (byte === 0x7b) use("simd");
  else if (byte < 0x7c || byte > 0x7f) use(featureOf(byte));
}

/** The feature of a reference, or a packed type, by the byte that stands for it. */
function featureOf(byte: number): Feature {
  switch (byte) {
    case 0x70: // func
    case 0x6f: // extern
      return "reference-types";
    case 0x69: // exn
    case 0x74: // noexn
      return "exceptions";
    case 0x68: // cont
    case 0x75: // nocont
      return "stack-switching";
    case 0x78: // i8
    case 0x77: // i16
    case 0x73: // nofunc
    case 0x72: // noextern
    case 0x71: // none
    case 0x6e: // any
    case 0x6d: // eq
    case 0x6c: // i31
    case 0x6b: // struct
    case 0x6a: // array
      return "gc";
    default:
      throw new MalformedModule(`the type 0x${byte.toString(16)} is not known`);
  }
}
