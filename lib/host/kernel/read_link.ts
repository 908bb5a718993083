/**
 * readlinkat(2).
 *
 * @module
 */

import { MAX_PATH } from "../../filesystem/path.ts";
import { coldFileCalls } from "../libc/file_calls.ts";
import { ColdInt, interrupted } from "../libc/library.ts";
import { PathArgument } from "../libc/path_argument.ts";

const directory = new ColdInt();
const pathArgument = new PathArgument();

/**
 * The text of the link `name` in the directory `fd`.
 *
 * @throws WasiError `invalid` when it is not a link
 */
export function readLink(fd: number, name: Uint8Array): Uint8Array {
  const text = new Uint8Array(MAX_PATH + 1);
  let length: number;
  do {
    length = coldFileCalls.readlinkat(
      directory.of(fd),
      pathArgument.of(name),
      text,
      text.length,
    );
  } while (interrupted(length));
  return text.slice(0, length);
}
