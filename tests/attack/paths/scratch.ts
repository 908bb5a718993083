/**
 * Guest memory as the path fuzzer uses it: each kind of argument and result has its place.
 *
 * @module
 */

/** Where a path lies, and the second one of a call. */
export const PATH = 1024;
export const OTHER = 8192;

/** Where a result is written. */
export const RESULT = 16_384;

/** Where content, listings and link texts go. */
export const BUFFER = 20_480;
export const BUFFER_SIZE = 32_768;

const IOVEC = 16_896;

/** What guest memory holds before anything is written. */
const FILL = 0x3f;

/** One page of guest memory. */
export class Scratch {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor({ buffer }: WebAssembly.Memory) {
    this.bytes = new Uint8Array(buffer).fill(FILL);
    this.#view = new DataView(buffer);
  }

  u32(pointer: number): number {
    return this.#view.getUint32(pointer, true);
  }

  u64(pointer: number): bigint {
    return this.#view.getBigUint64(pointer, true);
  }

  /** Puts a text of one character a byte there, and answers its length. */
  put(pointer: number, text: string): number {
    for (let i = 0; i < text.length; i++) this.bytes[pointer + i] = text.charCodeAt(i);
    return text.length;
  }

  /** The text there. */
  text(pointer: number, length: number): string {
    let text = "";
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.bytes[pointer + i]!);
    return text;
  }

  /** An iovec over the first bytes of the buffer; answers its pointer. */
  iovec(size: number): number {
    this.#view.setUint32(IOVEC, BUFFER, true);
    this.#view.setUint32(IOVEC + 4, size, true);
    return IOVEC;
  }
}
