/**
 * A small assembler for modules that the installed tools cannot write yet.
 *
 * @module
 */

/** An unsigned number in LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  do {
    const low = value & 0x7f;
    value >>>= 7;
    bytes.push(value === 0 ? low : low | 0x80);
  } while (value !== 0);
  return bytes;
}

/** A count and the items. */
export function vector(items: number[][]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

/** A name: its length and its bytes. */
export function name(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...unsigned(bytes.length), ...bytes];
}

/** A section: its number, its size, its content. */
export function section(id: number, content: number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** A function type. Value types are 0x7f (i32), 0x7e (i64), 0x69 (exnref). */
export function functionType(parameters: number[], results: number[]): number[] {
  return [
    0x60,
    ...unsigned(parameters.length),
    ...parameters,
    ...unsigned(results.length),
    ...results,
  ];
}

/** A function's body without locals; `end` is added. */
export function body(code: number[]): number[] {
  const content = [0, ...code, 0x0b];
  return [...unsigned(content.length), ...content];
}

/** The whole module. */
export function module(...sections: number[][]): Uint8Array {
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);
}
