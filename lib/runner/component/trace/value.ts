/**
 * The values of a component, as a trace tells them.
 *
 * @module
 */

import { beginningOf, integer, type TraceValue } from "../../../abi/preview1/trace/value.ts";
import type { ListType, ValueType, VariantType } from "../../../component/types.ts";
import { propertyName, type Tagged } from "../../../component/values.ts";
import { formatIpAddress } from "../../../sockets/ip_address.ts";
import { formatSocketAddress } from "../../../sockets/socket_address.ts";

/** As many elements of a list as are told. */
const MOST_ELEMENTS = 16;

/** Tells of a resource; is called for each one, be it that it is not told. */
export type TellResource = (resource: object) => TraceValue;

/** What is told of a value. */
export function toldValue(value: unknown, type: ValueType, resource: TellResource): TraceValue {
  const told = (part: unknown, type: ValueType) => toldValue(part, type, resource);
  switch (type.kind) {
    case "own":
    case "borrow":
      return resource(value as object);
    case "string":
    case "char":
      return beginningOf(value as string);
    case "u64":
    case "s64":
      return integer(value as bigint);
    case "list":
      return toldList(value as ArrayLike<unknown>, type, resource);
    case "tuple":
      return type.types.map((one, i) => told((value as readonly unknown[])[i], one));
    case "record":
      return Object.fromEntries(
        type.fields.map((field) => [field.name, told(propertyOf(value, field.name), field.type)]),
      );
    case "flags":
      return type.names.filter((name) => propertyOf(value, name) === true);
    case "option":
      return value === undefined ? "none" : told(value, type.some);
    case "variant":
      return isAddress(type) ? addressText(value) : toldCase(value, caseOf(type, value), resource);
    case "result": {
      const { tag } = value as Tagged;
      return toldCase(value, tag === "ok" ? type.ok : type.err, resource);
    }
    default:
      // Booleans, numbers of up to 32 bits, and names of an enum.
      return value as boolean | number | string;
  }
}

/** The type of what a value's case carries. */
export function caseOf({ cases }: VariantType, value: unknown): ValueType | undefined {
  const { tag } = value as Tagged;
  return cases.find(({ name }) => name === tag)?.type;
}

function toldCase(
  given: unknown,
  type: ValueType | undefined,
  resource: TellResource,
): TraceValue {
  const { tag, value } = given as Tagged;
  return type === undefined ? tag : { [tag]: toldValue(value, type, resource) };
}

function toldList(
  list: ArrayLike<unknown>,
  { element }: ListType,
  resource: TellResource,
): TraceValue {
  if (element.kind === "u8") return { bytes: list.length };
  const isHandle = element.kind === "own" || element.kind === "borrow";
  const count = isHandle ? list.length : Math.min(list.length, MOST_ELEMENTS);
  const told: TraceValue[] = [];
  for (let i = 0; i < count; i++) {
    const one = toldValue(list[i], element, resource);
    if (i < MOST_ELEMENTS) told.push(one);
  }
  return list.length > told.length ? [...told, `${list.length - told.length} more`] : told;
}

function propertyOf(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[propertyName(name)];
}

/** Whether these are the variants `ip-address` or `ip-socket-address`. */
function isAddress({ cases }: VariantType): boolean {
  return cases.map(({ name }) => name).join() === "ipv4,ipv6";
}

function addressText(given: unknown): string {
  const { tag: family, value } = given as Tagged<"ipv4" | "ipv6", unknown>;
  if (Array.isArray(value)) return formatIpAddress({ family, parts: value });
  const { address: parts, port } = value as { address: number[]; port: number };
  return formatSocketAddress({ ip: { family, parts }, port });
}
