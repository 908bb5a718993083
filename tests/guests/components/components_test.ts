/**
 * The components of these tests themselves.
 *
 * @module
 */
import { assertEquals } from "@std/assert";

const here = new URL("./", import.meta.url);
const tests = new URL("../../unit/component/instantiate/", here);

Deno.test("every component has its source beside it, and a test that runs it", () => {
  const names = (folder: URL) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  const built = names(here).filter((name) => name.endsWith(".wasm"));
  const sources = names(here).filter((name) => name.endsWith(".wat"));
  assertEquals(built, sources.map((name) => name.replace(/wat$/, "wasm")));
  const text = names(tests).map((name) => Deno.readTextFileSync(new URL(name, tests))).join();
  assertEquals(
    built.filter((name) => !text.includes(`"${name.replace(".wasm", "")}"`)),
    [],
  );
});
