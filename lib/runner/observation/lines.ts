/**
 * Lines that are written as they come, whatever becomes of the process after them.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { File, StreamNode } from "../../filesystem/node.ts";
import type { Host } from "../../host/host.ts";
import { selectHost } from "../../host/select_host.ts";
import { ArrayCursor } from "../../io/array_cursor.ts";
import { type OutputStream, WOULD_BLOCK } from "../../io/streams.ts";
import { hostFailure } from "../host_failure.ts";

const encoder = new TextEncoder();

/** Where lines go. Disposing it closes the file. */
export class Lines implements Disposable {
  readonly #host: Host;
  readonly #node: File | StreamNode;
  readonly #output: OutputStream;
  readonly #onFailure: () => void;
  /** Whether what the file had before is still in it. */
  #isOld: boolean;
  #hasFailed = false;

  /**
   * @param onFailure called once, when a line cannot be written; no other one is tried then
   */
  constructor(host: Host, node: File | StreamNode, onFailure: () => void) {
    this.#host = host;
    this.#node = node;
    this.#onFailure = onFailure;
    this.#isOld = node.kind === "file";
    this.#output = node.kind === "file" ? new ArrayCursor(node, { appending: true }) : node.output!;
  }

  /** Writes a line, before it returns; the first one empties the file. */
  write(line: string): void {
    if (this.#hasFailed) return;
    try {
      this.#empty();
      let rest = encoder.encode(`${line}\n`);
      while (rest.length > 0) {
        const count = this.#output.write(rest);
        if (count === WOULD_BLOCK) this.#host.wait([this.#output.subscribe()], undefined);
        else rest = rest.subarray(count);
      }
    } catch (error) {
      if (!(error instanceof WasiError)) throw error;
      this.#hasFailed = true;
      this.#onFailure();
    }
  }

  /** Whether the lines of another one go to the same file. */
  isSameFile(other: Lines): boolean {
    const nodes = [this.#node, other.#node];
    if (nodes.some(({ kind }) => kind !== "file")) return false;
    const [one, another] = nodes.map((node) => node.stat());
    return one!.device === another!.device && one!.inode === another!.inode;
  }

  [Symbol.dispose](): void {
    this.#node[Symbol.dispose]();
  }

  #empty(): void {
    if (this.#isOld && this.#node.kind === "file") this.#node.resize(0);
    this.#isOld = false;
  }
}

/**
 * Opens a file for lines, which is made where there is none.
 *
 * @param path undefined for standard error
 * @throws SluiceError status 2 when it cannot be opened
 */
export async function openLines(path: string | undefined, onFailure: () => void): Promise<Lines> {
  const host = await selectHost({ files: path !== undefined, clocks: false });
  if (path === undefined) return new Lines(host, host.standardStream(2), onFailure);
  try {
    return new Lines(host, host.openAmbientFile(path, "append"), onFailure);
  } catch (error) {
    throw hostFailure(error, path);
  }
}
