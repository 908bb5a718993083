/**
 * The host: everything that a run takes from the machine, behind one interface.
 *
 * @module
 */

import type { Clocks } from "../clocks/clock.ts";
import type { Access } from "../filesystem/access.ts";
import type { Directory } from "../filesystem/directory.ts";
import type { File, StreamNode } from "../filesystem/node.ts";
import type { Pollable } from "../io/pollable.ts";
import type { RandomSource } from "../random/random.ts";

/** How directories are confined: by the kernel, or by checks that a race can defeat. */
export type Confinement = "kernel-confined" | "path-checked";

/** How a file named by the user is opened. */
export type AmbientMode = "read" | "write" | "append";

/** What a run is going to need beyond its standard streams. */
export interface Needs {
  readonly files: boolean;
  readonly clocks: boolean;
  /** Whether the kernel wall may be raised. */
  readonly wall?: boolean;
  /** Whether the thread does other things while the guest waits, so that no stream may block it. */
  readonly shared?: boolean;
  /** The descriptor that is the guest's standard error, where that is not 2. */
  readonly standardError?: number | undefined;
  /** Whether descriptors are used that this process inherited. */
  readonly descriptors?: boolean;
}

/** What a guest has that a kernel wall must let through. */
export interface WallOpenings {
  /** Whether connections are accepted. */
  readonly accepting?: boolean;
  /** What of the network is used; nothing without it. */
  readonly network?: NetworkOpenings | undefined;
}

/** Some ports, from one to another. */
export interface Ports {
  readonly first: number;
  readonly last: number;
}

/** What of the network a kernel wall must let through, as far as it can tell one thing from another. */
export interface NetworkOpenings {
  /** The ports to which TCP connections are made. */
  readonly connect: readonly Ports[];
  /** The ports on which TCP connections are accepted. */
  readonly listen: readonly Ports[];
  readonly datagrams: boolean;
}

/** What a process keeps for its guest. */
export interface Kept {
  /** Whether the guest may still open sockets. */
  readonly network: boolean;
}

/** A back end. Whatever it opens belongs to the caller. */
export interface Host {
  readonly confinement: Confinement;
  readonly random: RandomSource;
  /** The clocks; they are bound when first asked for. */
  clocks(): Clocks;
  /**
   * Variables of this process's environment; one that is not set is left out.
   *
   * @throws SluiceError status 2 without the permission to read it, or where one is not UTF-8
   */
  environment(names: readonly string[] | "all"): Readonly<Record<string, string>>;
  /** The directories that hold what this process runs. */
  ownPlaces(): readonly string[];
  /** The path of what the user named, without a symbolic link in it. */
  realPath(path: string): string;
  /**
   * Opens a directory that the user named.
   *
   * @throws WasiError `no-entry`, `not-directory`, `access`
   */
  openAmbientDirectory(path: string, access: Access): Directory;
  /**
   * Opens a file that the user named, made when it is to be written; nothing of it is changed yet.
   *
   * @throws WasiError `no-entry`, `is-directory`, `access`
   */
  openAmbientFile(path: string, mode: AmbientMode): File | StreamNode;
  /**
   * A descriptor that this process inherited, as it was opened; one of the runtime's own is none.
   * Disposing it closes it, unless it is a standard stream.
   *
   * @throws WasiError `bad-descriptor`, `is-directory`
   * @throws SluiceError status 2 where descriptors cannot be had by their number
   */
  inheritedStream(number: number): StreamNode;
  /** Standard input, output or error of this process. Disposing it closes nothing. */
  standardStream(number: 0 | 1 | 2): StreamNode;
  /**
   * Prepares a process that belongs to Sluice alone, once everything is bound and opened: gives back
   * the permissions that the back end can do without, and makes a file that grows beyond the process's
   * limit an error instead of the process's end.
   */
  claimProcess(kept: Kept): void;
  /** Why no kernel wall can be raised around this process; undefined where one can. */
  wallObstacle(): string | undefined;
  /**
   * Raises the kernel wall around a process that belongs to Sluice alone, for good, once everything is
   * bound, loaded and opened: no other file can be opened, and no program, process or socket reached.
   *
   * @param directories those of this host that stay reachable, each with its own access
   * @param openings what else stays possible
   * @returns why it does not stand; undefined when it does
   */
  raiseWall(directories: readonly Directory[], openings?: WallOpenings): string | undefined;
  /**
   * Calls `wake` once, from the event loop, when a pollable that cannot be watched itself may be ready.
   * For a host whose thread is shared.
   *
   * @returns takes that back: then nothing of it keeps the event loop going
   */
  watch(pollable: Pollable, wake: () => void): () => void;
  /** Whether {@linkcode Host.wait} can wait for the streams that it opens, and not for time alone. */
  readonly waitsForStreams: boolean;
  /**
   * Blocks the thread until a pollable may be ready or the time has passed.
   *
   * @param timeout in nanoseconds; undefined waits without limit
   */
  wait(pollables: readonly Pollable[], timeout: bigint | undefined): void;
}
