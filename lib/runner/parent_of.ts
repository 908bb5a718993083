/**
 * Where a name lies, as text.
 *
 * @module
 */

/** The directory that holds the last name of a path: `.` where there is but one name. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  if (slash < 0) return ".";
  return slash === 0 ? "/" : path.slice(0, slash);
}
