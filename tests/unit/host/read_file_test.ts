import { assertEquals, assertStringIncludes } from "@std/assert";
import { readHostFile } from "../../../lib/host/read_file.ts";
import { TemporaryDirectory } from "../doubles/temporary_directory.ts";
import { refusalOf, text } from "../outcome.ts";

const MAGIC = "\0asm";

Deno.test("readHostFile() is the bytes of a module", () => {
  using at = new TemporaryDirectory();
  const large = MAGIC + "x".repeat(200_000);
  at.make({ small: `${MAGIC}abc`, bare: MAGIC, large, link: "-> small" });
  const rows = { small: `${MAGIC}abc`, bare: MAGIC, large, link: `${MAGIC}abc` };
  for (const [name, content] of Object.entries(rows)) {
    assertEquals(text(readHostFile(at.at(name))) === content, true, name);
  }
});

Deno.test("readHostFile() reads no more than the beginning of what is no module", () => {
  using at = new TemporaryDirectory();
  at.make({ empty: "", short: "abc", large: "x".repeat(200_000), cut: "\0as" });
  const rows = { empty: "", short: "abc", large: "xxxx", cut: "\0as" };
  for (const [name, start] of Object.entries(rows)) {
    assertEquals(text(readHostFile(at.at(name))), start, name);
  }
  assertEquals(readHostFile("/dev/zero").length, 4);
});

Deno.test("readHostFile() reads what has no size to its end", () => {
  assertEquals(readHostFile("/dev/null").length, 0);
});

Deno.test("readHostFile() refuses with status 127 what cannot be read, 126 a directory", () => {
  using at = new TemporaryDirectory();
  at.make({ f: "", "loop": "-> loop" });
  const rows: readonly [path: string, status: number][] = [
    [at.at("missing"), 127],
    [at.at("f/x"), 127],
    [at.at("loop"), 127],
    [at.at("n".repeat(300)), 127],
    ["", 127],
    [at.path, 126],
  ];
  for (const [path, status] of rows) {
    const refusal = refusalOf(() => readHostFile(path));
    assertEquals(refusal.status, status, path);
    assertStringIncludes(refusal.message, path);
  }
});

Deno.test("readHostFile() refuses with status 126 a file above 1 GiB, before it reads", () => {
  using at = new TemporaryDirectory();
  at.make({ sparse: MAGIC });
  Deno.truncateSync(at.at("sparse"), 2 ** 30 + 1);
  const refusal = refusalOf(() => readHostFile(at.at("sparse")));
  assertEquals(refusal.status, 126);
  assertStringIncludes(refusal.message, "1 GiB");
});
