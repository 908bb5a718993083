/**
 * The host by way of the C library, on Linux: confined by the kernel, exact to the nanosecond.
 *
 * Loading this module needs the ffi permission. What concerns files and clocks is loaded only when
 * a run has a use for it, because every function that is bound delays the start.
 *
 * @module
 */

import type { Clocks } from "../../clocks/clock.ts";
import type { Pollable } from "../../io/pollable.ts";
import type { Directory } from "../../filesystem/directory.ts";
import type { AmbientMode, Host, Needs } from "../host.ts";
import { environment } from "../environment.ts";
import { giveBackPermissions } from "../give_back.ts";
import { ownPlaces } from "../own_places.ts";
import { CryptoRandom } from "../random.ts";
import { realPath } from "../real_path.ts";
import { coldByteCalls } from "../libc/byte_calls.ts";
import { DescriptorStream } from "./descriptor_stream.ts";
import { ignoreFileSizeSignal } from "./signal.ts";
import { waitInKernel } from "./poll.ts";
import type { FencedDirectory } from "./wall/landlock.ts";

/** Builds the host with what is needed and no more. */
export async function kernelHost(needs: Needs): Promise<Host> {
  const [ambient, clocks, wall, watch, inherited] = await Promise.all([
    needs.files ? import("./open_ambient.ts") : undefined,
    needs.clocks ? import("./clocks.ts") : undefined,
    needs.wall ? import("./wall/wall.ts") : undefined,
    needs.shared ? import("./watch.ts") : undefined,
    needs.descriptors ? import("./inherited_stream.ts") : undefined,
  ]);
  const mayBlock = watch === undefined;
  // Behind the wall files are opened by openat2 alone.
  const filesObstacle = ambient?.hasOpenat2 === false ? "the kernel has no openat2" : undefined;
  return {
    confinement: "kernel-confined",
    random: new CryptoRandom(),
    clocks: (): Clocks => required(clocks).clocks,
    environment,
    ownPlaces,
    realPath,
    openAmbientDirectory: (path, access) => required(ambient).openAmbientDirectory(path, access),
    openAmbientFile: (path: string, mode: AmbientMode) =>
      required(ambient).openAmbientFile(path, mode, { mayBlock }),
    inheritedStream: (number) => required(inherited).inheritedStream(number, { mayBlock }),
    standardStream: (number) =>
      new DescriptorStream(number === 2 ? needs.standardError ?? 2 : number, {
        input: number === 0,
        output: number !== 0,
        access: "read-write",
        calls: ambient?.byteCalls ?? coldByteCalls,
        mayBlock,
        close: () => {},
      }),
    claimProcess({ network }): void {
      ignoreFileSizeSignal();
      giveBackPermissions(network ? ["net"] : []);
    },
    wallObstacle: () => filesObstacle ?? required(wall).wallObstacle(),
    raiseWall: (directories, openings) =>
      filesObstacle ?? required(wall).raiseWall(directories.map(fencedDirectory), openings),
    waitsForStreams: true,
    wait(pollables: readonly Pollable[], timeout: bigint | undefined): void {
      waitInKernel(
        pollables.filter((p): p is Required<Pollable> => p.descriptor !== undefined),
        timeout,
      );
    },
    watch: (pollable, wake) => required(watch).watch(pollable, wake),
  };
}

function fencedDirectory(directory: Directory): FencedDirectory {
  if ("fd" in directory) return directory as FencedDirectory;
  throw new TypeError("a directory of another host");
}

function required<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("a part of the host was used that was not asked for");
  return part;
}
