/**
 * Random path operations through the imports of preview1, each compared with the model, and what lies
 * outside of the grants watched.
 *
 * @module
 */

import { errnoOf } from "../../../lib/abi/preview1/errno.ts";
import {
  ALL_RIGHTS,
  FD_ALLOCATE,
  FD_FILESTAT_SET_SIZE,
  FD_WRITE,
} from "../../../lib/abi/preview1/rights.ts";
import { WasiError } from "../../../lib/errors.ts";
import { dir } from "../../../lib/grants/directory.ts";
import type { Host } from "../../../lib/host/host.ts";
import { Canary } from "../canary.ts";
import { Chance } from "../chance.ts";
import { FuzzFailure } from "../failure.ts";
import { FuzzGuest, hostWithoutWaiting, type Import } from "../fuzz_guest.ts";
import { FreshDirectory } from "../place.ts";
import * as model from "./model.ts";
import { BUFFER, BUFFER_SIZE, OTHER, PATH, RESULT, Scratch } from "./scratch.ts";
import { checkText, somePath, someText } from "./texts.ts";
import { differences, layOut, modelOfTree } from "./tree.ts";

/** Operations before a new tree is begun. */
export const EPISODE = 2000;

/** Operations between two looks at the canaries. */
const WATCH = 1000;

/** Handles of one kind that are kept at once. */
const KEPT = 6;

const LOOKUP_FOLLOW = 1;
const OFLAGS = { create: 1, directory: 2, exclusive: 4, truncate: 8 };
const FST_MTIM = 4;
const FILETYPES = { directory: 3, file: 4, link: 7 };

const WRITING = FD_WRITE | FD_ALLOCATE | FD_FILESTAT_SET_SIZE;
const NO_FD = 9999;

/** An open directory. */
interface DirectoryHandle {
  readonly fd: number;
  readonly node: model.DirectoryNode;
  readonly writable: boolean;
}

/** An open file. */
interface FileHandle {
  readonly fd: number;
  readonly node: model.FileNode;
  readonly write: boolean;
  readonly append: boolean;
}

/** A number that is no directory, and what using it comes to. */
interface NoDirectory {
  readonly fd: number;
  readonly error: "bad-descriptor" | "not-directory";
}

type At = DirectoryHandle | NoDirectory;

/**
 * One episode.
 *
 * @param operations at most {@linkcode EPISODE}
 * @throws FuzzFailure
 */
export function fuzzPaths(host: Host, seed: number, operations: number): void {
  using base = new FreshDirectory("sluice_paths_");
  layOut(base.path);
  using episode = new Episode(host, base.path, seed);
  for (let i = 1; i <= operations; i++) {
    episode.step();
    if (i % WATCH === 0 || i === operations) episode.look();
  }
}

class Episode implements Disposable {
  readonly #seed: number;
  readonly #base: string;
  readonly #chance: Chance;
  readonly #canary: Canary;
  readonly #model = modelOfTree();
  readonly #guest: FuzzGuest;
  readonly #call: Readonly<Record<string, Import>>;
  readonly #memory: Scratch;
  readonly #grants: readonly DirectoryHandle[];
  readonly #directories: DirectoryHandle[] = [];
  readonly #files: FileHandle[] = [];
  readonly #history: unknown[][] = [];
  /** The path-checked back end holds no directory open, and cannot set the times of a link. */
  readonly #confined: boolean;
  #count = 0;

