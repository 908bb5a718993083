/**
 * Records of a trace that come from elsewhere.
 *
 * @module
 */

import type { TraceRecord } from "./records.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => typeof value === "number";
const isObject: Check = (value) => typeof value === "object" && value !== null;
const isAbsentOrText: Check = (value) => value === undefined || isText(value);

/** What each field of a record must be. */
const FIELDS: Readonly<Record<TraceRecord["kind"], Readonly<Record<string, Check>>>> = {
  call: {
    name: isText,
    arguments: isObject,
    result: isText,
    results: isObject,
    microseconds: isNumber,
    grants: listOf(isText),
    allowedBy: isAbsentOrText,
  },
  summary: {
    calls: (value) => isObject(value) && Object.values(value as object).every(isNumber),
    handles: listOf(objectOf({ name: isText, read: isNumber, written: isNumber })),
    refusals: listOf(objectOf({
      ...{ call: isText, result: isText, name: isText },
      ...{ allowedBy: isAbsentOrText, times: isNumber },
    })),
  },
};

/** Whether a value of foreign origin is a record of a trace. */
export function isTraceRecord(value: unknown): value is TraceRecord {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  const { kind } = value;
  return (kind === "call" || kind === "summary") && objectOf(FIELDS[kind])(value);
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

function objectOf(fields: Readonly<Record<string, Check>>): Check {
  return (value) =>
    isObject(value) &&
    Object.entries(fields).every(([name, check]) =>
      check((value as Readonly<Record<string, unknown>>)[name])
    );
}
