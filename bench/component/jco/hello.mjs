/**
 * Says hello by jco's output in "hello".
 *
 * @module
 */

/** What jco has written. */
const TRANSLATED = "./hello/hello.js";

const { run } = await import(TRANSLATED);
run.run();
