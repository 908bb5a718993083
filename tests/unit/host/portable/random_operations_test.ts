/**
 * Random sequences of operations on both back ends, each call compared, and the trees after it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Directory } from "../../../../lib/filesystem/directory.ts";
import type { File } from "../../../../lib/filesystem/node.ts";
import type { Stat } from "../../../../lib/filesystem/stat.ts";
import { hex, outcomeOf, utf8 } from "../../outcome.ts";
import { listed, READ, type Twin, twins } from "./twins.ts";

const SEEDS = [1, 2, 3, 4];
const STEPS = 1500;
const FILES = 4;

const NAMES = ["a", "b", "c", "d", "e", ".", "..", "", "a.txt", "loop"];
const TEXTS = ["a", "../a", "b/c", "../../a", ".", "..", "c/", "./d", "missing", "../outside"];

/** One grant, with files open on it. */
interface Player {
  readonly twin: Twin;
  readonly files: (File | undefined)[];
}

/** Something done to each player alike; what it decides by chance was decided before. */
type Step = (player: Player) => unknown;

for (const seed of SEEDS) {
  Deno.test({
    name: `${STEPS} random operations come to the same on both back ends, seed ${seed}`,
    ignore: Deno.build.os !== "linux",
    async fn() {
      const [kernel, portable] = await twins(build);
      using _kernel = kernel;
      using _portable = portable;
      const players: Player[] = [kernel, portable].map((twin) => ({ twin, files: [] }));
      const choose = new Choice(seed);
      const history: string[] = [];
      for (let i = 0; i < STEPS; i++) {
        const [what, step] = nextStep(choose);
        history.push(what);
        const [one, other] = players.map((player) => outcomeOf(() => step(player)));
        if (other === "unsupported" && /^setAppending/.test(what)) {
          // Its file has lost its name, so it cannot be opened without O_APPEND; see CheckedFile.
          for (const player of players) close(player, Number(what.split(" ")[1]));
          continue;
        }
        const recent = history.slice(-12).join("\n");
        assertEquals(other, one, recent);
        assertEquals(portable.snapshot(), kernel.snapshot(), recent);
      }
      for (const player of players) player.files.forEach((_, slot) => close(player, slot));
    },
  });
}

