/**
 * The same directory tree twice, each under one of the two file back ends.
 *
 * @module
 */
import type { Directory, Opened, OpenOptions } from "../../../../lib/filesystem/directory.ts";
import { kernelHost } from "../../../../lib/host/kernel/kernel_host.ts";
import type { Host } from "../../../../lib/host/host.ts";
import type { U64 } from "../../../../lib/io/offset.ts";
import { portableHost } from "../../../../lib/host/portable/portable_host.ts";
import { hex, outcomeOf, text, utf8 } from "../../outcome.ts";
import { Plot } from "./plot.ts";

/** An open for reading that changes nothing. */
export const READ: OpenOptions = {
  read: true,
  write: false,
  create: false,
  exclusive: false,
  truncate: false,
  append: false,
  directory: false,
  follow: true,
  sync: "none",
};

/** What one back end sees: a grant, and beside it what no guest may reach. */
export interface Twin extends Disposable {
  readonly name: "kernel" | "portable";
  readonly host: Host;
  /** The absolute path of the grant. */
  readonly path: string;
  /** The grant, open for reading and writing. */
  readonly directory: Directory;
  /** The snapshot that was taken when everything was as it is built. */
  readonly fresh: Snapshot;
  /** Builds everything anew where something has changed. */
  renew(): void;
  /** Every path in and beside the grant, with its type, content or text, and number of links. */
  snapshot(): Snapshot;
}

/** Paths, and what is there. */
export type Snapshot = Readonly<Record<string, string>>;

/** The two, over trees that `build` makes in an empty directory. */
export async function twins(build: (grant: string) => void): Promise<[Twin, Twin]> {
  const kernel = twin("kernel", await kernelHost({ files: true, clocks: true }), build);
  try {
    return [kernel, twin("portable", portableHost(), build)];
  } catch (error) {
    kernel[Symbol.dispose]();
    throw error;
  }
}

function twin(name: Twin["name"], host: Host, build: (grant: string) => void): Twin {
  const plot = new Plot("twin");
  const base = plot.path;
  const path = `${base}/grant`;
  const open = () => {
    Deno.mkdirSync(path);
    build(path);
    return host.openAmbientDirectory(path, "read-write");
  };
  let directory: Directory;
  try {
    directory = open();
  } catch (error) {
    plot[Symbol.dispose]();
    throw error;
  }
  return {
    name,
    host,
    path,
    get directory() {
      return directory;
    },
    fresh: Object.fromEntries(entries(base)),
    snapshot: () => Object.fromEntries(entries(base)),
    renew() {
      directory[Symbol.dispose]();
      for (const entry of Deno.readDirSync(base)) {
        Deno.removeSync(`${base}/${entry.name}`, { recursive: true });
      }
      directory = open();
    },
    [Symbol.dispose]() {
      directory[Symbol.dispose]();
      plot[Symbol.dispose]();
    },
  };
}

function* entries(directory: string, prefix = ""): Generator<[path: string, state: string]> {
  const names = [...Deno.readDirSync(directory)].map((entry) => entry.name).sort();
  for (const name of names) {
    const at = `${directory}/${name}`;
    if (name.includes("\ufffd") && name !== "\ufffd") {
      yield [prefix + name, "not UTF-8"];
      continue;
    }
    const info = Deno.lstatSync(at);
    if (info.isSymlink) yield [prefix + name, `-> ${linkText(at)}`];
    else if (info.isFile) {
      yield [prefix + name, `${info.nlink} ${hex(Deno.readFileSync(at))}`];
    } else yield [prefix + name, info.isDirectory ? "directory" : "other"];
    if (info.isDirectory) yield* entries(at, `${prefix}${name}/`);
  }
}

/** The text of a link without what differs between the two trees. */
function linkText(path: string): string {
  try {
    return Deno.readLinkSync(path).replace(/sluice_\w+/, "*");
  } catch {
    return "not UTF-8";
  }
}

/** What is there to see of an opened node, after a byte was written to it where that is possible. */
export function described(node: Opened): unknown {
  using _closed = node;
  if (node.kind === "directory") return ["directory", listed(node)];
  if (node.kind === "stream") return ["stream", node.type];
  const written = outcomeOf(() => node.writeAt(utf8("!"), 1));
  const into = utf8("????????");
  const count = outcomeOf(() => node.readAt(into, 0));
  return ["file", written, count, hex(into), String(node.size()), node.stat().type];
}

/** The names and types of a directory, sorted: no two trees are listed in the same order. */
export function listed(directory: Directory): string[] {
  const found: string[] = [];
  for (let cookie: U64 = 0;;) {
    const entry = directory.entryAfter(cookie);
    if (entry === undefined) return found.sort();
    found.push(`${text(entry.name)} ${entry.type}`);
    cookie = entry.next;
  }
}

/** What Deno cannot make, to be linked into trees: a FIFO, a socket, a link that is not UTF-8. */
export class Specials implements Disposable {
  readonly #plot = new Plot("specials");
  readonly #path = this.#plot.path;

  constructor() {
    const script = "mkfifo fifo && ln -s \"$(printf 'f\\377')\" not_utf8";
    const { success } = new Deno.Command("sh", { args: ["-c", script], cwd: this.#path })
      .outputSync();
    if (!success) throw new Error("no mkfifo");
    // Closing the listener removes its own name.
    const listener = Deno.listen({ transport: "unix", path: `${this.#path}/listener` });
    Deno.linkSync(`${this.#path}/listener`, `${this.#path}/socket`);
    listener.close();
  }

  /** Puts one of them into `directory`, under its own name. */
  linkInto(directory: string, name: "fifo" | "socket" | "not_utf8"): void {
    Deno.linkSync(`${this.#path}/${name}`, `${directory}/${name}`);
  }

  [Symbol.dispose](): void {
    this.#plot[Symbol.dispose]();
  }
}
