/**
 * What is said of a JavaScript value that has not the shape of its type.
 *
 * @module
 */

/** A value given by the host is not one of the type that it has to be of. */
export class ShapeError extends TypeError {
  override name = "ShapeError";
}

/** Says so. */
export function wrongShape(type: string, value: unknown): never {
  throw new ShapeError(`not a value of the type ${type}: ${shown(value)}`);
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  return value.constructor === Object ? "an object" : `a ${value.constructor?.name ?? "object"}`;
}