  constructor(host: Host, base: string, seed: number) {
    this.#seed = seed;
    this.#base = base;
    this.#chance = new Chance(seed);
    this.#canary = new Canary(base, `${base}/grant`);
    this.#confined = host.confinement === "kernel-confined";
    const grant = `${base}/grant`;
    this.#guest = new FuzzGuest(hostWithoutWaiting(host), {
      grants: [
        dir(grant, { guest: "/rw" }),
        dir(grant, { guest: "/ro", rights: "ro" }),
        ...this.#confined ? [dir(`${grant}/b`, { guest: "/b" })] : [],
      ],
    });
    this.#call = this.#guest.imports;
    this.#memory = new Scratch(this.#guest.memory);
    const b = this.#model.entries.get("b") as model.DirectoryNode;
    this.#grants = [
      { fd: 3, node: this.#model, writable: true },
      { fd: 4, node: this.#model, writable: false },
      ...this.#confined ? [{ fd: 5, node: b, writable: true }] : [],
    ];
  }

  /** One operation. */
  step(): void {
    this.#count++;
    const way = this.#chance.below(100);
    if (way < 30) this.#open();
    else if (way < 38) this.#stat();
    else if (way < 46) this.#createDirectory();
    else if (way < 51) this.#removeDirectory();
    else if (way < 57) this.#unlink();
    else if (way < 66) this.#rename();
    else if (way < 73) this.#link();
    else if (way < 81) this.#symlink();
    else if (way < 85) this.#readlink();
    else if (way < 89) this.#setTimes();
    else if (way < 92) this.#list();
    else this.#file();
  }

  /** Looks whether anything changed outside, and whether the tree is as the model has it. */
  look(): void {
    const changes = this.#canary.differences();
    if (changes.length > 0) this.#fail(`outside of the grant:\n${changes.join("\n")}`);
    const found = differences(`${this.#base}/grant`, this.#model);
    if (found.length > 0) this.#fail(`the tree is not as it should be:\n${found.join("\n")}`);
  }

  [Symbol.dispose](): void {
    this.#guest[Symbol.dispose]();
  }

  #open(): void {
    const chance = this.#chance;
    const at = this.#directory();
    const path = somePath(chance);
    const follow = chance.chance(0.6);
    const create = chance.chance(0.3);
    const exclusive = chance.chance(0.1);
    const truncate = chance.chance(0.1);
    const directory = chance.chance(0.2);
    const write = chance.chance(0.4);
    const append = chance.chance(0.1);
    const oflags = (create ? OFLAGS.create : 0) | (directory ? OFLAGS.directory : 0) |
      (exclusive ? OFLAGS.exclusive : 0) | (truncate ? OFLAGS.truncate : 0);
    const rights = write ? ALL_RIGHTS : ALL_RIGHTS & ~WRITING;
    this.#note("path_open", at.fd, path, { follow, oflags, write, append });
    let opened: model.Node | undefined;
    const errno = this.#call.path_open!(
      at.fd,
      follow ? LOOKUP_FOLLOW : 0,
      PATH,
      this.#memory.put(PATH, path),
      oflags,
      BigInt(rights),
      BigInt(ALL_RIGHTS),
      append ? 1 : 0,
      RESULT,
    );
    this.#compare(errno, () => {
      checkText(path);
      if (directory && (create || truncate)) throw new WasiError("invalid");
      const handle = this.#mustBe(at, create || truncate || write || append);
      const mode = { follow, write, create, exclusive, truncate, directory };
      opened = model.open(handle.node, path, mode);
    });
    if (errno !== 0) return;
    const { writable } = at as DirectoryHandle;
    this.#keep(this.#memory.u32(RESULT), opened!, { writable, write, append });
  }

  /** Looks at what was opened, and keeps the handle or closes it. */
  #keep(
    fd: number,
    node: model.Node,
    how: { writable: boolean; write: boolean; append: boolean },
  ): void {
    if (this.#call.fd_filestat_get!(fd, RESULT) !== 0) this.#fail("fd_filestat_get failed");
    this.#compareStat(node);
    const list: { fd: number }[] = node.kind === "directory" ? this.#directories : this.#files;
    const kept = this.#confined || node.kind === "file";
    if (!kept || this.#chance.chance(0.3)) {
      this.#close(fd);
      return;
    }
    if (list.length >= KEPT) this.#close(list.splice(this.#chance.below(KEPT), 1)[0]!.fd);
    const { writable, write, append } = how;
    if (node.kind === "directory") this.#directories.push({ fd, node, writable });
    else if (node.kind === "file") this.#files.push({ fd, node, write, append });
  }

  #close(fd: number): void {
    if (this.#call.fd_close!(fd) !== 0) this.#fail("fd_close failed");
  }

  #stat(): void {
    const at = this.#directory();
    const path = somePath(this.#chance);
    const follow = this.#chance.chance(0.5);
    this.#note("path_filestat_get", at.fd, path, follow);
    let found: model.Node | undefined;
    const errno = this.#call.path_filestat_get!(
      at.fd,
      follow ? LOOKUP_FOLLOW : 0,
      PATH,
      this.#memory.put(PATH, path),
      RESULT,
    );
    this.#compare(errno, () => {
      checkText(path);
      found = model.find(this.#mustBe(at, false).node, path, follow);
    });
    if (errno === 0) this.#compareStat(found!);
  }

  #setTimes(): void {
    const at = this.#directory();
    const path = somePath(this.#chance);
    const follow = !this.#confined || this.#chance.chance(0.5);
    const time = BigInt(this.#chance.below(1_000_000)) * 1_000_000_000n;
    this.#note("path_filestat_set_times", at.fd, path, follow);
    const flags = follow ? LOOKUP_FOLLOW : 0;
    const length = this.#memory.put(PATH, path);
    const errno = this.#call.path_filestat_set_times!(
      ...[at.fd, flags, PATH, length, time, time, FST_MTIM],
    );
    this.#compare(errno, () => {
      checkText(path);
      model.find(this.#mustBe(at, true).node, path, follow);
    });
    if (errno !== 0) return;
    if (this.#call.path_filestat_get!(at.fd, flags, PATH, length, RESULT) !== 0) {
      this.#fail("what was found is not found again");
    }
    if (this.#memory.u64(RESULT + 48) !== time) this.#fail("the time is another one");
  }

  #createDirectory(): void {
    this.#onPath("path_create_directory", model.createDirectory);
  }

  #removeDirectory(): void {
    this.#onPath("path_remove_directory", model.removeDirectory);
  }

  #unlink(): void {
    this.#onPath("path_unlink_file", model.unlinkFile);
  }

  #onPath(name: string, expected: (root: model.DirectoryNode, path: string) => void): void {
    const at = this.#directory();
    const path = somePath(this.#chance);
    this.#note(name, at.fd, path);
    const errno = this.#call[name]!(at.fd, PATH, this.#memory.put(PATH, path));
    this.#compare(errno, () => {
      checkText(path);
      expected(this.#mustBe(at, true).node, path);
    });
  }

  #rename(): void {
    const [from, to] = [this.#directory(), this.#directory()];
    const [path, other] = [somePath(this.#chance), somePath(this.#chance)];
    this.#note("path_rename", from.fd, path, to.fd, other);
    const errno = this.#call.path_rename!(
      ...[from.fd, PATH, this.#memory.put(PATH, path)],
      ...[to.fd, OTHER, this.#memory.put(OTHER, other)],
    );
    this.#compare(errno, () => {
      checkText(path);
      checkText(other);
      const [source, target] = [this.#mustBe(from, true), this.#mustBe(to, true)];
      model.rename(source.node, path, target.node, other);
    });
  }

  #link(): void {
    const [from, to] = [this.#directory(), this.#directory()];
    const [path, other] = [somePath(this.#chance), somePath(this.#chance)];
    const follow = this.#chance.chance(0.5);
    this.#note("path_link", from.fd, path, follow, to.fd, other);
    const errno = this.#call.path_link!(
      ...[from.fd, follow ? LOOKUP_FOLLOW : 0, PATH, this.#memory.put(PATH, path)],
      ...[to.fd, OTHER, this.#memory.put(OTHER, other)],
    );
    this.#compare(errno, () => {
      checkText(path);
      checkText(other);
      const [source, target] = [this.#mustBe(from, true), this.#mustBe(to, true)];
      model.link(source.node, path, follow, target.node, other);
    });
  }

  #symlink(): void {
    const at = this.#directory();
    const [text, path] = [someText(this.#chance), somePath(this.#chance)];
    this.#note("path_symlink", text, at.fd, path);
    const length = this.#memory.put(PATH, text);
    const errno = this.#call.path_symlink!(
      PATH,
      length,
      at.fd,
      OTHER,
      this.#memory.put(OTHER, path),
    );
    this.#compare(errno, () => {
      checkText(text);
      checkText(path);
      model.symlink(this.#mustBe(at, true).node, text, path);
    });
  }

  #readlink(): void {
    const at = this.#directory();
    const path = somePath(this.#chance);
    this.#note("path_readlink", at.fd, path);
    let text = "";
    const errno = this.#call.path_readlink!(
      ...[at.fd, PATH, this.#memory.put(PATH, path), BUFFER, BUFFER_SIZE, RESULT],
    );
    this.#compare(errno, () => {
      checkText(path);
      text = model.readlink(this.#mustBe(at, false).node, path);
    });
    if (errno !== 0) return;
    const read = this.#memory.text(BUFFER, this.#memory.u32(RESULT));
    if (read !== text) this.#fail(`the link says ${JSON.stringify(read)}`);
  }

  #list(): void {
    const at = this.#directory();
    this.#note("fd_readdir", at.fd);
    let expected: string[] = [];
    const errno = this.#call.fd_readdir!(at.fd, BUFFER, BUFFER_SIZE, 0n, RESULT);
    this.#compare(errno, () => {
      expected = model.list(this.#mustBe(at, false).node);
    });
    if (errno !== 0) return;
    const names: string[] = [];
    const end = BUFFER + this.#memory.u32(RESULT);
    for (let entry = BUFFER; entry < end;) {
      const length = this.#memory.u32(entry + 16);
      names.push(this.#memory.text(entry + 24, length));
      this.#mustBeInside(this.#memory.u64(entry + 8));
      entry += 24 + length;
    }
    if (names.sort().join() !== expected.join()) this.#fail(`the listing is ${names.join()}`);
  }

  /** Something with an open file: what is written must be found under its names, wherever they are. */
  #file(): void {
    const chance = this.#chance;
    if (this.#files.length === 0) return;
    const { fd, node, write, append } = chance.of(this.#files);
    const offset = chance.below(40);
    const way = chance.below(3);
    if (way === 0) {
      const size = 1 + chance.below(16);
      this.#note("fd_pwrite", fd, offset, size);
      this.#memory.bytes.fill(0x61 + chance.below(26), BUFFER, BUFFER + size);
      const written = this.#memory.bytes.slice(BUFFER, BUFFER + size);
      const errno = this.#transfer("fd_pwrite", fd, size, offset);
      this.#compare(errno, () => {
        if (!write) throw new WasiError("not-capable");
        const start = append ? node.content.length : offset;
        const content = new Uint8Array(Math.max(node.content.length, start + size));
        content.set(node.content);
        content.set(written, start);
        node.content = content;
      });
    } else if (way === 1) {
      this.#note("fd_pread", fd, offset);
      this.#compare(this.#transfer("fd_pread", fd, 64, offset), () => {});
      const read = this.#memory.bytes.subarray(BUFFER, BUFFER + this.#memory.u32(RESULT));
      if (read.toHex() !== node.content.subarray(offset, offset + 64).toHex()) {
        this.#fail(`it reads ${read.toHex()}`);
      }
    } else {
      this.#note("fd_filestat_set_size", fd, offset);
      this.#compare(this.#call.fd_filestat_set_size!(fd, BigInt(offset)), () => {
        if (!write) throw new WasiError("not-capable");
        const content = new Uint8Array(offset);
        content.set(node.content.subarray(0, offset));
        node.content = content;
      });
    }
  }

  #transfer(name: string, fd: number, size: number, offset: number): number {
    return this.#call[name]!(fd, this.#memory.iovec(size), 1, BigInt(offset), RESULT);
  }

  /** A directory handle, or now and then a number that is none. */
  #directory(): At {
    const way = this.#chance.below(100);
    if (way < 55) return this.#grants[0]!;
    if (way < 75) return this.#chance.of(this.#grants);
    if (way === 75) return { fd: NO_FD, error: "bad-descriptor" };
    if (way === 76 && this.#files.length > 0) {
      return { fd: this.#chance.of(this.#files).fd, error: "not-directory" };
    }
    return this.#directories.length > 0 ? this.#chance.of(this.#directories) : this.#grants[0]!;
  }

  #mustBe(at: At, writable: boolean): DirectoryHandle {
    if ("error" in at) throw new WasiError(at.error);
    if (writable && !at.writable) throw new WasiError("not-capable");
    return at;
  }

  #compare(errno: number, expect: () => void): void {
    let expected = 0;
    try {
      expect();
    } catch (error) {
      if (!(error instanceof WasiError)) throw error;
      expected = errnoOf(error.code);
      if (error instanceof model.UpAndOut && error.orLoop && errno === errnoOf("loop")) return;
    }
    if (errno !== expected) this.#fail(`errno ${errno}, and the model says ${expected}`);
  }

  /** The status in the result record against a node. */
  #compareStat(node: model.Node): void {
    const inode = this.#memory.u64(RESULT + 8);
    const seen = [
      this.#memory.bytes.at(RESULT + 16),
      Number(this.#memory.u64(RESULT + 24)),
      node.kind === "directory" ? -1 : Number(this.#memory.u64(RESULT + 32)),
      inode,
    ];
    this.#mustBeInside(inode);
    node.inode ??= inode;
    const expected = [
      FILETYPES[node.kind],
      model.linksOf(node),
      node.kind === "directory"
        ? -1
        : node.kind === "file"
        ? node.content.length
        : node.text.length,
      node.inode,
    ];
    if (seen.join() !== expected.join()) {
      this.#fail(`type, links, size and inode are ${seen.join()} and should be ${expected.join()}`);
    }
  }

  #mustBeInside(inode: bigint): void {
    if (this.#canary.inodes.has(Number(inode))) this.#fail(`an inode from outside: ${inode}`);
  }

  #note(...call: unknown[]): void {
    this.#history.push(call);
    if (this.#history.length > 64) this.#history.splice(0, 32);
  }

  #fail(finding: string): never {
    const recent = this.#history.slice(-12).map((call) => JSON.stringify(call)).join("\n");
    throw new FuzzFailure("paths", this.#seed, this.#count, `${finding}\nafter\n${recent}`);
  }
}
