/**
 * The kinds of parameter that the functions of preview1 have, each with what a trace says of it.
 *
 * @module
 */

import type { GuestMemory } from "../guest_memory.ts";
import type { Layouts } from "../layouts.ts";
import { flagNames, nameIn, RIGHTS } from "./names.ts";
import { integer, textOf, type TraceValue } from "./value.ts";

/** An argument as wasm passes it. */
export type Argument = number | bigint;

/** What a decoder may look at. */
export interface Surroundings {
  readonly memory: GuestMemory;
  readonly layouts: Layouts;
  /** A handle with the guest's name for it. */
  handle(fd: number): TraceValue;
}

/** What is told of a parameter's arguments. */
export type Decode = (around: Surroundings, ...args: readonly Argument[]) => TraceValue;

/** What a parameter stands for: a path below the handle before it, or a handle that is opened. */
export type Meaning = "path" | "new handle";

/** One parameter of a function, which can be several of wasm's. */
export interface Field {
  readonly name: string;
  readonly means?: Meaning;
  /** The types of the arguments that it takes, `i` an i32 and `l` an i64. */
  readonly takes: string;
  /** What the guest passes. */
  readonly argument?: Decode;
  /** What it is given by a call that succeeds. */
  readonly result?: Decode;
}

/** As many buffers as a call moves. */
const IOV_MAX = 1024;

/** A handle. */
export function handle(name: string): Field {
  return { name, takes: "i", argument: (around, fd) => around.handle(Number(fd)) };
}

/** Where a new handle is stored. */
export function newHandle(name: string): Field {
  return {
    name,
    means: "new handle",
    takes: "i",
    result: (around, pointer) => around.handle(u32At(around.memory, pointer)),
  };
}

/** Text by its pointer and length. */
export function text(name: string): Field {
  return { name, takes: "ii", argument: ({ memory }, ...at) => textAt(memory, ...at) };
}

/** A path below the handle before it. */
export function path(name: string): Field {
  return { ...text(name), means: "path" };
}

/** Where text is stored: a buffer by its pointer and length, of which all is filled. */
export function storedText(name: string): Field {
  return { name, takes: "ii", result: ({ memory }, ...at) => textAt(memory, ...at) };
}

/** Where text is stored: a buffer by its pointer and length, and a pointer to how much is used. */
export function storedPart(name: string): Field {
  return {
    name,
    takes: "iii",
    argument: (_, _pointer, length) => Number(length) >>> 0,
    result: ({ memory }, pointer, _, used) => textAt(memory, pointer, u32At(memory, used)),
  };
}

/** A buffer by its pointer and length, of which the length is told. */
export function buffer(name: string): Field {
  return { name, takes: "ii", argument: (_, _pointer, length) => Number(length) >>> 0 };
}

/** Iovecs by their pointer and number: what they add up to, as far as one call moves it. */
export function iovecs(name: string): Field {
  return {
    name,
    takes: "ii",
    argument({ memory }, pointer, given) {
      const count = Number(given) >>> 0;
      const read = Math.min(count, IOV_MAX);
      const view = memory.view(Number(pointer), 8 * read, 4);
      let bytes = 0;
      for (let i = 0; i < read; i++) {
        bytes += view.getUint32((Number(pointer) >>> 0) + 8 * i + 4, true);
      }
      return { buffers: count, bytes };
    },
  };
}

/** A number of 32 bits without a sign. */
export function u32(name: string): Field {
  return { name, takes: "i", argument: (_, value) => Number(value) >>> 0 };
}

/** A number of 64 bits without a sign. */
export function u64(name: string): Field {
  return { name, takes: "l", argument: (_, value) => integer(BigInt.asUintN(64, BigInt(value!))) };
}

/** A number of 64 bits with a sign. */
export function s64(name: string): Field {
  return { name, takes: "l", argument: (_, value) => integer(BigInt.asIntN(64, BigInt(value!))) };
}

/** A number with a name. */
export function enumeration(name: string, names: readonly string[]): Field {
  return { name, takes: "i", argument: (_, value) => nameIn(names, Number(value) >>> 0) };
}

/** Flags with a name each. */
export function flags(name: string, names: readonly string[]): Field {
  return {
    name,
    takes: "i",
    argument: (_, value) => flagNames(names, BigInt(Number(value) >>> 0)),
  };
}

/** Rights. */
export function rights(name: string): Field {
  return {
    name,
    takes: "l",
    argument: (_, value) => flagNames(RIGHTS, BigInt.asUintN(64, BigInt(value!))),
  };
}

/** Where a number of 32 bits is stored. */
export function storedU32(name: string): Field {
  return { name, takes: "i", result: ({ memory }, pointer) => u32At(memory, pointer) };
}

/** Where a number of 64 bits is stored. */
export function storedU64(name: string): Field {
  return {
    name,
    takes: "i",
    result: ({ memory }, pointer) =>
      integer(memory.view(Number(pointer), 8, 8).getBigUint64(Number(pointer) >>> 0, true)),
  };
}

/** Where flags of 16 bits are stored. */
export function storedFlags(name: string, names: readonly string[]): Field {
  return {
    name,
    takes: "i",
    result: ({ memory }, pointer) =>
      flagNames(
        names,
        BigInt(memory.view(Number(pointer), 2, 2).getUint16(Number(pointer) >>> 0, true)),
      ),
  };
}

/** Pointers at which there is nothing to tell. */
export function untold(name: string, takes: string): Field {
  return { name, takes };
}

/**
 * The number of 32 bits at a pointer.
 *
 * @throws Trap when it lies outside
 */
export function u32At(memory: GuestMemory, pointer: Argument | undefined): number {
  return memory.view(Number(pointer), 4, 4).getUint32(Number(pointer) >>> 0, true);
}

function textAt(memory: GuestMemory, ...[pointer, length]: readonly Argument[]): string {
  return textOf(memory.bytes(Number(pointer), Number(length)));
}
