/**
 * The grammar of names in a component: labels, the names of imports and exports, and when two names are
 * too alike to stand beside each other.
 *
 * Names are taken apart by hand where a regular expression would have two ways to match a part: with
 * many parts it would try all combinations.
 *
 * @module
 */

/** What the name of a function says about a resource. */
export interface ResourceAnnotation {
  readonly kind: "constructor" | "method" | "static";
  /** The name of the resource. */
  readonly resource: string;
}

const ANNOTATION = /^\[(constructor|method|static)\](.*)$/s;

/** What nearly every label is like; there is one way only to match it. */
const LOWER_CASE = /^[a-z][0-9a-z]*(?:-[0-9a-z]+)*$/;

const FIRST_FRAGMENT = /^(?:[a-z][0-9a-z]*|[A-Z][0-9A-Z]*)$/;
const FRAGMENT = /^(?:[0-9a-z]+|[0-9A-Z]+)$/;
const FIRST_WORD = /^[a-z][0-9a-z]*$/;
const WORD = /^[0-9a-z]+$/;

const NUMBER = "(?:0|[1-9][0-9]*)";
const IDENTIFIERS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
const SEMVER = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${IDENTIFIERS}))?(?:\\+${IDENTIFIERS})?$`,
);
const NUMBER_WITH_ZERO_IN_FRONT = /^0[0-9]+$/;

/** What a version may be cut down to: what is compatible with it. */
const CANONICAL_VERSION = /^(?:[1-9][0-9]*|0\.[1-9][0-9]*|0\.0\.[1-9][0-9]*|0\.0\.0)$/;

/** Whether a name is a label in kebab case. */
export function isLabel(name: string): boolean {
  if (LOWER_CASE.test(name)) return true;
  const [first, ...rest] = name.split("-");
  return FIRST_FRAGMENT.test(first!) && rest.every((fragment) => FRAGMENT.test(fragment));
}

/** Whether a name is that of an interface, with or without a version. */
export function isInterfaceName(name: string): boolean {
  const at = name.indexOf("@");
  const [path, version] = at === -1 ? [name] : [name.slice(0, at), name.slice(at + 1)];
  if (version !== undefined && !isVersion(version)) return false;
  const [id, projection, ...more] = path.split("/");
  if (projection === undefined || more.length > 0 || !isLabel(projection)) return false;
  const words = id!.split(":");
  return words.length === 2 && words.every(isWords);
}

/** Whether an import or export may be called so. */
export function isExternName(name: string): boolean {
  return isPlainName(name) || isInterfaceName(name);
}

/** Whether a name of an import or export is not that of an interface. */
function isPlainName(name: string): boolean {
  const annotated = annotation(name);
  if (annotated === null) return isLabel(name);
  const [, kind, rest] = annotated;
  if (kind === "constructor") return isLabel(rest!);
  const labels = rest!.split(".");
  return labels.length === 2 && labels.every(isLabel);
}

/** What a name says about a resource; undefined where it says nothing. */
export function annotationOf(name: string): ResourceAnnotation | undefined {
  const annotated = annotation(name);
  if (annotated === null) return undefined;
  const [, kind, rest] = annotated;
  return { kind: kind as ResourceAnnotation["kind"], resource: rest!.split(".")[0]! };
}

/** Two names may stand beside each other where this differs. */
export function distinction(name: string): string {
  const lower = name.toLowerCase();
  const annotated = annotation(lower);
  if (annotated === null || annotated[1] === "constructor") return lower;
  const [resource, member] = annotated[2]!.split(".");
  return resource === member ? resource! : annotated[2]!;
}

function annotation(name: string): RegExpExecArray | null {
  return name.startsWith("[") ? ANNOTATION.exec(name) : null;
}

function isWords(text: string): boolean {
  const [first, ...rest] = text.split("-");
  return FIRST_WORD.test(first!) && rest.every((word) => WORD.test(word));
}

function isVersion(text: string): boolean {
  if (CANONICAL_VERSION.test(text)) return true;
  const [version, before] = SEMVER.exec(text) ?? [];
  if (version === undefined) return false;
  return before === undefined ||
    before.split(".").every((part) => !NUMBER_WITH_ZERO_IN_FRONT.test(part));
}
