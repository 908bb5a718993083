/**
 * A trace as text.
 *
 * @module
 */

import { RIGHT_NAMES } from "../grants/right_names.ts";
import type {
  CallRecord,
  RefusalCount,
  SummaryRecord,
  TraceRecord,
  TraceValue,
} from "../runner/trace/records.ts";
import { escaped } from "./messages.ts";

/** What is text of the guest's own, and not the name of something. */
const TEXTS: readonly string[] = [
  ...["path", "old_path", "new_path", "buf"],
  ...["old-path", "new-path", "name"],
];

/** What can be told from the rest of a line without quotes. */
const PLAIN = /^[\w.:/[\]+-]+$/;

/** The lines that tell a record: one of a call, several of a summary. */
export function traceLines(record: TraceRecord): string[] {
  const lines = record.kind === "call" ? [callLine(record)] : summaryLines(record);
  return lines.map(escaped);
}

function callLine(record: CallRecord): string {
  const { name, arguments: values, result, results, microseconds, grants, allowedBy } = record;
  return [
    `${name}(${fieldsOf(values).join(", ")}) = ${result}`,
    ...fieldsOf(results),
    `${microseconds.toFixed(1)} us`,
    ...(grants.length > 0 ? [`by ${grants.join(" ")}`] : []),
    ...(allowedBy !== undefined ? [`refused: ${allowedBy} would allow it`] : []),
  ].join(", ");
}

function summaryLines({ calls, handles, refusals }: SummaryRecord): string[] {
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
  const byName = Object.entries(calls)
    .sort(([, one], [, other]) => other - one)
    .map(([name, count]) => `${name} ${count}`);
  return [
    `${total} calls${total > 0 ? ": " : ""}${byName.join(", ")}`,
    ...handles.map(({ name, read, written }) =>
      `${JSON.stringify(name)}: ${read} bytes read, ${written} written`
    ),
    ...refusals.map(refusalLine),
  ];
}

function refusalLine({ call, result, name, allowedBy, times }: RefusalCount): string {
  const help = allowedBy === undefined ? "no option would allow it" : `${allowedBy} would allow it`;
  return `refused: ${call} of ${JSON.stringify(name)}, ${result}, ${times} times: ${help}`;
}

function fieldsOf(values: Readonly<Record<string, TraceValue>>): string[] {
  return Object.entries(values).map(([name, value]) =>
    `${name}=${TEXTS.includes(name) ? JSON.stringify(value) : valueText(value)}`
  );
}

function valueText(value: TraceValue): string {
  if (value === null) return "(out of bounds)";
  if (typeof value === "string") return PLAIN.test(value) ? value : JSON.stringify(value);
  if (typeof value !== "object") return `${value}`;
  if (isList(value)) return listText(value);
  if ("fd" in value && !("type" in value)) return handleText(value);
  if ("resource" in value) return resourceText(value);
  return `{${fieldsOf(value).join(", ")}}`;
}

function resourceText(value: Readonly<Record<string, TraceValue>>): string {
  const { resource, number, name } = value;
  return `${resource} ${number}${name === undefined ? "" : ` ${JSON.stringify(name)}`}`;
}

function handleText({ fd, name }: Readonly<Record<string, TraceValue>>): string {
  return name === undefined ? `${fd}` : `${fd} ${JSON.stringify(name)}`;
}

function isList(value: TraceValue): value is readonly TraceValue[] {
  return Array.isArray(value);
}

/** Most guests ask for nearly every right; the few that are missing say more. */
function listText(values: readonly TraceValue[]): string {
  if (values.some((value) => typeof value !== "string")) {
    return `[${values.map(valueText).join(", ")}]`;
  }
  const missing = RIGHT_NAMES.filter((name) => !values.includes(name));
  const named = values.filter((value) => RIGHT_NAMES.some((name) => name === value));
  if (named.length <= missing.length) return values.length === 0 ? "none" : values.join("+");
  const rest = values.filter((value) => !named.includes(value)).map((value) => `+${value}`).join(
    "",
  );
  return (missing.length === 0 ? "all" : `all-${missing.join("-")}`) + rest;
}
