/**
 * Reading what `--audit` has written.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import type { AuditRecord } from "./records.ts";

/**
 * The records of an audit. A last line that is cut off, as when the disk was full, is left out.
 *
 * @throws SluiceError status 2 when it is none, or of another version
 */
export function parseAudit(text: string): AuditRecord[] {
  const lines = text.split("\n").slice(0, -1);
  const records = lines.map((line, i) => {
    const record = parsed(line);
    if (!isAuditRecord(record)) throw new SluiceError(2, `line ${i + 1} is no record of an audit`);
    return record;
  });
  if (records[0]?.kind !== "audit") {
    throw new SluiceError(2, "it is no audit", { hint: "--audit FILE writes one" });
  }
  return records;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Whether a value of foreign origin is a record of an audit. */
export function isAuditRecord(value: unknown): value is AuditRecord {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  switch (value.kind) {
    case "audit":
      return "version" in value && value.version === 1;
    case "use":
      return "grant" in value && isWords(value.grant) && value.grant.length > 0 &&
        "operation" in value && typeof value.operation === "string" &&
        (!("directory" in value) || typeof value.directory === "string") &&
        (!("part" in value) || typeof value.part === "string");
    case "refusal":
      return "call" in value && typeof value.call === "string" &&
        "result" in value && typeof value.result === "string" &&
        "name" in value && typeof value.name === "string" &&
        "operation" in value && typeof value.operation === "string" &&
        (!("grant" in value) || isWords(value.grant)) &&
        (!("allowedBy" in value) || isWords(value.allowedBy));
    default:
      return false;
  }
}

function isWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((word) => typeof word === "string");
}
