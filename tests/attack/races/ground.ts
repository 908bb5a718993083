/**
 * The directories that a race is fought over.
 *
 * ```text
 * grant/    what the guest gets
 *   d/        the real directory, swapped with d2, a link to outside     d/f d/t d/a d/l
 *   leaf      the real file, swapped with leaf2, a link to the secret
 *   hatch     a file, swapped with hatch2, a link to what is not there
 *   d3 leaf3 hatch3   where the real one is kept by who can only rename
 *   a/b/      moved up to b/ and back again
 *   top
 * outside/  what it must never reach: victims for every operation, and a secret
 * top       the same name as in the grant, for who goes up too far
 * ```
 *
 * @module
 */

import { Canary } from "../canary.ts";
import { FreshDirectory } from "../place.ts";

/** What is swapped. */
export type Target = "directory" | "leaf" | "hatch" | "upward";

/** As many names of a kind as the guest goes through before it comes back to the first. */
const NAMES = 100;

const SECRET = "outside secret!!";
const OPEN = "inside inside in";

/** A ground, laid out in a fresh directory. */
export class Ground implements Disposable {
  readonly #directory = new FreshDirectory("sluice_race_");
  #canary: Canary;

  constructor() {
    this.#canary = this.#layOut();
  }

  /** The directory that is granted. */
  get grant(): string {
    return `${this.#directory.path}/grant`;
  }

  /** What has changed outside since the last look. */
  damage(): string[] {
    return this.#canary.differences();
  }

  /** Puts back outside what was taken away or changed there, and takes away what was put there. */
  repair(): void {
    const { path } = this.#directory;
    for (const { name } of Deno.readDirSync(path)) {
      if (name !== "grant") Deno.removeSync(`${path}/${name}`, { recursive: true });
    }
    this.#canary = this.#layOutOutside();
  }

  /** The file whose presence ends an attacker that is a guest. */
  stop(): void {
    Deno.writeTextFileSync(`${this.grant}/stop`, "");
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }

  #layOut(): Canary {
    const { grant } = this;
    for (const name of ["", "/d", "/a", "/a/b"]) Deno.mkdirSync(grant + name);
    for (const name of ["d/f", "d/t", "d/a", "leaf", "hatch", "top"]) {
      Deno.writeTextFileSync(`${grant}/${name}`, OPEN);
    }
    Deno.symlinkSync("inside", `${grant}/d/l`);
    Deno.symlinkSync("../outside", `${grant}/d2`);
    Deno.symlinkSync("../outside/f", `${grant}/leaf2`);
    Deno.symlinkSync("../outside/new", `${grant}/hatch2`);
    return this.#layOutOutside();
  }

  #layOutOutside(): Canary {
    const { path } = this.#directory;
    const outside = `${path}/outside`;
    Deno.mkdirSync(outside);
    for (const name of ["f", "t", "a"]) Deno.writeTextFileSync(`${outside}/${name}`, SECRET);
    Deno.symlinkSync("outside", `${outside}/l`);
    for (let i = 0; i < NAMES; i++) {
      const number = String(i).padStart(2, "0");
      Deno.writeTextFileSync(`${outside}/v${number}`, SECRET);
      Deno.mkdirSync(`${outside}/e${number}`);
    }
    Deno.writeTextFileSync(`${path}/top`, SECRET);
    return new Canary(path, this.grant);
  }
}
