/**
 * What is measured, and what the project promises about it.
 *
 * @module
 */

/** Bounds that a row is held to; a bound that is absent is not checked. The baseline is native C. */
export interface Targets {
  /** Sluice takes at most this many times as much as the baseline. */
  readonly baseline?: number;
  /** `node:wasi` takes at least this many times as long as Sluice. */
  readonly nodeWasi?: number;
  /** The path-checked back end takes at most this many times as long as `node:wasi`. */
  readonly pathChecked?: number;
}

/** One operation of `bench/guest/bench.c`. */
export interface Row {
  readonly name: string;
  /** The guest's OP argument. */
  readonly op: string;
  /** The guest's SIZE argument; what it means is written in bench.c. */
  readonly size: number;
  /** Operations a sample, so many that a sample takes 50 to 300 ms. */
  readonly count: number;
  /** The guest's standard output is a pipe with a reader at its end. */
  readonly toPipe?: true;
  readonly targets: Targets;
}

/** Bytes of the file that the copy rows copy. */
export const BIG_FILE: number = 256 << 20;

/** Without a path in the call, not even the path-checked back end has an excuse. */
const NO_PATH = { nodeWasi: 1.3, pathChecked: 1 };
/** Where the kernel's own work on the bytes outweighs every host. */
const BULK = { nodeWasi: 1, pathChecked: 1 };
const PATH = { nodeWasi: 1.3 };

function row(name: string, op: string, size: number, count: number, targets: Targets): Row {
  return { name, op, size, count, targets };
}

/** The rows in the order in which the table prints them. */
export const ROWS: readonly Row[] = [
  row("fd_read 16 B", "read", 16, 100_000, { ...NO_PATH, baseline: 1.6 }),
  row("fd_read 4 KiB", "read", 4096, 60_000, { ...NO_PATH, baseline: 1.5 }),
  row("fd_read 64 KiB", "read", 65536, 10_000, BULK),
  row("fd_write 16 B", "write", 16, 80_000, NO_PATH),
  row("fd_write 4 KiB", "write", 4096, 50_000, NO_PATH),
  row("fd_write 64 KiB", "write", 65536, 8_000, BULK),
  row("fd_pread 16 B", "pread", 16, 60_000, { ...NO_PATH, baseline: 1.6 }),
  row("fd_pread 4 KiB", "pread", 4096, 50_000, { ...NO_PATH, baseline: 1.6 }),
  row("fd_pread 64 KiB", "pread", 65536, 10_000, BULK),
  row("fd_pwrite 16 B", "pwrite", 16, 50_000, NO_PATH),
  row("fd_pwrite 4 KiB", "pwrite", 4096, 40_000, NO_PATH),
  row("fd_pwrite 64 KiB", "pwrite", 65536, 8_000, BULK),
  row("readv 8 x 512 B", "readv", 512, 30_000, NO_PATH),
  row("writev 8 x 512 B", "writev", 512, 30_000, NO_PATH),
  row("fd_seek", "seek", 64, 250_000, { ...NO_PATH, baseline: 1 }),
  row("open + close", "open", 1, 15_000, { ...PATH, baseline: 2 }),
  row("open + close a/b/c/d", "open", 4, 12_000, PATH),
  row("path stat", "stat", 1, 20_000, PATH),
  row("path stat a/b/c/d", "stat", 4, 15_000, PATH),
  row("fd stat", "fstat", 0, 100_000, NO_PATH),
  row("readdir 100", "readdir", 100, 3_000, NO_PATH),
  row("readdir 1000", "readdir", 1000, 300, NO_PATH),
  row("clock", "clock", 0, 500_000, NO_PATH),
  row("random 16 B", "random", 16, 200_000, BULK),
  row("random 4 KiB", "random", 4096, 20_000, BULK),
  { ...row("stdout 16 B", "stdout", 16, 100_000, { ...NO_PATH, baseline: 2.2 }), toPipe: true },
  row("copy 4 KiB", "copy", 4096, BIG_FILE / 4096, { ...NO_PATH, baseline: 1.15 }),
  row("copy 64 KiB", "copy", 65536, BIG_FILE / 65536, { ...BULK, baseline: 1.1 }),
];

/** `hello` from the start of the process to its end; the baseline is an empty Deno script. */
export const HELLO_TIME: Targets = { baseline: 1.5 };
/** The peak memory of the same process. */
export const HELLO_MEMORY: Targets = { baseline: 1.25 };

/** The names of the start-up rows, which no {@linkcode Row} describes. */
export const HELLO_NAMES: readonly string[] = ["hello time", "hello memory"];
