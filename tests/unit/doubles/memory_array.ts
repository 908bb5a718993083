/**
 * An I/O array in memory, for tests.
 *
 * @module
 */
import { type ErrorCode, WasiError } from "../../../lib/errors.ts";
import type { EditAt } from "../../../lib/io/arrays.ts";
import { type Offset, toOffset } from "../../../lib/io/offset.ts";

/**
 * A sparse array of bytes at any offset, that notes the calls it gets and can be made to transfer
 * less than it is asked for.
 */
export class MemoryArray implements EditAt {
  /** The calls in order, as `name(offset, lengths)`. */
  readonly calls: string[] = [];
  /** The most bytes that one call moves. */
  most: number = Infinity;
  /** With what every call fails, where it is to fail. */
  failure: ErrorCode | undefined;
  readonly #bytes = new Map<bigint, number>();
  #size = 0n;
  #appendedTo = 0n;

  constructor(content: Uint8Array | string = "", at = 0n) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.#put(bytes, at);
  }

  readAt(into: Uint8Array, offset: Offset): number {
    this.#noteTransfer("readAt", offset, [into]);
    return this.#take([into], offset);
  }

  readvAt(into: readonly Uint8Array[], offset: Offset): number {
    this.#noteTransfer("readvAt", offset, into);
    return this.#take(into, offset);
  }

  writeAt(from: Uint8Array, offset: Offset): number {
    this.#noteTransfer("writeAt", offset, [from]);
    return this.#put(joined([from]), BigInt(offset));
  }

  writevAt(from: readonly Uint8Array[], offset: Offset): number {
    this.#noteTransfer("writevAt", offset, from);
    return this.#put(joined(from), BigInt(offset));
  }

  append(from: Uint8Array): number {
    this.#noteTransfer("append", undefined, [from]);
    return this.#append([from]);
  }

  appendv(from: readonly Uint8Array[]): number {
    this.#noteTransfer("appendv", undefined, from);
    return this.#append(from);
  }

  appendedTo(): Offset {
    this.note("appendedTo()");
    return toOffset(this.#appendedTo);
  }

  size(): Offset {
    this.note("size()");
    return toOffset(this.#size);
  }

  resize(size: Offset): void {
    this.note(`resize(${size})`);
    this.#size = BigInt(size);
    for (const at of this.#bytes.keys()) if (at >= this.#size) this.#bytes.delete(at);
  }

  /** What it holds from `start` on, as text. */
  content(start = 0n): string {
    const length = Number(this.#size - start);
    const bytes = Uint8Array.from({ length }, (_, i) => this.#bytes.get(start + BigInt(i)) ?? 0);
    return new TextDecoder().decode(bytes);
  }

  #noteTransfer(name: string, offset: Offset | undefined, buffers: readonly Uint8Array[]): void {
    const lengths = buffers.map(({ length }) => length).join("+");
    this.note(`${name}(${offset === undefined ? "" : `${offset}, `}${lengths})`);
  }

  /** Notes a call, and fails where it is to fail. */
  protected note(call: string): void {
    this.calls.push(call);
    if (this.failure !== undefined) throw new WasiError(this.failure);
  }

  #take(into: readonly Uint8Array[], offset: Offset): number {
    let at = BigInt(offset);
    let count = 0;
    for (const buffer of into) {
      for (let i = 0; i < buffer.length && at < this.#size && count < this.most; i++) {
        buffer[i] = this.#bytes.get(at++) ?? 0;
        count++;
      }
    }
    return count;
  }

  #put(bytes: Uint8Array, at: bigint): number {
    const count = Math.min(bytes.length, this.most);
    for (let i = 0; i < count; i++) this.#bytes.set(at + BigInt(i), bytes[i]!);
    const end = at + BigInt(count);
    if (count > 0 && end > this.#size) this.#size = end;
    return count;
  }

  #append(from: readonly Uint8Array[]): number {
    const bytes = joined(from);
    const count = this.#put(bytes, this.#size);
    // As with O_APPEND: the position of the description moves only when something was written.
    if (count > 0) this.#appendedTo = this.#size;
    return count;
  }
}

function joined(buffers: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(buffers.flatMap((buffer) => [...buffer]));
}
