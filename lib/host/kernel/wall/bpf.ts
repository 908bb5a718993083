/**
 * An assembler for the filters of seccomp(2): as much of classic BPF as deciding about one system
 * call takes.
 *
 * A program is a list of instructions. It runs over `struct seccomp_data`: the number of the call,
 * the architecture, the instruction pointer, and six arguments of 64 bits.
 *
 * @module
 */

/**
 * A part of a program, two words an instruction. `struct sock_filter`, as little-endian words:
 *
 * ```text
 * bits   0      16       24       32
 *        | code | jump   | jump   | operand |
 *        |      | if so  | if not |         |
 * ```
 */
export type Code = readonly number[];

const WORDS = 2;

/** The most instructions that a condition can skip. */
const MAX_JUMP = 255;

const LOAD = 0x20;
const JUMP = 0x05;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const JUMP_IF_ANY_BIT = 0x45;
const RETURN = 0x06;

const NUMBER_AT = 0;
const ARCHITECTURE_AT = 4;
const ARGUMENTS_AT = 16;

/** Loads the number of the call. */
export const loadNumber: Code = [LOAD, NUMBER_AT];

/** Loads what the call was made for: an AUDIT_ARCH number. */
export const loadArchitecture: Code = [LOAD, ARCHITECTURE_AT];

/**
 * Loads the lower 32 bits of an argument. For one that the kernel takes as an int they are all of it:
 * the upper ones are whatever the caller left there.
 */
export function loadArgument(index: number): Code {
  return [LOAD, ARGUMENTS_AT + 8 * index];
}

/**
 * One program of several. Array literals with spreads would do the same, but element by element in the
 * interpreter: 0.3 ms of every start.
 */
export function join(...parts: readonly Code[]): Code {
  return ([] as number[]).concat(...parts);
}

/** Runs `code` when what was loaded is one of `values`; both together are at most 255 long. */
export function ifAnyOf(values: readonly number[], code: Code): Code {
  const tests = values.map((value, i) => test(JUMP_IF_EQUAL, value, values.length - i, 0));
  return join(...tests, [JUMP, lengthOf(code)], code);
}

/** Runs `code` unless what was loaded is `value`. */
export function unlessEqual(value: number, code: Code): Code {
  return join(test(JUMP_IF_EQUAL, value, lengthOf(code), 0), code);
}

/** Runs `code` when what was loaded is `value` or more, without a sign. */
export function ifAtLeast(value: number, code: Code): Code {
  return join(test(JUMP_IF_AT_LEAST, value, 0, lengthOf(code)), code);
}

/** Runs `code` when what was loaded has none of these bits. */
export function unlessAnyBit(bits: number, code: Code): Code {
  return join(test(JUMP_IF_ANY_BIT, bits, lengthOf(code), 0), code);
}

/** Ends the program with an action, SECCOMP_RET_*. */
export function answer(action: number): Code {
  return [RETURN, action];
}

/** How many instructions there are. */
export function lengthOf(code: Code): number {
  return code.length / WORDS;
}

/** The program as the kernel takes it. */
export function assemble(code: Code): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new Uint32Array(code).buffer);
}

function test(code: number, operand: number, ifTrue: number, ifFalse: number): Code {
  if (Math.max(ifTrue, ifFalse) > MAX_JUMP) throw new RangeError("a jump too far");
  return [code | ifTrue << 16 | ifFalse << 24, operand];
}
