/**
 * JSON with comments, read so that every value keeps its place: errors can then say where.
 *
 * @module
 */

/** A value, and where it begins in the text. */
export type JsonValue =
  | { readonly kind: "object"; readonly at: number; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly at: number; readonly items: readonly JsonValue[] }
  | { readonly kind: "string"; readonly at: number; readonly value: string }
  | { readonly kind: "number"; readonly at: number; readonly value: number }
  | { readonly kind: "boolean"; readonly at: number; readonly value: boolean }
  | { readonly kind: "null"; readonly at: number };

/** A member of an object, and where its name stands. */
export interface JsonMember {
  readonly name: string;
  readonly at: number;
  readonly value: JsonValue;
}

/** Something in a text that is wrong, and where. */
export class TextError extends Error {
  override name = "TextError";
  readonly at: number;
  /** What would be right, where that is known. */
  readonly hint: string | undefined;

  constructor(at: number, message: string, hint?: string) {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}

/** Deeper than anything that is written by hand. */
const MAX_DEPTH = 64;

const SPACE = /(?:[ \t\r\n]+|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
// deno-lint-ignore no-control-regex
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z]+/y;

/**
 * Reads a text of one value. A comma may stand behind the last item, and comments between all things.
 *
 * @throws TextError where it is not JSON, or a name comes twice in an object
 */
export function parseJsonc(text: string): JsonValue {
  const reader = new Reader(text.replace(/^\ufeff/, " "));
  const value = reader.value(0);
  reader.end();
  return value;
}

/** The line and the column of a place, each from 1. */
export function lineAndColumn(text: string, at: number): [line: number, column: number] {
  const before = text.slice(0, at);
  const start = before.lastIndexOf("\n") + 1;
  return [before.split("\n").length, [...before.slice(start)].length + 1];
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw new TextError(this.#at, "too many values lie within each other");
    this.#match(SPACE);
    const at = this.#at;
    switch (this.#text[at]) {
      case "{":
        return { kind: "object", at, members: this.#list("}", () => this.#member(depth)) };
      case "[":
        return { kind: "array", at, items: this.#list("]", () => this.value(depth + 1)) };
      case '"':
        return { kind: "string", at, value: this.#string() };
    }
    const number = this.#match(NUMBER);
    if (number !== undefined) return { kind: "number", at, value: Number(number) };
    const word = this.#match(WORD);
    switch (word) {
      case "true":
      case "false":
        return { kind: "boolean", at, value: word === "true" };
      case "null":
        return { kind: "null", at };
    }
    throw new TextError(at, `a value is expected, not ${word ?? this.#next(at)}`);
  }

  end(): void {
    this.#match(SPACE);
    if (this.#at < this.#text.length) {
      throw new TextError(this.#at, `the end is expected, not ${this.#next(this.#at)}`);
    }
  }

  #member(depth: number): JsonMember {
    const at = this.#at;
    const name = this.#string();
    this.#match(SPACE);
    this.#expect(":");
    return { name, at, value: this.value(depth + 1) };
  }

  #list<Item extends { readonly at: number }>(close: string, read: () => Item): Item[] {
    const items: Item[] = [];
    this.#at++;
    for (;;) {
      this.#match(SPACE);
      if (this.#text[this.#at] === close) break;
      if (items.length > 0) {
        this.#expect(",", ` or ${close}`);
        this.#match(SPACE);
        if (this.#text[this.#at] === close) break;
      }
      items.push(read());
    }
    this.#at++;
    refuseTwice(items);
    return items;
  }

  #string(): string {
    const at = this.#at;
    const literal = this.#match(STRING);
    if (literal !== undefined) return JSON.parse(literal);
    throw new TextError(
      at,
      this.#text[at] === '"'
        ? "a string does not end in its line, or has an escape that JSON does not know"
        : `a name in quotes is expected, not ${this.#next(at)}`,
    );
  }

  #expect(character: string, or = ""): void {
    if (this.#text[this.#at] !== character) {
      throw new TextError(this.#at, `${character}${or} is expected, not ${this.#next(this.#at)}`);
    }
    this.#at++;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #next(at: number): string {
    const [character] = this.#text.slice(at, at + 2);
    return character ?? "the end of the file";
  }
}

function refuseTwice(items: readonly { readonly at: number; readonly name?: string }[]): void {
  const seen = new Set<string>();
  for (const { name, at } of items) {
    if (name === undefined) continue;
    if (seen.has(name)) throw new TextError(at, `${name} comes twice`);
    seen.add(name);
  }
}
