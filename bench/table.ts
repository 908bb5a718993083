/**
 * Numbers as text, and text in columns.
 *
 * @module
 */

import type { Summary } from "./statistics.ts";

/** Lay out rows of cells; the first column is left-aligned, the others are right-aligned. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => widths[i] = Math.max(widths[i] ?? 0, cell.length));
  }
  const align = (cell: string, i: number) =>
    i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
  return rows.map((row) => row.map(align).join("  ").trimEnd()).join("\n");
}

/** A quantity in the unit that gives it one to four digits. */
export function formatQuantity(value: number, unit: "ns" | "KiB"): string {
  if (unit === "KiB") return `${(value / 1024).toFixed(1)} MiB`;
  if (value < 10_000) return `${value.toFixed(value < 100 ? 1 : 0)} ns`;
  if (value < 10_000_000) return `${(value / 1e3).toFixed(1)} µs`;
  return `${(value / 1e6).toFixed(1)} ms`;
}

/** A ratio with its spread. */
export function formatRatio({ median, spread }: Summary): string {
  return `${median.toFixed(2)} ±${spread.toFixed(2)}`;
}
