/**
 * Paths as text, for what is told of them and never for what is opened.
 *
 * @module
 */

/** Longer paths are cut off: a guest can open a directory in itself without end. */
const LONGEST = 4096;

/** A path below a directory, without `.` and doubled slashes; one from the root stays what it is. */
export function joined(directory: string, path: string): string {
  if (path.startsWith("/")) return path;
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  if (names.length === 0) return directory;
  const below = names.join("/");
  if (directory === "" || directory === ".") return below;
  const whole = directory.endsWith("/") ? directory + below : `${directory}/${below}`;
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST)}...` : whole;
}
