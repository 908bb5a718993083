/**
 * The guests of these tests themselves.
 *
 * @module
 */
import { assertEquals } from "@std/assert";

const here = new URL("./", import.meta.url);

Deno.test("every guest has its source beside it, and a test that runs it", () => {
  const names = (folder: URL) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  const files = names(new URL("guests/", here));
  const built = files.filter((name) => name.endsWith(".wasm"));
  const sources = files.filter((name) => /\.(c|wat)$/.test(name));
  assertEquals(built, sources.map((name) => name.replace(/\.\w+$/, ".wasm")));
  const tests = names(here).filter((name) => name.endsWith("_test.ts"))
    .map((name) => Deno.readTextFileSync(new URL(name, here))).join();
  assertEquals(built.filter((name) => !tests.includes(name)), []);
});
