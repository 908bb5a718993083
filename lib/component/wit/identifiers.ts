/**
 * Names in WIT.
 *
 * @module
 */

/** The words of WIT that mean something themselves. */
const KEYWORDS: ReadonlySet<string> = new Set([
  "as",
  "async",
  "bool",
  "borrow",
  "char",
  "constructor",
  "enum",
  "error-context",
  "export",
  "f32",
  "f64",
  "flags",
  "from",
  "func",
  "future",
  "import",
  "include",
  "interface",
  "list",
  "map",
  "option",
  "own",
  "package",
  "record",
  "resource",
  "result",
  "s16",
  "s32",
  "s64",
  "s8",
  "static",
  "stream",
  "string",
  "tuple",
  "type",
  "u16",
  "u32",
  "u64",
  "u8",
  "use",
  "variant",
  "with",
  "world",
]);

/** A name as it is written where any name may stand. */
export function identifier(name: string): string {
  return KEYWORDS.has(name) ? `%${name}` : name;
}

/** The parts of the name of an interface. */
export interface InterfaceName {
  /** With its namespace, such as `wasi:io`. */
  readonly package: string;
  readonly interface: string;
  readonly version: string | undefined;
}

/** Takes the name of an import or export apart; undefined where it is no name of an interface. */
export function interfaceName(name: string): InterfaceName | undefined {
  const at = name.indexOf("@");
  const [path, version] = at === -1 ? [name] : [name.slice(0, at), name.slice(at + 1)];
  const slash = path.indexOf("/");
  if (slash === -1) return undefined;
  return { package: path.slice(0, slash), interface: path.slice(slash + 1), version };
}
