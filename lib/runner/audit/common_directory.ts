/**
 * Paths of directories below a granted one; `.` is that one itself.
 *
 * @module
 */

/** The nearest directory that holds both. */
export function commonDirectory(one: string, other: string): string {
  const [a, b] = [one.split("/"), other.split("/")];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return same === 0 ? "." : a.slice(0, same).join("/");
}

/** The directory that holds the last name of a path. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}
