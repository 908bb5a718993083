/**
 * A place in a text in WAVE, the text form of the values of components.
 *
 * @module
 */

/** A text that is no value of the type that is wanted. */
export class WaveError extends Error {
  override name = "WaveError";
  /** Where in the text, in characters from 1 on. */
  readonly column: number;

  constructor(why: string, column: number) {
    super(`${why} at column ${column}`);
    this.column = column;
  }
}

/** A name as it is written, and whether it is marked as not being a keyword. */
export interface Word {
  readonly name: string;
  readonly escaped: boolean;
}

const BLANK = /(?:[ \t\r\n]|\/\/[^\n]*)*/y;
const WORD = /(%?)([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)/y;

/** A place in a text, read forwards. */
export class Cursor {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  /** @throws WaveError here, or at a position before */
  fail(why: string, at: number = this.#at): never {
    throw new WaveError(why, [...this.#text.slice(0, at)].length + 1);
  }

  /** Where the next thing begins. */
  get position(): number {
    this.#match(BLANK);
    return this.#at;
  }

  /** What stands here, for a message. */
  get next(): string {
    const [first] = this.#text.slice(this.position, this.#at + 2);
    return first === undefined ? "the end" : `"${first}"`;
  }

  /** Whether this stands here; goes past it. */
  takes(mark: string): boolean {
    if (!this.#text.startsWith(mark, this.position)) return false;
    this.#at += mark.length;
    return true;
  }

  /** Goes past what has to stand here. */
  expect(mark: string): void {
    if (!this.takes(mark)) this.fail(`"${mark}" is expected instead of ${this.next}`);
  }

  /** Whether a name stands here; goes past it. */
  word(): Word | undefined {
    this.#match(BLANK);
    const [, mark, name] = this.#match(WORD) ?? [];
    return name === undefined ? undefined : { name, escaped: mark !== "" };
  }

  /** What a sticky expression matches here, blanks before it left aside. */
  match(expression: RegExp): string | undefined {
    this.#match(BLANK);
    return this.#match(expression)?.[0];
  }

  /** The next character, a blank included. */
  character(): string | undefined {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) return undefined;
    const character = String.fromCodePoint(code);
    this.#at += character.length;
    return character;
  }

  /** Goes back. */
  rewind(position: number): void {
    this.#at = position;
  }

  /** Reads what is separated by commas, up to a mark; the last comma may stand before the mark. */
  separated(end: string, read: () => void): void {
    while (!this.takes(end)) {
      read();
      if (this.takes(",")) continue;
      if (!this.takes(end)) this.fail(`"," or "${end}" is expected instead of ${this.next}`);
      return;
    }
  }

  #match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text);
    if (found !== null) this.#at += found[0].length;
    return found;
  }
}
