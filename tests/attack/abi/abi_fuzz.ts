/**
 * Imports called with random arguments, as a module could call them that no compiler made.
 *
 * After every call: it answered an errno, or trapped, or ended as it asked; nothing was written but
 * results, and those only by a call that succeeded; a call that failed opened and closed nothing. Now
 * and then: nothing changed outside of the grant or in the read-only one, a trap changed no file, and
 * no descriptor of the host was lost.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { ALL_RIGHTS, FD_WRITE } from "../../../lib/abi/preview1/rights.ts";
import { dir } from "../../../lib/grants/directory.ts";
import { env } from "../../../lib/grants/environment.ts";
import type { Host } from "../../../lib/host/host.ts";
import { Canary } from "../canary.ts";
import { Chance } from "../chance.ts";
import { FuzzFailure } from "../failure.ts";
import { FuzzGuest, hostWithoutWaiting } from "../fuzz_guest.ts";
import { FreshDirectory } from "../place.ts";
import { layOut } from "../paths/tree.ts";
import { Arguments, type Sizes, type Target } from "./arguments.ts";
import { type Shape, SHAPES } from "./parameters.ts";
import { regionsOf } from "./regions.ts";

/** Calls before a new tree is begun. */
export const EPISODE = 5000;

/** Calls between two looks at the canaries, and between two cleanings of guest memory. */
const WATCH = 1000;
const CLEAN = 256;

/** The share of calls whose pointers and lengths may miss, and of those after whose trap files are looked at. */
const WILD = 0.15;
const PROBED = 0.02;

/** What every guest opens at its start, as long as it is there. */
const OPENED: readonly string[] = ["b/f", "b", "fifo", "b/c/f"];

const FILL = 0x3f;
const PAGE = 65_536;
const MOST_PAGES = 4;
const LAST_ERRNO = 76;

/** Names, each as often as its weight says. */
const NAMES: readonly string[] = [...SHAPES].flatMap(([name, { weight }]) =>
  Array<string>(Math.round(weight * 10)).fill(name)
);

const MODULES: readonly (readonly [name: string, sizes: Sizes])[] = [
  ["wasi_snapshot_preview1", { filestat: 64, subscription: 48 }],
  ["wasi_snapshot_preview1", { filestat: 64, subscription: 48 }],
  ["wasi_unstable", { filestat: 56, subscription: 56 }],
];

/**
 * One episode.
 *
 * @param calls at most {@linkcode EPISODE}
 * @throws FuzzFailure
 */
export function fuzzAbi(host: Host, seed: number, calls: number): void {
  using base = new FreshDirectory("sluice_abi_");
  layOut(base.path);
  Deno.mkdirSync(`${base.path}/outside/ro`);
  Deno.writeTextFileSync(`${base.path}/outside/ro/a`, "read-only");
  Deno.mkdirSync(`${base.path}/outside/ro/b`);
  new Deno.Command("mkfifo", { args: [`${base.path}/grant/fifo`] }).outputSync();
  const open = hostDescriptors(host);
  {
    using episode = new Episode(host, base.path, seed);
    for (let i = 0; i < calls; i++) episode.step();
    episode.look();
  }
  const left = [...hostDescriptors(host).difference(open)];
  if (left.length > 0) throw new FuzzFailure("abi", seed, calls, `left open: ${left.join(", ")}`);
}

/**
 * The descriptors of this process, each with what it refers to: Deno may close one of its own at any time,
 * so that to count them is not enough. None where Deno keeps them, and where that cannot be told.
 */
function hostDescriptors({ confinement }: Host): Set<string> {
  const found = new Set<string>();
  if (confinement !== "kernel-confined") return found;
  for (const { name } of Deno.readDirSync("/proc/self/fd")) {
    try {
      found.add(`${name} ${Deno.readLinkSync(`/proc/self/fd/${name}`)}`);
    } catch {
      // It was the one that the directory was read by.
    }
  }
  return found;
}

class Episode implements Disposable, Target {
  readonly #seed: number;
  readonly #base: string;
  readonly #host: Host;
  readonly #chance: Chance;
  readonly #canary: Canary;
  readonly #history: string[] = [];
  #guest!: FuzzGuest;
  #arguments!: Arguments;
  #sizes!: Sizes;
  /** Guest memory, one after the other used by many guests, and what it has to look like. */
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  #bytes!: Uint8Array;
  #shadow!: Uint8Array;
  #count = 0;

  constructor(host: Host, base: string, seed: number) {
    this.#seed = seed;
    this.#base = base;
    this.#host = hostWithoutWaiting(host);
    this.#chance = new Chance(seed);
    this.#canary = new Canary(base, `${base}/grant`);
    this.#renew();
    this.#begin();
  }

  get size(): number {
    return this.#bytes.length;
  }

  poke(pointer: number, bytes: Uint8Array): void {
    const at = pointer >>> 0;
    if (at >= this.size) return;
    const part = bytes.subarray(0, this.size - at);
    this.#bytes.set(part, at);
    this.#shadow.set(part, at);
  }

