/**
 * A small command that does nothing, and takes the engine long to compile: every function has so many
 * locals that looking at it is work.
 *
 * @module
 */
import { functionType, module, name, section, unsigned, vector } from "./binary.ts";

/** As many locals as a function may have. */
const LOCALS = 50_000;

/** @param functions about 22 of them take a millisecond */
export function slowToCompile(functions: number): Uint8Array<ArrayBuffer> {
  const [i32, end] = [0x7f, 0x0b];
  const content = [1, ...unsigned(LOCALS), i32, end];
  return module(
    section(1, vector([functionType([], [])])),
    section(3, vector(Array(functions).fill([0]))),
    section(5, vector([[0, 1]])),
    section(7, vector([[...name("memory"), 2, 0], [...name("_start"), 0, 0]])),
    section(10, vector(Array(functions).fill([...unsigned(content.length), ...content]))),
  ) as Uint8Array<ArrayBuffer>;
}
