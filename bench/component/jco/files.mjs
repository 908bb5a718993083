/**
 * Reads and writes files by jco's output in "files": `node files.mjs EXPORT TIMES DIRECTORY`. Writes what the
 * export answers to standard output.
 *
 * @module
 */

import process from "node:process";

/** What jco has written, and what it has brought. */
const TRANSLATED = "./files/files.js";
const FILESYSTEM = "@bytecodealliance/preview2-shim/filesystem";

const [name, times, directory] = process.argv.slice(2);
const { _setPreopens } = await import(FILESYSTEM);
_setPreopens({ "/bench": directory });
const exports = await import(TRANSLATED);
console.log(`${exports[name](Number(times))}`);
