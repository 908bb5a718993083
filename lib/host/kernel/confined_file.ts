/**
 * A regular file that Sluice opened.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import { type Access, requireWrite } from "../../filesystem/access.ts";
import type { Advice, File } from "../../filesystem/node.ts";
import type { NewTime, Stat } from "../../filesystem/stat.ts";
import type { Offset } from "../../io/offset.ts";
import { MAX_TRANSFER, O_APPEND } from "../libc/constants.ts";
import { coldFileCalls, fileCalls } from "../libc/file_calls.ts";
import { ColdInt, fail, interrupted } from "../libc/library.ts";
import { DescriptorArray } from "./descriptor_array.ts";
import { Descriptor } from "./descriptor.ts";
import { statOf } from "./status.ts";
import { pread, pwrite } from "./transfer.ts";

/** Offsets up to here go to the kernel as an i32, which costs nothing; a bigint costs 150 ns. */
const MAX_I32 = 0x7fff_ffff;

const ADVICE: Readonly<Record<Advice, number>> = {
  "normal": 0,
  "random": 1,
  "sequential": 2,
  "will-need": 3,
  "dont-need": 4,
  "no-reuse": 5,
};

const argument = new ColdInt();

/** A file whose only cursor is that of its handle. Owns its descriptor. */
export class ConfinedFile extends DescriptorArray implements File {
  readonly kind = "file";
  readonly type = "regular-file";
  readonly #descriptor: Descriptor;
  readonly #fd: number;

  constructor(fd: number, access: Access) {
    const descriptor = new Descriptor(fd, access);
    super(descriptor, fileCalls);
    this.#descriptor = descriptor;
    this.#fd = fd;
  }

  override readAt(into: Uint8Array, offset: Offset): number {
    if (offset > MAX_I32) return pread(this.#fd, into, offset);
    const size = Math.min(into.length, MAX_TRANSFER);
    for (;;) {
      const count = fileCalls.pread(
        this.#fd,
        into as Uint8Array<ArrayBuffer>,
        size,
        offset as number,
      );
      if (!interrupted(count)) return count;
    }
  }

  override writeAt(from: Uint8Array, offset: Offset): number {
    if (offset > MAX_I32) return pwrite(this.#fd, from, offset);
    const size = Math.min(from.length, MAX_TRANSFER);
    for (;;) {
      const count = fileCalls.pwrite(
        this.#fd,
        from as Uint8Array<ArrayBuffer>,
        size,
        offset as number,
      );
      if (!interrupted(count)) return count;
    }
  }

  override size(): Offset {
    return this.stat().size;
  }

  stat(): Stat {
    return statOf(this.#fd);
  }

  setTimes(accessed: NewTime, modified: NewTime): void {
    this.#descriptor.setTimes(accessed, modified);
  }

  sync(): void {
    this.#descriptor.sync();
  }

  syncData(): void {
    this.#descriptor.syncData();
  }

  advise(offset: Offset, length: Offset, advice: Advice): void {
    // posix_fadvise answers the errno instead of setting it.
    const number = coldFileCalls.posix_fadvise(
      argument.of(this.#fd),
      BigInt(offset),
      BigInt(length),
      ADVICE[advice],
    );
    if (number !== 0) fail(number);
  }

  allocate(offset: Offset, length: Offset): void {
    requireWrite(this.#descriptor.access);
    if (length === 0) throw new WasiError("invalid");
    let answer: number;
    do {
      answer = coldFileCalls.fallocate(
        argument.of(this.#fd),
        0,
        BigInt(offset),
        BigInt(length),
      );
    } while (interrupted(answer));
  }

  setAppending(appending: boolean): void {
    this.#descriptor.setStatusFlag(O_APPEND, appending);
  }

  [Symbol.dispose](): void {
    fileCalls.close(this.#fd);
  }
}
