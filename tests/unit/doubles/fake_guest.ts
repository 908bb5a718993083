/**
 * A guest without a module: memory, handles, and the import functions, called as wasm calls them.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { Boundary } from "../../../lib/abi/preview1/boundary.ts";
import type { Context } from "../../../lib/abi/preview1/context.ts";
import type { Wait } from "../../../lib/io/wait.ts";
import { Description, type DescriptionOptions } from "../../../lib/abi/preview1/description.ts";
import { GuestMemory } from "../../../lib/abi/preview1/guest_memory.ts";
import { functionsOf } from "../../../lib/abi/preview1/imports.ts";
import { ALL_RIGHTS } from "../../../lib/abi/preview1/rights.ts";
import type { SocketNode } from "../../../lib/abi/preview1/socket_node.ts";
import type { Clock, Clocks } from "../../../lib/clocks/clock.ts";
import type { Opened } from "../../../lib/filesystem/directory.ts";
import { HandleTable } from "../../../lib/handles/handle_table.ts";
import type { U64 } from "../../../lib/io/offset.ts";
import type { RandomSource } from "../../../lib/random/random.ts";
import { unhex, utf8 } from "../outcome.ts";

/** What memory holds before anybody writes: a `?` that is gone shows a stray write. */
export const FILL = 0x3f;

/** Bytes of the memory: one page. */
export const SIZE = 65_536;

/** Pointers that lie wholly outside. */
export const WILD_POINTERS: readonly number[] = [
  ...[SIZE, SIZE + 4, 0x7fff_fff8, 0x8000_0000, 0xffff_0000, 0xffff_fff8],
];

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  /** The present time. */
  time: bigint;
  readonly #resolution: bigint;

  constructor(time: bigint, resolution = 1n) {
    this.time = time;
    this.#resolution = resolution;
  }

  now(): bigint {
    return this.time;
  }

  resolution(): bigint {
    return this.#resolution;
  }
}

/** What can be different about a {@linkcode FakeGuest}. */
export interface FakeGuestOptions {
  readonly args?: readonly string[];
  readonly environ?: readonly string[];
  readonly clocks?: Clocks;
  readonly random?: RandomSource;
  /** Handles at once. */
  readonly capacity?: number;
  /** The import module; the one of preview1 by default. */
  readonly module?: "wasi_snapshot_preview1" | "wasi_unstable";
  /** Whether others use its thread. */
  readonly shared?: boolean;
  /** What happens while a call waits. A call that waits without it fails the test. */
  readonly onWait?: (wait: Wait) => void;
}

