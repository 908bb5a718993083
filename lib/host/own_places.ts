/**
 * Where Sluice itself lies.
 *
 * @module
 */

import { variable } from "./variable.ts";

/** In the sources, this file's folder below their root. */
const FOLDER = /\/lib\/host$/;

/** The directories that hold what this process runs: Sluice's files, and Deno's cache where known. */
export function ownPlaces(): string[] {
  const sources = import.meta.dirname?.replace(FOLDER, "");
  const cache = variable("DENO_DIR") ?? variable("HOME")?.concat("/.cache/deno");
  return [sources, cache].filter((place) => place !== undefined);
}
