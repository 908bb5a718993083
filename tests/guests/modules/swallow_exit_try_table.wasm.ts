/**
 * `swallow_exit.wat` with `try_table` and `catch_all_ref` of the final exception proposal, which
 * wabt does not write yet: the program tries to survive its own exit, drops the exception and
 * writes `swallowed`.
 *
 * @module
 */
import { body, functionType, module, name, section, unsigned, vector } from "./binary.ts";

const [i32, exnref, empty] = [0x7f, 0x69, 0x40];
const wasi = name("wasi_snapshot_preview1");
const [exit, write, swallowed] = [0, 1, 2];
const text = new TextEncoder().encode("swallowed\n");

const i32Const = (value: number): number[] => [0x41, value];
const call = (index: number): number[] => [0x10, index];
const [drop, end, unreachable] = [0x1a, 0x0b, 0x00];

/** The module's bytes. */
const bytes: Uint8Array = module(
  section(
    1,
    vector([
      functionType([i32], []),
      functionType([i32, i32, i32, i32], [i32]),
      functionType([], []),
    ]),
  ),
  section(2, vector([[...wasi, ...name("proc_exit"), 0, 0], [...wasi, ...name("fd_write"), 0, 1]])),
  section(3, vector([[2], [2]])),
  section(5, vector([[0, 1]])),
  section(7, vector([[...name("memory"), 2, 0], [...name("_start"), 0, 3]])),
  section(
    10,
    vector([
      body([...i32Const(1), ...i32Const(0), ...i32Const(1), ...i32Const(8), ...call(write), drop]),
      body([
        // (drop (block (result exnref)
        //   (try_table (catch_all_ref 0) (call $exit (i32.const 3)))
        //   unreachable))
        ...[0x02, exnref],
        ...[0x1f, empty, 1, 0x03, 0],
        ...[...i32Const(3), ...call(exit), end],
        ...[unreachable, end, drop],
        ...call(swallowed),
      ]),
    ]),
  ),
  section(
    11,
    vector([
      [0, ...i32Const(0), end, ...unsigned(8), ...[16, 0, 0, 0, text.length, 0, 0, 0]],
      [0, ...i32Const(16), end, ...unsigned(text.length), ...text],
    ]),
  ),
);
export default bytes;
