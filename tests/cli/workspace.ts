/**
 * A fresh directory with guests and things to grant, in which a command line is short.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";

const guests = new URL("./guests/", import.meta.url);
const shared = new URL("../guests/", import.meta.url);

/** The guests, by the name they get in a workspace. */
const MODULES: Readonly<Record<string, URL>> = {
  "args.wasm": new URL("process/arguments.wasm", shared),
  "as_go.wasm": new URL("as_go.wasm", guests),
  "cat.wasm": new URL("cat.wasm", guests),
  "exit.wasm": new URL("process/exit.wasm", shared),
  "files.wasm": new URL("files.wasm", guests),
  "hello.wasm": new URL("components/wasi/hello.wasm", shared),
  "lines.wasm": new URL("lines.wasm", guests),
  "reactor.wasm": new URL("modules/reactor.wasm", shared),
  "sleep.wasm": new URL("sleep.wasm", guests),
  "spin.wasm": new URL("spin.wasm", guests),
  "streams.wasm": new URL("fd/standard_streams.wasm", shared),
  "trap.wasm": new URL("process/trap.wasm", shared),
  "values.wasm": new URL("values.wasm", guests),
};

/** A directory that goes when it is disposed. */
export interface Workspace extends Disposable {
  /** Its path, without a symbolic link in it. */
  readonly path: string;
  /** The content of a file in it; undefined for one that is not there. */
  read(name: string): string | undefined;
  /** What makes it possible to remove it. */
  readonly release: (() => void)[];
  /** Makes a file in it. */
  write(name: string, content: string | Uint8Array): void;
}

/**
 * Makes a workspace. Beside the guests it has
 *
 * ```text
 * data/hello   "hello"       link -> data      loop -> loop
 * file         "a file"      kernel -> /proc
 * ```
 */
export function workspace(): Workspace {
  const path = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "sluice_cli_" }));
  for (const [name, url] of Object.entries(MODULES)) {
    Deno.copyFileSync(fromFileUrl(url), `${path}/${name}`);
  }
  Deno.mkdirSync(`${path}/data`);
  Deno.writeTextFileSync(`${path}/data/hello`, "hello");
  Deno.writeTextFileSync(`${path}/file`, "a file");
  Deno.symlinkSync("data", `${path}/link`);
  Deno.symlinkSync("loop", `${path}/loop`);
  Deno.symlinkSync("/proc", `${path}/kernel`);
  const release: (() => void)[] = [];
  return {
    path,
    release,
    read(name) {
      try {
        return Deno.readTextFileSync(`${path}/${name}`);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    },
    write(name, content) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      Deno.writeFileSync(`${path}/${name}`, bytes);
    },
    [Symbol.dispose]() {
      for (const each of release) each();
      Deno.removeSync(path, { recursive: true });
    },
  };
}
