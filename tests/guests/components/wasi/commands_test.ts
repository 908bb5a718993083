/**
 * Whether each command in this folder has its source beside it, and a test that runs it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";

const here = new URL("./", import.meta.url);
const users = [
  "../../../cli/components_test.ts",
  "../../../sandbox/preview2_test.ts",
  "../../../unit/runner/component/run_test.ts",
];

Deno.test("every command has its source beside it, and a test that runs it", () => {
  const files = [...Deno.readDirSync(here)].map(({ name }) => name).sort();
  const built = files.filter((name) => name.endsWith(".wasm"));
  const sources = files.filter((name) => name.endsWith(".wat"));
  assertEquals(built, sources.map((name) => name.replace(/wat$/, "wasm")));
  const texts = users.map((user) => Deno.readTextFileSync(new URL(user, here))).join();
  const isUsed = (name: string) => texts.includes(`"${name}"`) || texts.includes(`"wasi/${name}"`);
  assertEquals(built.filter((name) => !isUsed(name.replace(".wasm", ""))), []);
});
