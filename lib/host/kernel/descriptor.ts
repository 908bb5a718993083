/**
 * What every open descriptor can do, whatever it refers to.
 *
 * @module
 */

import { type Access, requireWrite } from "../../filesystem/access.ts";
import type { NewTime, Stat } from "../../filesystem/stat.ts";
import { type Offset, toOffset } from "../../io/offset.ts";
import { F_GETFL, F_SETFL, SEEK_CUR, SYS_FSTAT } from "../libc/constants.ts";
import { ColdInt, fail, interrupted } from "../libc/library.ts";
import { StatRecord } from "../libc/stat.ts";
import { streamCalls } from "../libc/stream_calls.ts";
import { TimespecArgument } from "../libc/timespec.ts";

const argument = new ColdInt();
const record = new StatRecord();
const timespecs = new TimespecArgument();

/** An open descriptor of the operating system. It does not own it. */
export class Descriptor {
  /** The number that the operating system gave it; never shown to a guest. */
  readonly fd: number;
  readonly access: Access;

  constructor(fd: number, access: Access) {
    this.fd = fd;
    this.access = access;
  }

  stat(): Stat {
    while (interrupted(streamCalls.fstat(SYS_FSTAT, argument.of(this.fd), record.bytes)));
    return record.read();
  }

  setTimes(accessed: NewTime, modified: NewTime): void {
    requireWrite(this.access);
    const times = timespecs.times(accessed, modified);
    while (interrupted(streamCalls.futimens(argument.of(this.fd), times)));
  }

  sync(): void {
    while (interrupted(streamCalls.fsync(argument.of(this.fd))));
  }

  syncData(): void {
    while (interrupted(streamCalls.fdatasync(argument.of(this.fd))));
  }

  truncate(size: Offset): void {
    requireWrite(this.access);
    while (interrupted(streamCalls.ftruncate(argument.of(this.fd), BigInt(size))));
  }

  /** lseek(2). */
  seek(offset: bigint, whence: number): Offset {
    const position = streamCalls.lseek(argument.of(this.fd), offset, whence);
    return position < 0n ? fail() : toOffset(position);
  }

  /** Whether the operating system keeps a position for it: a pipe, a terminal and a socket have none. */
  isSeekable(): boolean {
    return streamCalls.lseek(argument.of(this.fd), 0n, SEEK_CUR) >= 0n;
  }

  /** Switches a status flag of fcntl(2) on or off. */
  setStatusFlag(flag: number, on: boolean): void {
    const flags = streamCalls.fcntl(argument.of(this.fd), F_GETFL, 0);
    if (flags < 0) fail();
    const wanted = on ? flags | flag : flags & ~flag;
    if (streamCalls.fcntl(argument.of(this.fd), F_SETFL, wanted) < 0) fail();
  }
}
