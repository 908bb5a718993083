/**
 * The components of these tests themselves.
 *
 * @module
 */
import { assertEquals } from "@std/assert";

const here = new URL("./", import.meta.url);
const tests = [new URL("../../unit/component/", here), new URL("../../sandbox/", here)];

Deno.test("every component has its source beside it, and a test that uses it", () => {
  const files = [...Deno.readDirSync(here)].map(({ name }) => name).sort();
  const built = files.filter((name) => name.endsWith(".wasm"));
  const sources = files.filter((name) => name.endsWith(".wat"));
  assertEquals(built, sources.map((name) => name.replace(/wat$/, "wasm")));
  const texts = tests.flatMap((folder) => [...testsBelow(folder)]).map((file) =>
    Deno.readTextFileSync(file)
  ).join();
  const isUsed = (name: string) =>
    texts.includes(name) || texts.includes(`"${name.replace(".wasm", "")}"`);
  assertEquals(built.filter((name) => !isUsed(name)), []);
});

function* testsBelow(folder: URL): Generator<URL> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* testsBelow(new URL(`${name}/`, folder));
    else if (name.endsWith("_test.ts")) yield new URL(name, folder);
  }
}
