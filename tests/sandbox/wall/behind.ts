/**
 * A process behind the wall that tries what it can: `deno run -A behind.ts ROOT`, with the tree of
 * wall_test.ts in ROOT. Prints why no wall stands, if so, and a line for each attempt that came out
 * otherwise than it has to.
 *
 * @module
 */

import { kernelHost } from "../../../lib/host/kernel/kernel_host.ts";
import { failuresOf } from "./attempt.ts";
import { byDirectories } from "./by_directories.ts";
import { bySystemCalls } from "./by_system_calls.ts";
import { byTheRuntime } from "./by_the_runtime.ts";

const [root = ""] = Deno.args;
const host = await kernelHost({ files: true, clocks: false, wall: true });
const open = (path: string, access: "read-only" | "read-write") =>
  host.openAmbientDirectory(`${root}/${path}`, access) as
    & ReturnType<
      typeof host.openAmbientDirectory
    >
    & { readonly fd: number };
const writable = open("granted/rw", "read-write");
const other = open("granted/rw2", "read-write");
const readable = open("ro", "read-only");
const attempts = [
  ...byDirectories({ writable, other, readable }),
  ...bySystemCalls({ root, writable: writable.fd, readable: readable.fd }),
  ...byTheRuntime(root),
];
const obstacle = host.raiseWall([writable, other, readable]);
console.log(
  [...obstacle === undefined ? [] : [obstacle], ...await failuresOf(attempts)].join("\n"),
);
// A listener for a signal would keep the process.
Deno.exit();