/** A guest whose calls a test makes. */
export class FakeGuest {
  /** Its memory, one page. */
  readonly wasmMemory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1 });
  readonly context: Context;
  readonly boundary: Boundary;
  /** What its calls have waited for. */
  readonly waits: Wait[] = [];
  readonly #module: "wasi_snapshot_preview1" | "wasi_unstable";
  readonly #waitFor: (wait: Wait) => void;
  #imports: Record<string, (...args: never[]) => number>;
  /** What the memory must hold: `?`, and what the test has put there. */
  #expected: Uint8Array = new Uint8Array(SIZE).fill(FILL);

  constructor(options: FakeGuestOptions = {}) {
    this.#bytes().fill(FILL);
    const memory = new GuestMemory();
    memory.attach(this.wasmMemory);
    const { onWait } = options;
    this.context = {
      memory,
      descriptors: new HandleTable<Description>(options.capacity ?? 64),
      args: (options.args ?? []).map((one) => utf8(`${one}\0`)),
      environ: (options.environ ?? []).map((one) => utf8(`${one}\0`)),
      clocks: () => options.clocks ?? unreached("the clocks"),
      random: options.random ?? { fill: () => unreached("the random source") },
      shared: options.shared ?? false,
      wait: undefined,
      resumed: undefined,
    };
    this.boundary = new Boundary(this.context);
    this.#module = options.module ?? "wasi_snapshot_preview1";
    this.#waitFor = (wait) => {
      this.waits.push(wait);
      if (onWait === undefined) unreached("waiting");
      onWait(wait);
    };
    this.#imports = this.#guarded();
  }

  /** Lets somebody look on at the calls from now on, or nobody. */
  lookOn(onlookers: Pick<Context, "observe" | "failed">): void {
    delete this.context.observe;
    delete this.context.failed;
    Object.assign(this.context, onlookers);
    this.#imports = this.#guarded();
  }

  /** Puts an object under the lowest free descriptor, with every right unless fewer are given. */
  open(node: Opened | SocketNode, options: Partial<DescriptionOptions> = {}): number {
    return this.context.descriptors.insert(
      new Description(node, { rights: ALL_RIGHTS, inheriting: ALL_RIGHTS, ...options }),
    );
  }

  /** What is under a descriptor. */
  description(fd: number): Description {
    return this.context.descriptors.get(fd) ?? unreached(`descriptor ${fd}`);
  }

  /**
   * Calls an import with arguments as wasm passes them, integers signed.
   *
   * @returns the errno, or how the call ended the guest: `trap: ...` or `exit: ...`
   */
  call(name: string, ...args: readonly (number | bigint)[]): number | string {
    const passed = args.map((arg) => typeof arg === "number" ? arg | 0 : BigInt.asIntN(64, arg));
    const call = this.#imports[name] as (...args: (number | bigint)[]) => number;
    try {
      return call(...passed);
    } catch (error) {
      const { ending } = this.boundary;
      if (ending === undefined) throw error;
      if (ending.kind === "bug") throw ending.cause;
      return ending.kind === "trap" ? `trap: ${ending.message}` : `exit: ${ending.status}`;
    }
  }

  /** Puts something into memory for a call to read. */
  put(at: number, bytes: Uint8Array | string): void {
    const content = typeof bytes === "string" ? utf8(bytes) : bytes;
    this.#bytes().set(content, at);
    this.#expected.set(content, at);
  }

  /** Puts numbers of 32 bits into memory. */
  putU32(at: number, ...values: readonly number[]): void {
    this.put(at, new Uint8Array(Uint32Array.from(values).buffer));
  }

  /** Puts iovecs into memory, as pairs of a pointer and a length. */
  putIovecs(at: number, ...pairs: readonly (readonly [pointer: number, length: number])[]): void {
    this.putU32(at, ...pairs.flat());
  }

  /** The bytes in memory. */
  bytes(at: number, length: number): Uint8Array {
    return this.#bytes().slice(at, at + length);
  }

  /** The number of 32 bits in memory. */
  u32(at: number): number {
    return new DataView(this.wasmMemory.buffer).getUint32(at, true);
  }

  /** The number of 64 bits in memory. */
  u64(at: number): bigint {
    return new DataView(this.wasmMemory.buffer).getBigUint64(at, true);
  }

  /**
   * Asserts that these bytes have been written, as hexadecimal digits or text by pointer, and no
   * other one since the last such call.
   */
  assertWrote(writes: Readonly<Record<number, string | Uint8Array>>, why?: string): void {
    for (const [at, bytes] of Object.entries(writes)) {
      this.#expected.set(typeof bytes === "string" ? unhex(bytes) : bytes, Number(at));
    }
    assertEquals(this.#differences(), [], why);
    this.#expected = this.#bytes().slice();
  }

  /** Where memory is not what it should be, 20 bytes at most. */
  #differences(): string[] {
    const actual = this.#bytes();
    const differences: string[] = [];
    for (let at = 0; at < SIZE && differences.length < 20; at++) {
      const [is, should] = [actual[at]!, this.#expected[at]!];
      if (is !== should) {
        differences.push(`at ${at} is ${is.toString(16)}, should be ${should.toString(16)}`);
      }
    }
    return differences;
  }

  #bytes(): Uint8Array {
    return new Uint8Array(this.wasmMemory.buffer);
  }

  #guarded(): Record<string, (...args: never[]) => number> {
    return Object.fromEntries(
      Object.entries(functionsOf(this.#module, this.context))
        .map(([name, call]) => [name, this.boundary.guard(call, this.#waitFor)]),
    );
  }
}

function unreached(what: string): never {
  throw new Error(`${what}: not what this test expects`);
}

/** A number of 32 bits as it lies in memory. */
export function u32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

/** A number of 64 bits as it lies in memory. */
export function u64(value: U64): Uint8Array {
  return new Uint8Array(BigUint64Array.of(BigInt.asUintN(64, BigInt(value))).buffer);
}
