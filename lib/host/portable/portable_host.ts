/**
 * The host by way of Deno's own API, on every platform and without FFI.
 *
 * Directories are confined by checks that a race can defeat: {@linkcode ./resolve.ts} says how.
 *
 * @module
 */

import type { Clocks } from "../../clocks/clock.ts";
import { environment } from "../environment.ts";
import type { Host } from "../host.ts";
import { CryptoRandom } from "../random.ts";
import { realPath } from "../real_path.ts";
import { clocks } from "./clocks.ts";
import { openAmbientDirectory, openAmbientFile } from "./open_ambient.ts";
import { StandardStream } from "./standard_stream.ts";
import { waitForTime } from "./wait.ts";

/** Builds the host. It binds nothing, so there is nothing to leave out. */
export function portableHost(): Host {
  return {
    confinement: "path-checked",
    random: new CryptoRandom(),
    clocks: (): Clocks => clocks,
    environment,
    realPath,
    openAmbientDirectory,
    openAmbientFile,
    standardStream: (number) => new StandardStream(number),
    wait: waitForTime,
  };
}
