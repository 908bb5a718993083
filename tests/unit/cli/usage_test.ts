import { assert, assertEquals } from "@std/assert";
import { OPTIONS } from "../../../lib/cli/options.ts";
import { usage } from "../../../lib/cli/usage.ts";

Deno.test("usage() has a line for each option, with its value and its help", () => {
  const text = usage("strict");
  for (const { name, value, optional, help } of OPTIONS) {
    const spelt = optional ? `--${name}[=${value}]` : `--${name} ${value ?? ""}`;
    const left = `  ${spelt}`;
    assert(text.includes(`\n${left}`), left);
    assert(text.includes(help.split("\n")[0]!), help);
  }
});

Deno.test("usage() says which wall stands on this machine", () => {
  assert(
    usage("basic (the kernel has no Landlock)").includes("basic (the kernel has no Landlock)"),
  );
});

Deno.test("OPTIONS names each option once, and those that may be repeated take a value", () => {
  assertEquals(new Set(OPTIONS.map(({ name }) => name)).size, OPTIONS.length);
  for (const { name, value, repeatable } of OPTIONS) {
    assert(/^[a-z0-9-]+$/.test(name), name);
    assert(repeatable !== true || value !== undefined, name);
  }
});
