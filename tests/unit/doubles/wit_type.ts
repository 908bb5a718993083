/**
 * The types of functions from their text: the other way round as `structureOf`.
 *
 * @module
 */
import type { Field, FuncType, ResourceType, ValueType } from "../../../lib/component/types.ts";

/** A type of resources that says what it is called. */
export interface NamedResource extends ResourceType {
  readonly name: string;
}

/** The type that a text such as `func(u32, list<u8>) -> result<_, string>` says; parameters are `p0`, `p1`. */
export function funcTypeOf(text: string): FuncType {
  const parser = new Parser(text);
  parser.expect("func(");
  const types = parser.until(")", () => parser.type());
  const parameters = types.map((type, i): Field => ({ name: `p${i}`, type: type! }));
  const result = parser.skip(" -> ") ? parser.type() : undefined;
  if (!parser.isAtEnd) throw new Error(`more than a type: ${text}`);
  return { kind: "function", parameters, result };
}

class Parser {
  #rest: string;

  constructor(text: string) {
    this.#rest = text;
  }

  get isAtEnd(): boolean {
    return this.#rest === "";
  }

  skip(text: string): boolean {
    if (!this.#rest.startsWith(text)) return false;
    this.#rest = this.#rest.slice(text.length);
    return true;
  }

  expect(text: string): void {
    if (!this.skip(text)) throw new Error(`${text} is expected: ${this.#rest}`);
  }

  /** What stands between here and `end`, with commas between. */
  until<T>(end: string, one: () => T): T[] {
    const found: T[] = [];
    while (!this.skip(end)) {
      if (found.length > 0) this.expect(", ");
      found.push(one());
    }
    return found;
  }

  /** A type; undefined for `_`. */
  type(): ValueType | undefined {
    const kind = this.#word();
    switch (kind) {
      case "_":
        return undefined;
      case "own":
      case "borrow":
        this.expect("<");
        return { kind, resource: this.#resource() };
      case "list":
        return { kind, element: this.#arguments()[0]! };
      case "option":
        return { kind, some: this.#arguments()[0]! };
      case "tuple":
        return { kind, types: this.#arguments() as ValueType[] };
      case "result": {
        const [ok, err] = this.#rest.startsWith("<") ? this.#arguments() : [];
        return { kind, ok, err };
      }
      case "record":
        return { kind, fields: this.#braces(() => this.#field()) };
      case "variant":
        return { kind, cases: this.#braces(() => this.#case()) };
      case "flags":
      case "enum":
        return { kind, names: this.#braces(() => this.#word()) };
      default:
        return { kind } as ValueType;
    }
  }

  #word(): string {
    const [word] = /^[a-z0-9_-]+/.exec(this.#rest) ?? [];
    if (word === undefined) throw new Error(`a word is expected: ${this.#rest}`);
    this.expect(word);
    return word;
  }

  #resource(): NamedResource {
    const name = this.#word();
    this.expect(">");
    return { kind: "resource", name };
  }

  #arguments(): (ValueType | undefined)[] {
    this.expect("<");
    return this.until(">", () => this.type());
  }

  #braces<T>(one: () => T): T[] {
    this.expect(" { ");
    return this.until(" }", one);
  }

  #field(): Field {
    const name = this.#word();
    this.expect(": ");
    return { name, type: this.type()! };
  }

  #case(): { name: string; type: ValueType | undefined } {
    const name = this.#word();
    if (!this.skip("(")) return { name, type: undefined };
    const type = this.type();
    this.expect(")");
    return { name, type };
  }
}
