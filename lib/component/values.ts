/**
 * The shapes that the values of a component have in JavaScript: those of host functions' parameters and
 * results, and of the calls of exports.
 *
 * | WIT | JavaScript |
 * |---|---|
 * | `bool` | boolean |
 * | `u8` to `u32`, `s8` to `s32`, `f32`, `f64` | number |
 * | `u64`, `s64` | bigint |
 * | `char` | string of one Unicode scalar value |
 * | `string` | string |
 * | `list<u8>` and lists of other numbers | `Uint8Array`, `Int16Array`, `BigUint64Array`, `Float32Array`, … |
 * | other lists, `tuple` | Array |
 * | `record` | object, the fields under {@linkcode propertyName} |
 * | `flags` | object of booleans, the flags under {@linkcode propertyName} |
 * | `variant` | `{ tag, value }`, the tag as in WIT; `value` is undefined where the case has none |
 * | `result` | `{ tag: "ok", value }` or `{ tag: "err", value }` |
 * | `enum` | the name as in WIT |
 * | `option<T>` | T, or undefined; where T is an option itself `{ tag: "some", value }` or `{ tag: "none" }` |
 * | `own<R>`, `borrow<R>` | the resource itself: the host's own object, or a {@linkcode Resource} of the guest's |
 *
 * A list of numbers that a **host function** is given is a view of the guest's memory, as copying it
 * would cost more than most calls: it is valid until the function returns, a
 * {@linkcode ./host_interface.ts Suspend} included, and must not be written to. What an **export**
 * answers is a copy. A list of numbers that is lowered may be any array-like of numbers. A failure is a
 * value, never an exception: `{ tag: "err", value }`.
 *
 * Numbers that are lowered are taken as Web IDL takes them, modulo the size of their type. A record
 * that is lowered has every field; a flag that is missing is not set. A value of another shape is a
 * mistake of the host, and throws a TypeError.
 *
 * @module
 */

/** A value of a component. */
export type Value =
  | boolean
  | number
  | bigint
  | string
  | undefined
  | NumberList
  | readonly Value[]
  | Tagged
  | { readonly [name: string]: Value }
  | object;

/** What a list of numbers is lifted to. */
export type NumberList =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** A value of a variant, of a result, or of an option of an option. */
export interface Tagged<Tag extends string = string, V = unknown> {
  /** The name of the case, as in WIT. */
  readonly tag: Tag;
  /** What the case carries, if it carries anything. */
  readonly value?: V;
}

/** A value of a `result`. */
export type Result<Ok = undefined, Err = undefined> = Tagged<"ok", Ok> | Tagged<"err", Err>;

/**
 * A resource that a guest implements, in the hands of the host. Disposing it runs its destructor, which
 * can be suspended only if it is disposed with `await`.
 */
export interface Resource extends Disposable, AsyncDisposable {
  /** Whether it is still the host's: not disposed, and not given to a guest as `own`. */
  readonly owned: boolean;
}

/**
 * The property under which a record has the field, or flags the flag, `name`: camel case, and `_` where
 * a word begins with a digit, so that no two names of one type become the same.
 *
 * @example
 * ```ts ignore
 * propertyName("data-access-timestamp"); // "dataAccessTimestamp"
 * propertyName("utf-8"); // "utf_8"
 * ```
 */
export function propertyName(name: string): string {
  return name.replace(/-(.)/g, (_, first: string) => {
    return /[0-9]/.test(first) ? `_${first}` : first.toUpperCase();
  });
}
