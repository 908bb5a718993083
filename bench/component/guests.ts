/**
 * Where the guests lie.
 *
 * @module
 */

const HERE = import.meta.dirname ?? ".";

/** Components. */
export const COMPONENTS: string = `${HERE}/components`;

/** The same programs as core modules. */
export const PREVIEW1: string = `${HERE}/preview1`;

/** The smallest component that does anything. */
export const HELLO: string = `${HERE}/../../tests/guests/components/wasi/hello.wasm`;
