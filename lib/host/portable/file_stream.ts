/**
 * A FIFO, a terminal or a device that the user named.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { StreamNode } from "../../filesystem/node.ts";
import type { FileType, NewTime, Stat } from "../../filesystem/stat.ts";
import type { Seekable, Whence } from "../../io/array_cursor.ts";
import type { Offset } from "../../io/offset.ts";
import type { InputStream, OutputStream } from "../../io/streams.ts";
import { BlockingInput, BlockingOutput } from "./blocking_stream.ts";
import { act } from "./error_code.ts";
import { statOf, typeOf } from "./file_status.ts";
import { newTimes } from "./new_time.ts";

const WHENCE: Readonly<Record<Whence, Deno.SeekMode>> = {
  start: Deno.SeekMode.Start,
  current: Deno.SeekMode.Current,
  end: Deno.SeekMode.End,
};

/** lseek(2) on a device that has positions. */
class FileCursor implements Seekable {
  readonly #file: Deno.FsFile;

  constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  seek(offset: bigint, whence: Whence): Offset {
    return act(() => this.#file.seekSync(offset, WHENCE[whence]));
  }
}

/** A file of Deno's moved by read(2) and write(2) alone. Owns its FsFile. */
export class FileStream implements StreamNode {
  readonly kind = "stream";
  readonly type: FileType;
  readonly input?: InputStream;
  readonly output?: OutputStream;
  readonly cursor?: Seekable;
  readonly #file: Deno.FsFile;
  readonly #path: string;

  /**
   * @param direction which way bytes go
   */
  constructor(file: Deno.FsFile, path: string, direction: "in" | "out") {
    this.#file = file;
    this.#path = path;
    this.type = typeOf(this.#status());
    if (direction === "in") this.input = new BlockingInput(file);
    else this.output = new BlockingOutput(file);
    if (this.#isSeekable()) this.cursor = new FileCursor(file);
  }

  stat(): Stat {
    return statOf(this.#status(), this.#path);
  }

  setTimes(accessed: NewTime, modified: NewTime): void {
    const times = newTimes(accessed, modified, () => this.#status());
    if (times !== undefined) {
      act(() => this.#file.utimeSync(times.accessed, times.modified));
    }
  }

  sync(): void {
    act(() => this.#file.syncSync());
  }

  syncData(): void {
    act(() => this.#file.syncDataSync());
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }

  #status(): Deno.FileInfo {
    return act(() => this.#file.statSync());
  }

  /** Ask lseek, not the type: a terminal and a pipe have no position, /dev/zero does. */
  #isSeekable(): boolean {
    try {
      new FileCursor(this.#file).seek(0n, "current");
      return true;
    } catch (error) {
      if (error instanceof WasiError) return false;
      throw error;
    }
  }
}
