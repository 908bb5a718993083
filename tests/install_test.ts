import { assert, assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { bundle } from "../install/bundle.ts";
import { TemporaryDirectory } from "./unit/doubles/temporary_directory.ts";

const root = fromFileUrl(new URL("../", import.meta.url));

/** As many files as there may be in front of the first line: each costs a start 0.1 ms. */
const MOST_AT_ONCE = 4;

Deno.test("what is installed runs, and what every run loads is one part", async () => {
  using at = new TemporaryDirectory();
  const into = at.at("parts");
  await bundle(root, into);
  const guest = fromFileUrl(new URL("guests/process/exit.wasm", import.meta.url));
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-config", `${into}/main.js`, guest, "3"],
    stdout: "null",
    stderr: "null",
  }).output();
  assertEquals(code, 3);
  const parts = loadedAtOnce(into);
  assert(parts.size <= MOST_AT_ONCE, [...parts].join());
});

/** The parts that main.js imports, itself among them. */
function loadedAtOnce(folder: string): Set<string> {
  const found = new Set(["./main.js"]);
  for (const part of found) {
    const text = Deno.readTextFileSync(`${folder}/${part}`);
    for (const [, name] of text.matchAll(/(?:^|[;}\n])import(?:[^"(;]*from)?"(\.\/[^"]+)"/g)) {
      found.add(name!);
    }
  }
  return found;
}
