/**
 * Modules in the text format.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { pathChecked, shell } from "./spawn.ts";
import { testRows } from "./rows.ts";
import { workspace } from "./workspace.ts";

const ANSWER = `(module
  (func (export "answer") (result i32) i32.const 42)
  (func (export "_start")))`;

testRows("a file whose name ends in .wat is read as text", [
  { name: "a command", words: ["answer.wat"] },
  { name: "an export", words: ["--invoke", "answer", "answer.wat"], stdout: "42\n" },
  {
    name: "inspected",
    words: ["inspect", "answer.wat"],
    stdout: /^kind: command\n(.*\n)*to run it: sluice answer\.wat\n$/,
  },
  {
    name: "with a cap",
    words: ["--max-memory", "1MiB", "--invoke", "answer", "answer.wat"],
    stdout: "42\n",
  },
  {
    name: "a syntax error",
    words: ["syntax.wat"],
    status: 126,
    error: /^syntax\.wat:3:4: unexpected token "funk", expected an instr/,
  },
  {
    name: "a name twice",
    words: ["twice.wat"],
    status: 126,
    error: /^twice\.wat:1:37: redefinition of parameter "\$a"$/,
  },
  { name: "another language", words: ["c.wat"], status: 126, error: /^c\.wat:1:1: / },
  { name: "nothing", words: ["empty.wat"], status: 126, error: /neither _start nor/ },
  { name: "bytes", words: ["bytes.wat"], status: 126, error: /^bytes\.wat\b/ },
  { name: "missing", words: ["missing.wat"], status: 127, error: /^missing\.wat is not there$/ },
  { name: "a directory", words: ["folder.wat"], status: 127, error: /is a directory$/ },
  {
    name: "under another name",
    words: ["text.txt"],
    status: 126,
    error: /^text\.txt is not a WebAssembly module$/,
    hint: /ends in \.wat$/,
  },
], {
  once: true,
  prepare(place) {
    place.write("answer.wat", ANSWER);
    place.write("syntax.wat", '(module\n  (func (export "_start")\n  (funk)))');
    place.write("twice.wat", "(module (func (param $a i32) (param $a i32)))");
    place.write("c.wat", "int main() { return 0; }");
    place.write("empty.wat", "");
    place.write("bytes.wat", Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    place.write("text.txt", ANSWER);
    Deno.mkdirSync(`${place.path}/folder.wat`);
  },
});

Deno.test({
  name: "text is translated also in a folder with packages and a configuration of its own",
  ignore: pathChecked,
  async fn() {
    using place = workspace();
    place.write("answer.wat", ANSWER);
    place.write("package.json", '{"dependencies": {"nothing-like-this": "9.9.9"}}');
    place.write(
      "deno.json",
      '{"imports": {"npm:wabt@1.0.39": "./none.js"}, "nodeModulesDir": "manual"}',
    );
    const { stdout, stderr } = await shell("sluice --invoke answer answer.wat", {
      cwd: place.path,
    });
    assertEquals([stdout, stderr], ["42\n", ""]);
  },
});