  /** One call. */
  step(): void {
    this.#count++;
    if (this.#count % WATCH === 0) this.look();
    if (this.#count % CLEAN === 0) this.#clean();
    const name = this.#chance.of(NAMES);
    const shape = SHAPES.get(name)!;
    const wild = this.#chance.chance(WILD);
    const probed = wild && this.#chance.chance(PROBED);
    const args = this.#arguments.draw(shape, wild);
    this.#history[this.#count % 16] = `${name}(${args.join(", ")})`;
    const files = probed ? this.#files() : "";
    const open = this.#guest.guest.context.descriptors.size;

    let answer: number | undefined;
    let thrown: unknown;
    try {
      answer = this.#guest.imports[name]!(...args);
    } catch (error) {
      thrown = error;
    }

    const { descriptors } = this.#guest.guest.context;
    if (answer === undefined) {
      this.#checkEnding(name, args, thrown);
      if (!this.#isAsShadow()) this.#fail("a trap left something in memory");
      if (descriptors.size !== open) this.#fail("a trap opened or closed something");
      if (probed && this.#files() !== files) this.#fail("a trap changed a file");
      this.#begin();
      return;
    }
    if (!Number.isInteger(answer) || answer < 0 || answer > LAST_ERRNO) {
      this.#fail(`it answers ${answer}`);
    }
    if (answer !== 0 && descriptors.size !== open) {
      this.#fail("a failure opened or closed something");
    }
    if (!this.#isAsShadow()) this.#checkWrites(shape, name, args, answer);
    if (this.#chance.chance(0.0005)) this.#grow();
  }

  /** Looks whether anything changed outside or in the read-only grant, which lies there. */
  look(): void {
    const changes = this.#canary.differences();
    if (changes.length > 0) this.#fail(`outside of the grant:\n${changes.join("\n")}`);
  }

  [Symbol.dispose](): void {
    this.#guest[Symbol.dispose]();
  }

  /** A new guest; an old one is closed. */
  #begin(): void {
    this.#guest?.[Symbol.dispose]();
    const [module, sizes] = this.#chance.of(MODULES);
    this.#guest = new FuzzGuest(
      this.#host,
      {
        args: ["one", "two"],
        grants: [
          dir(`${this.#base}/grant`, { guest: "/rw" }),
          dir(`${this.#base}/outside/ro`, { guest: "/ro", rights: "ro" }),
          env({ NAME: "value" }),
        ],
      },
      this.#memory,
      module,
    );
    this.#sizes = sizes;
    this.#arguments = new Arguments(this.#chance, this, sizes);
    for (const path of OPENED) this.#open(path);
  }

  /** Opens something for the calls on descriptors, where it can still be opened. */
  #open(path: string): void {
    const at = 64;
    const directory = path.length === 1;
    this.poke(at, new TextEncoder().encode(path));
    this.poke(0, new Uint8Array(4));
    const rights = directory ? ALL_RIGHTS & ~FD_WRITE : ALL_RIGHTS;
    this.#guest.imports.path_open!(
      ...[3, 1, at, path.length, directory ? 2 : 0, BigInt(rights), BigInt(ALL_RIGHTS)],
      ...[this.#chance.below(2), 0],
    );
    this.#shadow.set(this.#bytes.subarray(0, 4));
  }

  #grow(): void {
    if (this.size >= MOST_PAGES * PAGE) return;
    this.#memory.grow(1);
    this.#renew();
  }

  #renew(): void {
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#shadow = new Uint8Array(this.size);
    this.#clean();
  }

  #clean(): void {
    this.#bytes.fill(FILL);
    this.#shadow.fill(FILL);
  }

  #checkEnding(name: string, args: readonly (number | bigint)[], thrown: unknown): void {
    const { boundary } = this.#guest.guest;
    const { ending } = boundary;
    if (ending === undefined || !(thrown instanceof WebAssembly.RuntimeError)) {
      this.#fail(`thrown without an ending: ${thrown instanceof Error ? thrown.stack : thrown}`);
    }
    if (ending.kind === "bug") {
      const { cause } = ending;
      this.#fail(`an internal error: ${cause instanceof Error ? cause.stack : cause}`);
    }
    if (
      ending.kind === "exit" && (name !== "proc_exit" || ending.status !== Number(args[0]) >>> 0)
    ) {
      this.#fail(`an exit with ${ending.status}`);
    }
    try {
      this.#guest.imports.sched_yield!();
    } catch {
      return;
    }
    this.#fail("a call was let through after the end");
  }

  #checkWrites(
    shape: Shape,
    name: string,
    args: readonly (number | bigint)[],
    answer: number,
  ): void {
    if (answer !== 0) this.#fail(`errno ${answer}, and something was written`);
    const { context } = this.#guest.guest;
    const copied = name.startsWith("args") ? context.args : context.environ;
    const strings = {
      count: copied.length,
      bytes: copied.reduce((sum, { length }) => sum + length, 0),
    };
    const before = new DataView(this.#shadow.buffer);
    const regions = regionsOf(shape, args, before, this.#sizes, strings);
    // Comparing at once is fifty times as quick as looking at every byte.
    for (const [start, end] of regions) {
      if (start < this.size) this.#shadow.set(this.#bytes.subarray(start, end), start);
    }
    if (this.#isAsShadow()) return;
    const stray = this.#bytes.findIndex((byte, i) => byte !== this.#shadow[i]);
    this.#fail(`a write at ${stray}, where no result belongs`);
  }

  #isAsShadow(): boolean {
    return Buffer.compare(this.#bytes, this.#shadow) === 0;
  }

  /** Everything in the grant that a call can change, as text. */
  #files(): string {
    const lines: string[] = [];
    const visit = (path: string): void => {
      const { ino, size, nlink, mtime, ctime, isDirectory } = Deno.lstatSync(path);
      lines.push(`${path} ${ino} ${size} ${nlink} ${mtime?.getTime()} ${ctime?.getTime()}`);
      if (!isDirectory) return;
      for (const { name } of Deno.readDirSync(path)) {
        if (!name.includes("\ufffd")) visit(`${path}/${name}`);
      }
    };
    visit(`${this.#base}/grant`);
    return lines.join("\n");
  }

  #fail(finding: string): never {
    const at = this.#count % 16;
    const recent = [...this.#history.slice(at + 1), ...this.#history.slice(0, at + 1)].join("\n");
    throw new FuzzFailure("abi", this.#seed, this.#count, `${finding}\nafter\n${recent}`);
  }
}
