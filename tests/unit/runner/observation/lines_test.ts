import { assertEquals } from "@std/assert";
import { WasiError } from "../../../../lib/errors.ts";
import { Lines, openLines } from "../../../../lib/runner/observation/lines.ts";
import { fakeHost } from "../../doubles/fake_host.ts";
import { FakeStream, ScriptedStream } from "../../doubles/fake_node.ts";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { refusalOfPromise } from "../../outcome.ts";

Deno.test("openLines() makes a file, and empties one with the first line", async () => {
  using at = new TemporaryDirectory();
  at.make({ old: "precious" });
  for (const name of ["old", "new"]) {
    using lines = await openLines(at.at(name), () => {});
    assertEquals(Deno.readTextFileSync(at.at(name)), name === "old" ? "precious" : "");
    lines.write("one");
    // It is there at once, for those who look while the run goes on, or after it was killed.
    assertEquals(Deno.readTextFileSync(at.at(name)), "one\n");
    lines.write("caf\u00e9");
  }
  at.assertTree({ old: "one\ncaf\u00e9\n", new: "one\ncaf\u00e9\n" });
});

Deno.test("openLines() refuses with status 2 what cannot be written", async () => {
  using at = new TemporaryDirectory();
  for (const path of [at.path, at.at("missing/below")]) {
    assertEquals((await refusalOfPromise(openLines(path, () => {}))).status, 2);
  }
});

Deno.test("Lines.write() writes what is left, and waits where it must", () => {
  const stream = new ScriptedStream(2, -2, 4);
  let waits = 0;
  const host = fakeHost({ wait: () => void waits++ });
  const lines = new Lines(host, new FakeStream({ output: stream }), () => {});
  lines.write("abcde");
  assertEquals(stream.calls, ["write(abcde\n)", "write(cde\n)", "write(cde\n)"]);
  assertEquals(waits, 1);
});

Deno.test("Lines.write() tells once of a failure, and writes no more", () => {
  const stream = new ScriptedStream(new WasiError("insufficient-space"));
  let told = 0;
  const lines = new Lines(fakeHost(), new FakeStream({ output: stream }), () => void told++);
  for (const line of ["a", "b", "c"]) lines.write(line);
  assertEquals([told, stream.calls], [1, ["write(a\n)"]]);
});

Deno.test("Lines.isSameFile() knows a file by any of its names", async () => {
  using at = new TemporaryDirectory();
  at.make({ one: "", other: "" });
  Deno.linkSync(at.at("one"), at.at("linked"));
  using one = await openLines(at.at("one"), () => {});
  for (const [name, isSame] of [["one", true], ["linked", true], ["other", false]] as const) {
    using lines = await openLines(at.at(name), () => {});
    assertEquals(lines.isSameFile(one), isSame, name);
  }
  using error = await openLines(undefined, () => {});
  assertEquals([error.isSameFile(one), one.isSameFile(error), error.isSameFile(error)], [
    ...[false, false, false],
  ]);
});
