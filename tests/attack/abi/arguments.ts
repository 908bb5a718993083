/**
 * Arguments for an import, and the memory that they point to.
 *
 * @module
 */

import type { Chance } from "../chance.ts";
import { somePath } from "../paths/texts.ts";
import type { Role, Shape } from "./parameters.ts";

/** Guest memory as the fuzzer fills it. */
export interface Target {
  readonly size: number;
  /** Puts bytes there, as far as they fit. */
  poke(pointer: number, bytes: Uint8Array): void;
}

/** Sizes and alignments of results, subscriptions among them. */
export interface Sizes {
  readonly filestat: number;
  readonly subscription: number;
}

const RESULTS: Readonly<Partial<Record<Role, readonly [size: number, alignment: number]>>> = {
  out4: [4, 4],
  out8: [8, 8],
  fdstat: [24, 8],
  prestat: [8, 4],
};

/** The size and alignment of the result that a pointer of this role points to. */
export function resultOf(role: Role, sizes: Sizes): readonly [number, number] | undefined {
  return role === "filestat" ? [sizes.filestat, 8] : RESULTS[role];
}

const WILD: readonly number[] = [
  ...[
    0,
    1,
    0x7fff_ffff,
    0x7fff_fff8,
    0x8000_0000,
    0xffff_0000,
    0xffff_fff0,
    0xffff_fff8,
    0xffff_ffff,
  ],
];

const U64: readonly bigint[] = [
  ...[0n, 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 62n, 2n ** 63n - 1n, 2n ** 63n],
  ...[2n ** 64n - 1n, 2n ** 64n - 8n],
];

/** No file system has so much: below it, less is taken. */
const MOST_SPACE = 1n << 44n;

/** All rights, those of a file that is only read, and those that compilers ask for a directory. */
const RIGHTS: readonly bigint[] = [0x3fff_ffffn, 0x3fff_ffffn & ~0x40n, 0x2n, 0x42n, 0x3ffn];

/** Draws the arguments of one call. */
export class Arguments {
  readonly #chance: Chance;
  readonly #target: Target;
  readonly #sizes: Sizes;
  /** Whether pointers and lengths of this call may miss. */
  #wild = false;

  constructor(chance: Chance, target: Target, sizes: Sizes) {
    this.#chance = chance;
    this.#target = target;
    this.#sizes = sizes;
  }

