/**
 * The types of a component, resolved: no index is left in them, and what a type refers to hangs from
 * it as an object.
 *
 * @module
 */

import type { ExternalType } from "../wasm/external_type.ts";

/** The types of values that have no parts. */
export type PrimitiveKind =
  | "bool"
  | "s8"
  | "u8"
  | "s16"
  | "u16"
  | "s32"
  | "u32"
  | "s64"
  | "u64"
  | "f32"
  | "f64"
  | "char"
  | "string";

/** A type of values, by `kind` in the spelling of WIT. */
export type ValueType =
  | PrimitiveType
  | RecordType
  | VariantType
  | ListType
  | TupleType
  | FlagsType
  | EnumType
  | OptionType
  | ResultType
  | OwnType
  | BorrowType;

/** A type without parts. */
export interface PrimitiveType {
  readonly kind: PrimitiveKind;
}

/** Something that has a name and a type: a field of a record or a parameter. */
export interface Field {
  readonly name: string;
  readonly type: ValueType;
}

/** A case of a variant. */
export interface Case {
  readonly name: string;
  /** What the case carries, if it carries anything. */
  readonly type?: ValueType | undefined;
}

/** Named fields, at least one. */
export interface RecordType {
  readonly kind: "record";
  readonly fields: readonly Field[];
}

/** One of several cases, at least one. */
export interface VariantType {
  readonly kind: "variant";
  readonly cases: readonly Case[];
}

/** Any number of elements, or exactly `length` of them. */
export interface ListType {
  readonly kind: "list";
  readonly element: ValueType;
  readonly length?: number | undefined;
}

/** Values by position, at least one. */
export interface TupleType {
  readonly kind: "tuple";
  readonly types: readonly ValueType[];
}

/** A set of names, of which there are 1 to 32. */
export interface FlagsType {
  readonly kind: "flags";
  readonly names: readonly string[];
}

/** One of several names, at least one. */
export interface EnumType {
  readonly kind: "enum";
  readonly names: readonly string[];
}

/** A value or none. */
export interface OptionType {
  readonly kind: "option";
  readonly some: ValueType;
}

/** A success or a failure, each with a value or none. */
export interface ResultType {
  readonly kind: "result";
  readonly ok?: ValueType | undefined;
  readonly err?: ValueType | undefined;
}

/** A handle that owns its resource. */
export interface OwnType {
  readonly kind: "own";
  readonly resource: ResourceType;
}

/** A handle that has its resource for the time of a call. */
export interface BorrowType {
  readonly kind: "borrow";
  readonly resource: ResourceType;
}

/**
 * A type of resources, known by its identity as an object.
 *
 * It stands for the type as one component sees it in its text, so two instances of the component share
 * the object although they do not share the type. Whoever instantiates therefore keeps, for each
 * instance, which living type stands behind which of these objects: where a definition brings a thing of
 * some extern type, the resource types among its type exports become those of the thing.
 */
export interface ResourceType {
  readonly kind: "resource";
}

/** The type of a function between components. */
export interface FuncType {
  readonly kind: "function";
  readonly parameters: readonly Field[];
  readonly result?: ValueType | undefined;
}

/** The type of an instance: what it exports, in order. */
export interface InstanceType {
  readonly kind: "instance";
  readonly exports: ReadonlyMap<string, ExternType>;
}

/** The type of a component. */
export interface ComponentType {
  readonly kind: "component";
  readonly imports: ReadonlyMap<string, ExternType>;
  readonly exports: ReadonlyMap<string, ExternType>;
}

/** The type of a core module. */
export interface ModuleType {
  readonly kind: "module";
  readonly imports: readonly ModuleTypeImport[];
  readonly exports: ReadonlyMap<string, ExternalType>;
}

/** An import in the type of a core module. */
export interface ModuleTypeImport {
  readonly module: string;
  readonly name: string;
  readonly type: ExternalType;
}

/** What a type definition can define. */
export type DefinedType = ValueType | ResourceType | FuncType | InstanceType | ComponentType;

/** The type of what is imported or exported. */
export type ExternType =
  | FuncType
  | InstanceType
  | ComponentType
  | ModuleType
  | TypeBound;

/** The type of an imported or exported type. */
export interface TypeBound {
  readonly kind: "type";
  /**
   * `equal`: it is the type here and no other. `sub-resource`: it is any type of resources, for which
   * the one here stands.
   */
  readonly bound: "equal" | "sub-resource";
  readonly type: DefinedType;
  /** What the type was called before: the same type of values, under another name or none. */
  readonly equals?: ValueType | undefined;
}
