/**
 * The host by way of Deno's own API, on every platform and without FFI.
 *
 * Directories are confined by checks that a race can defeat: {@linkcode ./resolve.ts} says how. What
 * else a guest can tell it by from the kernel-confined one:
 *
 * - A directory handle is lost, with `no-entry`, while something else has the directory's name.
 * - A FIFO in a directory cannot be opened, nor the times of a link be set: `unsupported`.
 * - Times are whole milliseconds, the time of the last change whole seconds.
 * - The text of a link that is not UTF-8 is `illegal-byte-sequence`, to read and to follow.
 * - A listing is that of its first moment, and its cookies count entries.
 * - Space is not reserved, and no file grows beyond 2^53 bytes.
 * - Removing what has the wrong type is told from its type where a permission is missing, too.
 * - The whole path, not only that beneath the grant, must be shorter than PATH_MAX.
 * - Of the standard streams it is known which is a terminal, and nothing else; they have no position.
 *   Whether they are ready cannot be asked: standard input is read beside the event loop, and ahead; the
 *   outputs block the thread, as `console.log` does, while a pipe is full.
 * - Deno's own permissions count: links want unscoped ones, /dev and /proc all of them.
 *
 * @module
 */

import type { Clocks } from "../../clocks/clock.ts";
import { SluiceError } from "../../errors.ts";
import { environment } from "../environment.ts";
import { wakeAfter } from "../event_loop.ts";
import type { Host } from "../host.ts";
import { giveBackPermissions } from "../give_back.ts";
import { ownPlaces } from "../own_places.ts";
import { CryptoRandom } from "../random.ts";
import { realPath } from "../real_path.ts";
import { clocks } from "./clocks.ts";
import { openAmbientDirectory, openAmbientFile } from "./open_ambient.ts";
import { StandardStream } from "./standard_stream.ts";
import { catchFileSizeSignal } from "./signal.ts";
import { waitForTime } from "./wait.ts";

/** Builds the host. It binds nothing, so there is nothing to leave out. */
export function portableHost(): Host {
  return {
    confinement: "path-checked",
    random: new CryptoRandom(),
    // Each access to a granted directory is a call of Deno's that names a path.
    claimProcess({ network }): void {
      catchFileSizeSignal();
      giveBackPermissions(["read", "write", ...network ? ["net" as const] : []]);
    },
    wallObstacle,
    // Nothing can be opened behind it but by descriptors, which Deno does not do.
    raiseWall: wallObstacle,
    clocks: (): Clocks => clocks,
    environment,
    ownPlaces,
    realPath,
    openAmbientDirectory,
    openAmbientFile,
    inheritedStream: refuseDescriptor,
    standardStream: (number) => new StandardStream(number),
    watch: (_pollable, wake) => wakeAfter(1_000_000n, wake),
    waitsForStreams: false,
    wait: waitForTime,
  };
}

function refuseDescriptor(number: number): never {
  throw new SluiceError(2, `fd:${number} cannot be used: Deno has no way to it`, {
    hint: "inherited descriptors need Linux and --allow-ffi",
  });
}

function wallObstacle(): string {
  return Deno.build.os === "linux"
    ? "the kernel wall needs --allow-ffi"
    : "only Linux has the kernel wall";
}
