/**
 * Runs every guest, on the file back end that the permissions of this process allow.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { rows as descriptorRows } from "./fd/rows.ts";
import { rows as moduleRows } from "./modules/rows.ts";
import { rows as pathRows } from "./path/rows.ts";
import { rows as pollRows } from "./poll/rows.ts";
import { rows as processRows } from "./process/rows.ts";
import { buildGo, whyNoGo } from "./programs/build_go.ts";
import { goRow, rows as programRows } from "./programs/rows.ts";
import { guestFiles } from "./guest_files.ts";
import type { Row } from "./row.ts";
import { runRow } from "./run_row.ts";

const rows: Row[] = [
  ...descriptorRows,
  ...pathRows,
  ...pollRows,
  ...processRows,
  ...moduleRows,
  ...programRows,
];

const pathChecked = Deno.permissions.querySync({ name: "ffi" }).state !== "granted";

/** The row as this process can run it, and what differs from the full back end, if anything. */
function onThisBackend(row: Row): { row: Row; difference: string; ignore: boolean } {
  if (!pathChecked || row.pathChecked === undefined) return { row, difference: "", ignore: false };
  const { why, ignore = false, ...different } = row.pathChecked;
  return {
    row: { ...row, ...different },
    difference: `${ignore ? "ignored, " : ""}${why}`,
    ignore,
  };
}

function title(row: Row, difference: string): string {
  return [
    `guest ${typeof row.guest === "string" ? row.guest : "of bytes"}`,
    ...row.by === "command" ? [" by the command"] : [],
    ...row.name === undefined ? [] : [`: ${row.name}`],
    ...difference === "" ? [] : [` (${difference})`],
  ].join("");
}

for (const full of rows) {
  const { row, difference, ignore } = onThisBackend(full);
  Deno.test({ name: title(row, difference), ignore, fn: () => runRow(row) });
}

const noGo = whyNoGo();
Deno.test({
  name: `guest programs/list_go${noGo === undefined ? "" : ` (ignored, ${noGo})`}`,
  ignore: noGo !== undefined,
  fn: () => runRow(goRow(buildGo())),
});

Deno.test("every guest is run by a row, and has its source beside it", () => {
  const { sources, modules } = guestFiles();
  const run = new Set(rows.map((row) => row.guest).filter((guest) => typeof guest === "string"));
  const guests = modules.map((module) => module.replace(/\.wasm$/, ""));
  assertEquals(guests.filter((guest) => !run.has(guest)), [], "never run");
  const built = sources.filter((source) => !source.endsWith(".go")).map((source) =>
    source.replace(/(\.wasm)?\.\w+$/, "")
  );
  assertEquals(guests.filter((guest) => !built.includes(guest)), [], "without a source");
  assertEquals(built.filter((guest) => !guests.includes(guest)), [], "never built");
});
