/**
 * A small assembler for components, as rows of a table can show what they are about.
 *
 * @module
 */

import { name, section, unsigned, vector } from "../../guests/modules/binary.ts";

export { name, unsigned, vector };

/** A component with these sections. */
export function component(...sections: readonly number[][]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, ...sections.flat()]);
}

/** A section that is read as it stands. */
export { section };

const of = (id: number) => (...items: number[][]): number[] => section(id, vector(items));

/** Sections of definitions, by what they define. */
export const coreInstances: Section = of(2);
export const coreTypes: Section = of(3);
export const instances: Section = of(5);
export const aliases: Section = of(6);
export const types: Section = of(7);
export const canons: Section = of(8);
export const imports: Section = of(10);
export const exports: Section = of(11);

/** Makes a section of its items. */
type Section = (...items: number[][]) => number[];

/** A section with a core module. */
export function coreModule(bytes: Uint8Array): number[] {
  return section(1, [...bytes]);
}

/** A section with a nested component. */
export function nested(bytes: Uint8Array): number[] {
  return section(4, [...bytes]);
}

/** The codes of types without parts. */
export const U8 = 0x7d;
export const STRING = 0x73;

/** A function type. */
export function func(parameters: [string, number][], result?: number): number[] {
  return [
    0x40,
    ...vector(parameters.map(([label, type]) => [...name(label), type])),
    ...result === undefined ? [1, 0] : [0, result],
  ];
}

/** The type of an instance. */
export function instanceType(...declarations: number[][]): number[] {
  return [0x42, ...vector(declarations)];
}

/** The type of a component. */
export function componentType(...declarations: number[][]): number[] {
  return [0x41, ...vector(declarations)];
}

/** An import, or the declaration of one without its first byte. */
export function named(text: string, ...type: number[]): number[] {
  return [0, ...name(text), ...type];
}

/** An export of something by its sort and index, with a type or without. */
export function exported(text: string, sort: number, index: number, ...type: number[]): number[] {
  return [0, ...name(text), sort, index, ...type.length === 0 ? [0] : [1, ...type]];
}
