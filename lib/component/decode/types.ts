/**
 * What the decoder keeps about types beside the types themselves, and the bounds that it puts on them.
 *
 * Types form a graph without cycles whose parts can be shared, so a binary of a kilobyte can describe a
 * tree of 2^1000 nodes. Whoever works on types later may go through them as trees: here it is made sure
 * that the trees are small.
 *
 * @module
 */

import type { BinaryReader } from "../../wasm/binary_reader.ts";
import type {
  BorrowType,
  DefinedType,
  ExternType,
  OwnType,
  TypeBound,
  ValueType,
} from "../types.ts";
import { BrokenRule } from "./errors.ts";
import { type Layout, layoutOf } from "./value_size.ts";

/** The deepest nesting of types. */
const MAX_DEPTH = 100;

/** The most nodes of the type of a value or function, as a tree. */
const MAX_SIZE = 100_000;

/**
 * Bytes from which on a value in memory is not allowed. A type of so few nodes comes to them only by a
 * list of fixed length.
 */
const MAX_BYTES = 1 << 28;

/**
 * The most work on one component, core modules aside: bytes that are read, and nodes of types that are
 * looked at. It takes about a second.
 */
const MAX_WORK = 10_000_000;

/** What a definition counts, as it stays in memory: some hundred bytes each. */
const DEFINITION = 25;

/** What is known about a type. */
interface Facts {
  readonly depth: number;
  /** Nodes as a tree; of types of values and functions. */
  readonly size: number;
  /** Whether there is a borrow in it. */
  readonly borrows: boolean;
  /** Whether there is a string or a list of any length in it. */
  readonly points: boolean;
  /** Whether there is a list of fixed length in it. */
  readonly repeats: boolean;
}

const LEAF: Facts = { depth: 1, size: 1, borrows: false, points: false, repeats: false };

/** The knowledge about the types of one component and what is nested in it. */
export class Types {
  readonly #facts = new WeakMap<DefinedType | ExternType, Facts>();
  readonly #names = new WeakMap<OwnType | BorrowType | TypeBound, object>();
  readonly #layouts = new WeakMap<ValueType, Layout>();
  #work = MAX_WORK;

  /**
   * Counts work.
   *
   * @throws BrokenRule when it becomes too much
   */
  spend(amount: number): void {
    this.#work -= amount;
    if (this.#work < 0) throw new BrokenRule("there is too much in the component to be checked");
  }

  /** Reads a definition, and counts it. */
  counted<T>(reader: BinaryReader, read: () => T): T {
    const start = reader.position;
    const definition = read();
    this.spend(DEFINITION + reader.position - start);
    return definition;
  }

  /**
   * A type whose parts have been admitted.
   *
   * @throws BrokenRule when it is too large
   */
  admit<T extends DefinedType | ExternType>(type: T): T {
    const { depth, size } = this.#factsOf(type);
    if (depth > MAX_DEPTH) throw new BrokenRule("the type is nested too deeply");
    if (size > MAX_SIZE) throw new BrokenRule("the type is too large");
    return type;
  }

  /** A type of values whose parts have been admitted. */
  admitValue<T extends ValueType>(type: T): T {
    this.admit(type);
    if (!this.#factsOf(type).repeats) return type;
    if (this.#layoutOf(type).size >= MAX_BYTES) {
      throw new BrokenRule(`a value of the type has more than ${MAX_BYTES} bytes`);
    }
    return type;
  }

  /** Whether there is a borrow in a type. */
  borrows(type: ValueType): boolean {
    return this.#factsOf(type).borrows;
  }

  /** Whether values of a type have parts that lie elsewhere in memory. */
  points(type: ValueType): boolean {
    return this.#factsOf(type).points;
  }

  /**
   * By which of its names a type is referred to.
   *
   * An exported resource type has two: the one that it was defined by, and the one that the export
   * introduces, which alone may be seen from outside.
   */
  nameOf(type: OwnType | BorrowType | TypeBound): object {
    return this.givenName(type) ?? (type.kind === "type" ? type.type : type.resource);
  }

  /** The name by which a type is referred to, where it is not that of its definition. */
  givenName(type: OwnType | BorrowType | TypeBound): object | undefined {
    return this.#names.get(type);
  }

  /** The same type, referred to by this name. */
  named<T extends OwnType | BorrowType | TypeBound>(type: T, name: object | undefined): T {
    if (name !== undefined) this.#names.set(type, name);
    return type;
  }

  /** A copy that refers by the same name. */
  namedAs<T extends OwnType | BorrowType | TypeBound>(copy: T, type: T): T {
    return this.named(copy, this.givenName(type));
  }

  #layoutOf(type: ValueType): Layout {
    const known = this.#layouts.get(type);
    if (known !== undefined) return known;
    const layout = layoutOf(type, (part) => this.#layoutOf(part));
    this.#layouts.set(type, layout);
    return layout;
  }

  #factsOf(type: DefinedType | ExternType): Facts {
    const known = this.#facts.get(type);
    if (known !== undefined) return known;
    const facts = this.#gather(type);
    this.#facts.set(type, facts);
    return facts;
  }

  #gather(type: DefinedType | ExternType): Facts {
    switch (type.kind) {
      case "record":
        return this.#above(type.fields.map((field) => field.type));
      case "variant":
        this.spend(type.cases.length);
        return this.#above(type.cases.map((one) => one.type));
      case "string":
        return { ...LEAF, points: true };
      case "list": {
        const facts = this.#above([type.element]);
        return type.length === undefined ? { ...facts, points: true } : { ...facts, repeats: true };
      }
      case "tuple":
        return this.#above(type.types);
      case "option":
        return this.#above([type.some]);
      case "result":
        return this.#above([type.ok, type.err]);
      case "function":
        return this.#above([...type.parameters.map((one) => one.type), type.result]);
      case "flags":
      case "enum":
        return { ...LEAF, size: type.names.length };
      case "borrow":
        return { ...LEAF, borrows: true };
      case "instance":
        return this.#around(type.exports.values());
      case "component":
        return this.#around([...type.imports.values(), ...type.exports.values()]);
      case "type":
        return { ...this.#factsOf(type.type), size: 1 };
      default:
        return LEAF;
    }
  }

  #above(parts: readonly (ValueType | undefined)[]): Facts {
    let { depth, size, borrows, points, repeats } = LEAF;
    for (const part of parts) {
      if (part === undefined) continue;
      const facts = this.#factsOf(part);
      depth = Math.max(depth, facts.depth + 1);
      size += facts.size;
      borrows ||= facts.borrows;
      points ||= facts.points;
      repeats ||= facts.repeats;
    }
    return { depth, size, borrows, points, repeats };
  }

  /** Of instances and components, which are not gone through as trees. */
  #around(items: Iterable<ExternType>): Facts {
    let { depth } = LEAF;
    for (const item of items) depth = Math.max(depth, this.#factsOf(item).depth + 1);
    return { ...LEAF, depth };
  }
}
