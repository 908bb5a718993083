/**
 * Asynchronous readers and writers that do what a test says, when it says so.
 *
 * @module
 */

/** A reader each of whose reads the test answers. */
export class ScriptedReader {
  /** How many reads have begun. */
  reads = 0;
  #into: Uint8Array | undefined;
  #pending: PromiseWithResolvers<number | null> | undefined;

  read(into: Uint8Array): Promise<number | null> {
    if (this.#pending !== undefined) throw new Error("two reads at once");
    this.reads++;
    this.#into = into;
    this.#pending = Promise.withResolvers();
    return this.#pending.promise;
  }

  /** Answers the read that is under way with bytes, a count or the end, and lets it arrive. */
  async give(answer: Uint8Array | number | null): Promise<void> {
    const { resolve } = this.#take();
    if (answer instanceof Uint8Array) this.#into!.set(answer);
    resolve(answer instanceof Uint8Array ? answer.length : answer);
    await settled();
  }

  /** Fails the read that is under way. */
  async fail(reason: unknown): Promise<void> {
    this.#take().reject(reason);
    await settled();
  }

  #take(): PromiseWithResolvers<number | null> {
    const pending = this.#pending;
    if (pending === undefined) throw new Error("no read is under way");
    this.#pending = undefined;
    return pending;
  }
}

/** A writer each of whose writes the test answers. */
export class ScriptedWriter {
  /** What was written, a text for each write that was answered. */
  readonly written: string[] = [];
  /** How many writes have begun. */
  writes = 0;
  #from: Uint8Array | undefined;
  #pending: PromiseWithResolvers<number> | undefined;

  write(from: Uint8Array): Promise<number> {
    if (this.#pending !== undefined) throw new Error("two writes at once");
    this.writes++;
    this.#from = from;
    this.#pending = Promise.withResolvers();
    return this.#pending.promise;
  }

  /** Takes so many bytes of the write that is under way, all without a count. */
  async take(count?: number): Promise<void> {
    const { resolve } = this.#take();
    // Read only now: until then nobody may have changed it.
    this.written.push(new TextDecoder().decode(this.#from!.subarray(0, count)));
    resolve(count ?? this.#from!.length);
    await settled();
  }

  /** Fails the write that is under way. */
  async fail(reason: unknown): Promise<void> {
    this.#take().reject(reason);
    await settled();
  }

  #take(): PromiseWithResolvers<number> {
    const pending = this.#pending;
    if (pending === undefined) throw new Error("no write is under way");
    this.#pending = undefined;
    return pending;
  }
}

/** When everything that follows from what was resolved has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
