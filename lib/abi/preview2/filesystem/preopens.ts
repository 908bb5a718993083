/**
 * `wasi:filesystem/preopens`.
 *
 * @module
 */

import type { Context, Preopen } from "../context.ts";
import { type Interface, interfaceOf } from "../interface.ts";
import { Descriptor } from "./descriptor.ts";
import { SharedNode } from "./shared_node.ts";

/** The interface. */
export function preopens(context: Context): Interface {
  return interfaceOf({
    "get-directories": [
      "func() -> list<tuple<own<descriptor>, string>>",
      () => context.preopens.map((one) => [descriptorOf(context, one), one.name]),
    ],
  }, { descriptor: Descriptor });
}

function descriptorOf(context: Context, preopen: Preopen): Descriptor {
  const { directory } = preopen;
  return new Descriptor(context, preopen, new SharedNode(directory), {
    read: true,
    write: false,
    fileIntegritySync: false,
    dataIntegritySync: false,
    requestedWriteSync: false,
    mutateDirectory: directory.access === "read-write",
  });
}
