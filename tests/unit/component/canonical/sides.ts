/**
 * One side of a call without a guest: a memory, an allocator, and handles that are numbers.
 *
 * @module
 */

import { Allowance } from "../../../../lib/component/canonical/allowance.ts";
import { Layouts } from "../../../../lib/component/canonical/layout.ts";
import { Lifting } from "../../../../lib/component/canonical/lifting.ts";
import { Lowering } from "../../../../lib/component/canonical/lowering.ts";
import { Memory } from "../../../../lib/component/canonical/memory.ts";
import type { StringEncoding } from "../../../../lib/component/component.ts";
import type { ValueType } from "../../../../lib/component/types.ts";

/** What memory holds before anybody writes: a `?` that is gone shows a stray write. */
export const FILL = 0x3f;

/** Bytes of the memory: one page. */
export const SIZE = 65_536;

/** Where the allocator begins. */
export const HEAP = 0x1000;

/** The memory of a guest, with an allocator that never frees. */
export class FakeMemory {
  readonly memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1 });
  readonly checked: Memory;
  /** What was asked for: old pointer, old size, alignment, size. */
  readonly asked: number[][] = [];
  #next = HEAP;

  /** @param answer what the allocator answers in place of a good pointer */
  constructor(answer?: () => number) {
    this.bytes.fill(FILL);
    this.checked = new Memory(this.memory, (old, oldSize, alignment, size) => {
      this.asked.push([old, oldSize, alignment, size]);
      if (answer !== undefined) return answer();
      if (old !== 0 && size <= oldSize) return old;
      const at = this.#next = Math.ceil(this.#next / 8) * 8;
      this.#next += size;
      if (old !== 0) this.bytes.copyWithin(at, old, old + oldSize);
      return at;
    });
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.memory.buffer as ArrayBuffer);
  }

  /** What is there, in hexadecimal. */
  hex(at: number, length: number): string {
    return this.bytes.subarray(at, at + length).toHex();
  }

  /** Puts bytes there. */
  put(at: number, hex: string): void {
    this.bytes.set(Uint8Array.fromHex(hex.replaceAll(" ", "")), at);
  }
}

/** Lifting from `memory`; a handle is lifted to its index. */
export function liftingFrom(
  memory: FakeMemory,
  encoding: StringEncoding = "utf8",
  lists: "views" | "copies" = "copies",
): Lifting {
  const index = () => (handle: number) => `handle ${handle}`;
  return new Lifting({
    memory: memory.checked,
    encoding,
    lists,
    layouts: new Layouts(),
    allowance: new Allowance(),
    handles: { own: index, borrow: index },
  });
}

/** Lowering to `memory`; a handle is lowered to the number in its name. */
export function loweringTo(
  memory: FakeMemory,
  encoding: StringEncoding = "utf8",
  source: StringEncoding = encoding,
): Lowering {
  const index = () => (value: unknown) => Number(String(value).slice("handle ".length));
  return new Lowering({
    memory: memory.checked,
    encoding,
    source,
    layouts: new Layouts(),
    handles: { own: index, borrow: index },
  });
}

/** Types in short. */
export const types: {
  readonly of: (kind: string) => ValueType;
  readonly list: (element: ValueType, length?: number) => ValueType;
  readonly tuple: (...all: ValueType[]) => ValueType;
  readonly record: (fields: Record<string, ValueType>) => ValueType;
  readonly variant: (cases: Record<string, ValueType | undefined>) => ValueType;
  readonly flags: (names: readonly string[]) => ValueType;
  readonly enumeration: (names: readonly string[]) => ValueType;
  readonly option: (some: ValueType) => ValueType;
  readonly result: (ok?: ValueType, err?: ValueType) => ValueType;
  readonly own: ValueType;
  readonly borrow: ValueType;
} = {
  of: (kind) => ({ kind }) as ValueType,
  list: (element, length) => ({ kind: "list", element, length }),
  tuple: (...all) => ({ kind: "tuple", types: all }),
  record: (fields) => ({
    kind: "record",
    fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
  }),
  variant: (cases) => ({
    kind: "variant",
    cases: Object.entries(cases).map(([name, type]) => ({ name, type })),
  }),
  flags: (names) => ({ kind: "flags", names }),
  enumeration: (names) => ({ kind: "enum", names }),
  option: (some) => ({ kind: "option", some }),
  result: (ok, err) => ({ kind: "result", ok, err }),
  own: { kind: "own", resource: { kind: "resource" } },
  borrow: { kind: "borrow", resource: { kind: "resource" } },
};
