/**
 * Where the guests lie.
 *
 * @module
 */

/** Components. */
export const COMPONENTS: string = `${import.meta.dirname}/components`;

/** The same programs as core modules. */
export const PREVIEW1: string = `${import.meta.dirname}/preview1`;

/** The smallest component that does anything. */
export const HELLO: string = `${COMPONENTS}/hello.wasm`;
