/**
 * Text in columns.
 *
 * @module
 */

import { escaped } from "./messages.ts";

const GAP = "  ";

/** Lines of cells, each column as wide as its widest cell. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map(escaped));
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  return lines
    .map((cells) => cells.map((cell, column) => cell.padEnd(widths[column]!)).join(GAP).trimEnd())
    .join("\n");
}
