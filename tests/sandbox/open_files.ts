/**
 * What this process, or another, has open.
 *
 * @module
 */
import type { Place } from "./place.ts";

/**
 * The files of a place that a process has open, this one without a number. A child looks, since Deno
 * reads /proc only when it has all permissions. Empty where there is no /proc.
 */
export function openFiles(place: Place, pid: number | "$PPID" = "$PPID"): string[] {
  const { stdout } = new Deno.Command("sh", {
    args: ["-c", `for f in /proc/${pid}/fd/*; do readlink "$f"; done; true`],
    stderr: "null",
  }).outputSync();
  return new TextDecoder().decode(stdout).split("\n").filter((path) => path.startsWith(place.up))
    .map((path) => path.slice(place.up.length)).sort();
}
