/**
 * Local face of `@std/path`: the code is the real one, the types are declared here.
 *
 * @module
 */
// deno-lint-ignore no-import-prefix
import * as real from "npm:deno-std@1.4.0/path/mod.js";
import type { ParsedPath } from "./posix.ts";

export type { ParsedPath };

/** The character between two names of a path. */
export const SEPARATOR: "/" | "\\" = real.SEPARATOR;
/** The last name of a path, without `suffix` where it ends so. */
export const basename: (path: string | URL, suffix?: string) => string = real.basename;
/** The path without its last name. */
export const dirname: (path: string | URL) => string = real.dirname;
/** The extension of the last name, with its dot. */
export const extname: (path: string | URL) => string = real.extname;
/** The path of a `file:` address. */
export const fromFileUrl: (url: string | URL) => string = real.fromFileUrl;
/** Whether a path does not depend on the working directory. */
export const isAbsolute: (path: string) => boolean = real.isAbsolute;
/** Join paths and normalize the result. */
export const join: (path?: string | URL, ...paths: string[]) => string = real.join;
/** The path without its `.`, its `..` and its empty names, as far as the text alone can tell. */
export const normalize: (path: string | URL) => string = real.normalize;
/** Split a path. */
export const parse: (path: string) => ParsedPath = real.parse;
/** The way from one path to the other. */
export const relative: (from: string, to: string) => string = real.relative;
/** The absolute path that the segments, read from right to left, come to. */
export const resolve: (...pathSegments: string[]) => string = real.resolve;
/** The `file:` address of an absolute path. */
export const toFileUrl: (path: string) => URL = real.toFileUrl;