  /**
   * Arguments as wasm passes them: i32 as signed numbers, i64 as signed bigints.
   *
   * @param wild whether pointers and lengths may be anything
   */
  draw({ roles }: Shape, wild: boolean): (number | bigint)[] {
    this.#wild = wild;
    const drawn: (number | bigint)[] = [];
    while (drawn.length < roles.length) {
      drawn.push(...this.#values(roles[drawn.length]!));
    }
    return drawn.map((value) => typeof value === "number" ? value | 0 : BigInt.asIntN(64, value));
  }

  /** The values of a parameter, and of those that belong to it. */
  #values(role: Role): (number | bigint)[] {
    const chance = this.#chance;
    switch (role) {
      case "fd":
        return [this.#fd()];
      case "directory":
        return [chance.chance(0.7) ? 3 : this.#fd()];
      case "choice":
        return [chance.chance(0.9) ? chance.below(6) : chance.of([...WILD, chance.u32()])];
      case "lookup":
        return [this.#flags(1)];
      case "open":
        return [chance.chance(0.4) ? 0 : this.#flags(4)];
      case "times":
        return [this.#flags(4)];
      case "flags":
        return [chance.chance(0.7) ? 0 : this.#flags(5)];
      case "rights":
        return [chance.chance(0.8) ? RIGHTS[chance.below(RIGHTS.length)]! : this.#u64()];
      case "u64":
        return [this.#u64()];
      case "space": {
        const size = this.#u64();
        return [size < MOST_SPACE ? size & 0xf_ffffn : size];
      }
      case "path":
        return this.#path();
      case "buffer":
        return this.#missed(this.#pointer(0, 1), chance.below(chance.chance(0.9) ? 300 : 8000));
      case "iovecs":
        return this.#iovecs();
      case "pointers":
        return [this.#pointer(64, 4)];
      case "strings":
        return [this.#pointer(256, 1)];
      case "subscriptions":
        return this.#subscriptions();
      default: {
        const [size, alignment] = resultOf(role, this.#sizes)!;
        return [this.#pointer(size, alignment)];
      }
    }
  }

  #fd(): number {
    const chance = this.#chance;
    const way = chance.below(20);
    if (way < 18) return chance.below(10);
    return way === 18 ? chance.below(1100) : chance.of([...WILD, chance.u32()]);
  }

  /** A set of flags of so many bits, and now and then of more. */
  #flags(bits: number): number {
    return this.#chance.chance(0.95) ? this.#chance.below(1 << bits) : this.#chance.u32();
  }

  /** A length, an offset, a time. */
  #u64(): bigint {
    const chance = this.#chance;
    const way = chance.below(10);
    if (way < 6) return BigInt(chance.below(5000));
    if (way < 7) return chance.of(U64);
    if (way < 8) return (1n << 64n) - 1n - BigInt(chance.below(64));
    return chance.u64();
  }

  /** A pointer to `size` bytes, which lie within memory unless this call may miss. */
  #pointer(size: number, alignment: number): number {
    const chance = this.#chance;
    const within = chance.below(Math.max(1, this.#target.size - size)) & -alignment;
    if (!this.#wild) return within;
    switch (chance.below(8)) {
      case 0:
        return chance.of(WILD);
      case 1:
        return this.#target.size - chance.below(size + 9);
      case 2:
        return within + chance.below(8);
      case 3:
        return chance.u32();
      default:
        return within;
    }
  }

  /** A pointer with its length, either of which may be replaced by one that misses. */
  #missed(pointer: number, length: number): [number, number] {
    const chance = this.#chance;
    if (!this.#wild) {
      return [Math.min(pointer, Math.max(0, this.#target.size - length)), length];
    }
    switch (chance.below(6)) {
      case 0:
        return [pointer, chance.of([...WILD, this.#target.size, this.#target.size + 1])];
      case 1:
        return [pointer, chance.u32()];
      case 2:
        return [this.#target.size - length + chance.below(3) - 1, length];
      case 3:
        return [chance.of(WILD), 0];
      default:
        return [pointer, length];
    }
  }

  #path(): [number, number] {
    const text = this.#chance.chance(0.02)
      ? Array.from({ length: this.#chance.below(40) }, () => this.#chance.below(256))
      : Array.from(somePath(this.#chance), (character) => character.charCodeAt(0));
    const [pointer, length] = this.#missed(this.#pointer(text.length, 1), text.length);
    this.#target.poke(pointer, Uint8Array.from(text));
    return [pointer, length];
  }

  #iovecs(): [number, number] {
    const chance = this.#chance;
    const count = chance.chance(0.5) ? 1 : chance.chance(0.98) ? chance.below(6) : 1025;
    const words = new Uint32Array(2 * count);
    for (let i = 0; i < count; i++) {
      const [at, length] = this.#missed(this.#pointer(0, 1), chance.below(count > 5 ? 4 : 600));
      words[2 * i] = at;
      words[2 * i + 1] = length;
    }
    const [pointer, shown] = this.#missed(this.#pointer(8 * count, 4), count);
    this.#target.poke(pointer, new Uint8Array(words.buffer));
    // A count is not a number of bytes: what was moved to make room for it must be aligned again.
    return [this.#wild ? pointer : pointer & -4, shown];
  }

  #subscriptions(): [number, number, number] {
    const chance = this.#chance;
    const count = chance.chance(0.9) ? 1 + chance.below(4) : chance.below(100);
    const { subscription } = this.#sizes;
    const records = new DataView(new ArrayBuffer(count * subscription));
    for (let at = 0; at < records.byteLength; at += subscription) {
      records.setBigUint64(at, chance.u64(), true);
      records.setUint8(at + 8, chance.chance(0.97) ? chance.below(3) : chance.below(256));
      records.setUint32(at + 16, chance.chance(0.5) ? chance.below(4) : this.#fd() >>> 0, true);
      const wide = subscription === 56 ? 8 : 0;
      if (wide > 0) records.setUint32(at + 24, chance.below(4), true);
      records.setBigUint64(at + 24 + wide, BigInt.asUintN(64, this.#u64()), true);
      records.setBigUint64(at + 32 + wide, 0n, true);
      records.setUint16(at + 40 + wide, chance.below(chance.chance(0.9) ? 2 : 65_536), true);
    }
    const pointer = this.#pointer(records.byteLength, 8);
    this.#target.poke(pointer, new Uint8Array(records.buffer));
    const events = this.#pointer(count * 32, 8);
    return [pointer, events, this.#wild ? this.#missed(0, count)[1] : count];
  }
}
