/**
 * Core values, and the bits of one type inside another: a variant passes the payloads of all its cases
 * in the same places.
 *
 * @module
 */

import type { CoreType } from "./layout.ts";

/** A core value as JavaScript gets it from WebAssembly. */
export type CoreValue = number | bigint;

/** Turns a core value into one of another type with the same bits. */
export type Convert = (value: CoreValue) => CoreValue;

/** What takes a core value of the type `want` out of one of the type `have`. */
export function unpacking(have: CoreType, want: CoreType): Convert | undefined {
  if (have === want) return undefined;
  const bits = new DataView(new ArrayBuffer(8));
  switch (`${have} ${want}`) {
    case "i64 i32":
      return (value) => Number(BigInt.asIntN(32, value as bigint));
    case "i32 f32":
      return (value) => {
        bits.setInt32(0, value as number);
        return bits.getFloat32(0);
      };
    case "i64 f32":
      return (value) => {
        bits.setBigInt64(0, value as bigint);
        return bits.getFloat32(4);
      };
    case "i64 f64":
      return (value) => {
        bits.setBigInt64(0, value as bigint);
        return bits.getFloat64(0);
      };
    default:
      throw new Error(`no ${want} is passed in an ${have}`);
  }
}

/** What puts a core value of the type `have` into one of the type `want`. */
export function packing(have: CoreType, want: CoreType): Convert | undefined {
  if (have === want) return undefined;
  const bits = new DataView(new ArrayBuffer(8));
  switch (`${have} ${want}`) {
    case "i32 i64":
      return (value) => BigInt((value as number) >>> 0);
    case "f32 i32":
      return (value) => {
        bits.setFloat32(0, value as number);
        return bits.getInt32(0);
      };
    case "f32 i64":
      return (value) => {
        bits.setFloat32(0, value as number);
        return BigInt(bits.getUint32(0));
      };
    case "f64 i64":
      return (value) => {
        bits.setFloat64(0, value as number);
        return bits.getBigInt64(0);
      };
    default:
      throw new Error(`no ${have} is passed in an ${want}`);
  }
}

/** What a place holds that the case at hand does not use. */
export function zero(type: CoreType): CoreValue {
  return type === "i64" ? 0n : 0;
}