function nextStep(choose: Choice): [what: string, step: Step] {
  const slot = choose.below(FILES);
  const offset = choose.below(40);
  const size = choose.below(20);
  const path = choose.path();
  const other = choose.path();
  const target = choose.of(TEXTS);
  const follow = choose.chance(0.5);
  const below = choose.chance(0.2) ? choose.of(["a", "b", "c"]) : undefined;
  const time = BigInt(choose.below(1e6)) * 1_000_000_000n;
  const options = {
    ...READ,
    follow,
    read: choose.chance(0.8),
    write: choose.chance(0.6),
    create: choose.chance(0.5),
    exclusive: choose.chance(0.15),
    truncate: choose.chance(0.15),
    append: choose.chance(0.25),
    directory: choose.chance(0.1),
  };
  const inDirectory = (act: (directory: Directory) => unknown): Step => ({ twin }) => {
    if (below === undefined) return act(twin.directory);
    using node = twin.directory.openAt(utf8(below), READ);
    return node.kind === "directory" ? act(node) : node.kind;
  };
  const withFile = (act: (file: File) => unknown): Step => ({ files }) => {
    const file = files[slot];
    return file === undefined ? "closed" : act(file);
  };
  const content = utf8("abcdefghijklmnopqrst".slice(0, size));
  const parts = [content.subarray(0, size >> 1), utf8(""), content.subarray(size >> 1)];
  const at = `${below ?? "."} ${path}`;
  const row = choose.of<[what: string, weight: number, step: Step]>([
    [`openAt ${at} ${JSON.stringify(options)}`, 6, (player) =>
      inDirectory((directory) => {
        const node = directory.openAt(utf8(path), options);
        if (node.kind === "file") {
          close(player, slot);
          player.files[slot] = node;
          return "file";
        }
        using directoryOpened = node as Directory;
        return listed(directoryOpened);
      })(player)],
    [`statAt ${at} ${follow}`, 2, inDirectory((d) => facts(d.statAt(utf8(path), { follow })))],
    [`createDirectoryAt ${at}`, 3, inDirectory((d) => d.createDirectoryAt(utf8(path)))],
    [`removeDirectoryAt ${at}`, 1, inDirectory((d) => d.removeDirectoryAt(utf8(path)))],
    [`unlinkFileAt ${at}`, 1, inDirectory((d) => d.unlinkFileAt(utf8(path)))],
    [`symlinkAt ${target} ${at}`, 2, inDirectory((d) => d.symlinkAt(utf8(target), utf8(path)))],
    [`readlinkAt ${at}`, 1, inDirectory((d) => hex(d.readlinkAt(utf8(path))))],
    [
      `renameAt ${path} ${below} ${other}`,
      2,
      ({ twin }) =>
        inDirectory((d) => twin.directory.renameAt(utf8(path), d, utf8(other)))({
          twin,
          files: [],
        }),
    ],
    [
      `linkAt ${path} ${follow} ${below} ${other}`,
      2,
      ({ twin }) =>
        inDirectory((d) => twin.directory.linkAt(utf8(path), { follow }, d, utf8(other)))({
          twin,
          files: [],
        }),
    ],
    [
      `setTimesAt ${at}`,
      1,
      inDirectory((d) => {
        d.setTimesAt(utf8(path), { follow: true }, time, "unchanged");
        return String(d.statAt(utf8(path), { follow: true }).accessed);
      }),
    ],
    [`listing ${below}`, 1, inDirectory(listed)],
    [
      `readAt ${slot} ${offset} ${size}`,
      4,
      withFile((file) => {
        const into = new Uint8Array(size).fill(0x3f);
        return [file.readAt(into, offset), hex(into)];
      }),
    ],
    [`readAt ${slot} bigint`, 1, withFile((file) => file.readAt(new Uint8Array(3), 1n << 55n))],
    [
      `readvAt ${slot} ${offset} ${size}`,
      2,
      withFile((file) => {
        const into = parts.map((part) => new Uint8Array(part.length).fill(0x3f));
        return [file.readvAt(into, offset), into.map(hex)];
      }),
    ],
    [`writeAt ${slot} ${offset} ${size}`, 4, withFile((file) => file.writeAt(content, offset))],
    [`writevAt ${slot} ${offset} ${size}`, 2, withFile((file) => file.writevAt(parts, offset))],
    [
      `append ${slot} ${size}`,
      3,
      withFile((file) => {
        file.setAppending(true);
        return [file.append(content), String(file.appendedTo())];
      }),
    ],
    [
      `appendv ${slot} ${size}`,
      1,
      withFile((file) => {
        file.setAppending(true);
        return [file.appendv(parts), file.readAt(new Uint8Array(2), 0), String(file.appendedTo())];
      }),
    ],
    [`setAppending ${slot} ${follow}`, 2, withFile((file) => file.setAppending(follow))],
    [`resize ${slot} ${offset}`, 1, withFile((file) => file.resize(offset))],
    [`allocate ${slot} ${offset} ${size}`, 1, withFile((file) => file.allocate(offset, size))],
    [`advise ${slot}`, 1, withFile((file) => file.advise(offset, size, "sequential"))],
    [`size ${slot}`, 1, withFile((file) => [String(file.size()), facts(file.stat())])],
    [
      `setTimes ${slot}`,
      1,
      withFile((file) => {
        file.setTimes("unchanged", time);
        return String(file.stat().modified);
      }),
    ],
    [`sync ${slot}`, 1, withFile((file) => [file.sync(), file.syncData()])],
    [`close ${slot}`, 1, (player) => close(player, slot)],
  ], ([, weight]) => weight);
  return [row[0], row[2]];
}

function close({ files }: Player, slot: number): void {
  files[slot]?.[Symbol.dispose]();
  files[slot] = undefined;
}

function facts({ type, links, size }: Stat): unknown {
  return [type, String(links), type === "directory" ? "" : String(size)];
}

function build(grant: string): void {
  Deno.mkdirSync(`${grant}/../outside`);
  Deno.writeTextFileSync(`${grant}/../outside/a`, "canary");
  Deno.writeTextFileSync(`${grant}/../a`, "canary");
  for (const name of ["a", "b", "b/c"]) Deno.mkdirSync(`${grant}/${name}`);
  Deno.writeTextFileSync(`${grant}/a.txt`, "the content of a");
  Deno.writeTextFileSync(`${grant}/b/c/a`, "deep");
  Deno.symlinkSync("loop", `${grant}/loop`);
  Deno.symlinkSync("../outside", `${grant}/c`);
}

/** Chance that comes out alike for the same seed (mulberry32). */
class Choice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  /** One of several, each as often as its weight says. */
  of<T>(items: readonly T[], weight: (item: T) => number = () => 1): T {
    let left = this.#next() * items.reduce((sum, item) => sum + weight(item), 0);
    return items.find((item) => (left -= weight(item)) < 0) ?? items[0]!;
  }

  path(): string {
    const names = Array.from({ length: 1 + this.below(3) }, () => this.of(NAMES));
    return names.join("/") || ".";
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
}
