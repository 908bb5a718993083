/**
 * Reading the module.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { requirePermission } from "./permission.ts";

/** How every module and component begins. */
const MAGIC: readonly number[] = [0x00, 0x61, 0x73, 0x6d];

/** More than any module that V8 compiles. */
const MAX_SIZE = 1 << 30;

/**
 * The bytes of a file that the user named, read once.
 *
 * @param path `-` reads standard input to its end
 * @throws SluiceError status 127 when it is missing or cannot be read, 126 when it is a directory or
 * larger than 1 GiB
 */
export function readHostFile(path: string): Uint8Array<ArrayBuffer> {
  if (path === "-") return readStandardInput();
  if (path === "") throw new SluiceError(127, "the name of the module is empty");
  requirePermission({ name: "read", path });
  try {
    using file = Deno.openSync(path);
    const { isDirectory, isFile, size } = file.statSync();
    if (isDirectory) throw new SluiceError(126, `${path} is a directory`);
    const start = readStart(file);
    if (start !== undefined) return start;
    if (!isFile) return readAll(file, path, MAGIC);
    if (size > MAX_SIZE) tooLarge(path);
    const bytes = new Uint8Array(Math.max(size, MAGIC.length));
    bytes.set(MAGIC);
    let length = MAGIC.length;
    while (length < size) {
      const count = file.readSync(bytes.subarray(length));
      if (count === null) break;
      length += count;
    }
    return bytes.subarray(0, length);
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    throw new SluiceError(127, `${path} ${reasonOf(error)}`, { cause: error });
  }
}

/**
 * The first bytes of a file that does not begin as a module does; there is no need to read the rest
 * of it, which may have no end.
 */
function readStart(file: Deno.FsFile): Uint8Array<ArrayBuffer> | undefined {
  const start = new Uint8Array(MAGIC.length);
  let length = 0;
  while (length < start.length) {
    const count = file.readSync(start.subarray(length));
    if (count === null) return start.subarray(0, length);
    length += count;
  }
  return MAGIC.every((byte, i) => start[i] === byte) ? undefined : start;
}

function readStandardInput(): Uint8Array<ArrayBuffer> {
  try {
    return readAll(Deno.stdin, "standard input");
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    throw new SluiceError(126, "standard input cannot be read", { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "is not there";
  return "cannot be read";
}

function readAll(
  source: { readSync(into: Uint8Array): number | null },
  name: string,
  start: readonly number[] = [],
): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(1 << 16);
  bytes.set(start);
  let length = start.length;
  for (;;) {
    const count = source.readSync(bytes.subarray(length));
    if (count === null) return bytes.subarray(0, length);
    length += count;
    if (length > MAX_SIZE) tooLarge(name);
    if (length === bytes.length) {
      const larger = new Uint8Array(2 * length);
      larger.set(bytes);
      bytes = larger;
    }
  }
}

function tooLarge(name: string): never {
  throw new SluiceError(126, `${name} is larger than 1 GiB`);
}
